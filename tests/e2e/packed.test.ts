import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project, pack, temporaryFolder } from './project.js';

/** The lowest ESLint of the peer range (the first with `meta.defaultOptions`), the last 9 and a recent 10. */
const FLOOR = '9.15.0';
const LAST_9 = '9.39.5';
const RECENT_10 = '10.15.0';

const SOURCE = `import { Agent, request } from 'undici';
export async function load(url) {
  const dispatcher = new Agent();
  const { body } = await request(url, { dispatcher });
  return body.json();
}
`;
const TYPED_SOURCE = SOURCE.replace('(url)', '(url: string): Promise<unknown>');
const REPORT = 'client-lifecycle/no-client-in-function:3';
const CONFIG = `import clientLifecycle from 'eslint-plugin-client-lifecycle';
export default [clientLifecycle.configs.recommended];
`;
const TYPED_CONFIG = `import parser from '@typescript-eslint/parser';
import { defineConfig } from 'eslint/config';
import clientLifecycle from 'eslint-plugin-client-lifecycle';
export default defineConfig([
  { files: ['**/*.ts'], languageOptions: { parser }, plugins: { 'client-lifecycle': clientLifecycle }, extends: ['client-lifecycle/recommended'] },
]);
`;
/** Uses every part of the published types. */
const TYPES = readFileSync(new URL('../types/config.ts', import.meta.url), 'utf8');
/** Checks declaration files too: the published types must not name a package that users need not have. */
const TSCONFIG = JSON.stringify({
  compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, noEmit: true, skipLibCheck: false, types: [] },
  files: ['types.ts'],
});

const work = temporaryFolder();
let packed: Awaited<ReturnType<typeof pack>>;
let projects = 0;

beforeAll(async () => {
  packed = await pack(work.path);
});
afterAll(() => {
  work.remove();
});

async function install(files: Record<string, string>, ...packages: string[]): Promise<Project> {
  const project = new Project(join(work.path, String(projects++)), files);
  await project.install(packed.tarball, ...packages);
  return project;
}

describe('the tarball', () => {
  it('has the code, the types of the entry point, the pages of the rules and nothing else', () => {
    const unexpected = packed.files.filter(
      (path) =>
        !/^(?:dist\/[\w/-]+\.js|dist\/(?:catalog\/[\w-]*types|index|rules\/index|settings|settings\/[\w-]+)\.d\.ts|docs\/[\w/-]+\.(?:md|svg)|CHANGELOG\.md|LICENSE|README\.md|llms\.txt|package\.json)$/.test(
          path,
        ),
    );
    expect(unexpected).toEqual([]);
    expect(packed.files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'LICENSE', 'README.md']));
  });

  it('allows the lowest ESLint that is tested', () => {
    const { peerDependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      peerDependencies: { eslint: string };
    };
    expect(peerDependencies.eslint).toBe(`^${FLOOR} || ^10.0.0`);
  });
});

describe.concurrent('installed', () => {
  it('beside the lowest ESLint, brings no TypeScript', async () => {
    const project = await install({ 'load.js': SOURCE, 'eslint.config.js': CONFIG }, `eslint@${FLOOR}`);
    expect((await project.lint())['load.js']).toContain(REPORT);
    for (const name of ['typescript', '@typescript-eslint'])
      expect(existsSync(join(project.folder, 'node_modules', name)), name).toBe(false);
  });

  it('beside the last ESLint 9 and TypeScript 5', async () => {
    const project = await install(
      { 'load.ts': TYPED_SOURCE, 'eslint.config.js': TYPED_CONFIG, 'types.ts': TYPES, 'tsconfig.json': TSCONFIG },
      `eslint@${LAST_9}`,
      'typescript@5',
      '@typescript-eslint/parser@8',
    );
    expect((await project.lint())['load.ts']).toContain(REPORT);
    expect(await project.tool('typescript/bin/tsc')).toMatchObject({ code: 0, output: '' });
  });

  it('beside ESLint 10 and TypeScript 6', async () => {
    const project = await install(
      { 'load.ts': TYPED_SOURCE, 'eslint.config.js': TYPED_CONFIG, 'types.ts': TYPES, 'tsconfig.json': TSCONFIG },
      `eslint@${RECENT_10}`,
      'typescript@6',
      '@typescript-eslint/parser@8',
    );
    expect((await project.lint())['load.ts']).toContain(REPORT);
    expect(await project.tool('typescript/bin/tsc')).toMatchObject({ code: 0, output: '' });
  });

  // The parser does not run on TypeScript 7: what has to hold is that this plugin is no obstacle to it.
  it('beside ESLint 10 and TypeScript 7', async () => {
    const project = await install(
      { 'load.js': SOURCE, 'eslint.config.js': CONFIG, 'types.ts': TYPES, 'tsconfig.json': TSCONFIG },
      `eslint@${RECENT_10}`,
      'typescript@7',
    );
    expect((await project.lint('--ignore-pattern', '*.ts'))['load.js']).toContain(REPORT);
    expect(await project.tool('typescript/bin/tsc')).toMatchObject({ code: 0, output: '' });
  });

  it('in a project of CommonJS', async () => {
    const project = await install(
      {
        'package.json': JSON.stringify({ name: 'user', private: true }),
        'eslint.config.js': `const clientLifecycle = require('eslint-plugin-client-lifecycle');\nmodule.exports = [clientLifecycle.configs.recommended, { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } }];\n`,
        'load.js': `const { Agent, request } = require('undici');\nexports.load = (url) => {\n  const dispatcher = new Agent();\n  return request(url, { dispatcher }).then(({ body }) => body.json());\n};\n`,
      },
      `eslint@${LAST_9}`,
    );
    expect((await project.lint())['load.js']).toContain(REPORT);
  });

  it('beside the CSS and JSON languages', async () => {
    const project = await install(
      {
        'load.js': SOURCE,
        'a.css': `a { background: url('undici'); }\n`,
        'a.json': `{ "fetch": "undici", "https": 1 }\n`,
        'eslint.config.js': `import css from '@eslint/css';
import json from '@eslint/json';
import { defineConfig } from 'eslint/config';
import clientLifecycle from 'eslint-plugin-client-lifecycle';
export default defineConfig([
  clientLifecycle.configs.recommended,
  { files: ['**/*.css'], plugins: { css }, language: 'css/css', extends: ['css/recommended'] },
  { files: ['**/*.json'], ignores: ['package*.json'], plugins: { json }, language: 'json/json', extends: ['json/recommended'] },
  // A user who forgets the files: the rules see CSS and JSON as well.
  { plugins: { 'client-lifecycle': clientLifecycle }, rules: clientLifecycle.configs.strict.rules },
]);
`,
      },
      `eslint@${RECENT_10}`,
      '@eslint/css@2',
      '@eslint/json@2',
    );
    const reports = await project.lint();
    expect(reports['load.js']).toContain(REPORT);
    expect(reports).toMatchObject({ 'a.css': [], 'a.json': [] });
  });

  it('tells what is wrong with the settings', async () => {
    const config = CONFIG.replace('];', `, { settings: { 'client-lifecycle': { fixes: 'all' } } }];`);
    const project = await install({ 'load.js': SOURCE, 'eslint.config.js': config }, `eslint@${RECENT_10}`);
    await expect(project.lint()).rejects.toThrow(
      `settings['client-lifecycle'].fixes is "all", expected one of 'safe', 'migrate'`,
    );
  });
});
