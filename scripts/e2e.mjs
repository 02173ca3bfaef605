// Installs the packed plugin into fresh projects, one per supported surrounding, and lints with it as a user would.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The lowest ESLint that the peer range allows, the last 9 and the newest. */
const FLOOR = '9.15.0';
const PROJECTS = [
  { name: `ESLint ${FLOOR}, no TypeScript`, install: [`eslint@${FLOOR}`] },
  { name: 'ESLint 9, TypeScript 5', install: ['eslint@9', 'typescript@5', '@typescript-eslint/parser@8'], typescript: true },
  { name: 'ESLint 10, TypeScript 6', install: ['eslint@10', 'typescript@6', '@typescript-eslint/parser@8'], typescript: true },
  // typescript-eslint does not support TypeScript 7: what has to hold is that this plugin is no obstacle to it.
  { name: 'ESLint 10, TypeScript 7', install: ['eslint@10', 'typescript@7'] },
  { name: 'ESLint 10 with CSS and JSON', install: ['eslint@10', '@eslint/css@1', '@eslint/json@1'], languages: true },
];
const SOURCE = `import { Agent, request } from 'undici';
export async function load(url) {
  const dispatcher = new Agent();
  const { statusCode, body } = await request(url, { dispatcher });
  if (statusCode !== 200) throw new Error('failed');
  return body.json();
}
`;
const EXPECTED = ['client-lifecycle/no-client-in-function:3', 'client-lifecycle/require-body-cleanup:4'];

const work = mkdtempSync(join(tmpdir(), 'client-lifecycle-e2e-'));
try {
  npm(['pack', '--silent', '--pack-destination', work], root);
  const tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')));
  for (const [index, project] of PROJECTS.entries()) check(project, join(work, String(index)), tarball);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function check({ name, install, typescript = false, languages = false }, folder, tarball) {
  mkdirSync(folder);
  const file = typescript ? 'load.ts' : 'load.js';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'e2e', private: true, type: 'module' }));
  writeFileSync(join(folder, file), typescript ? SOURCE.replace('(url)', '(url: string): Promise<unknown>') : SOURCE);
  writeFileSync(join(folder, 'eslint.config.js'), config(typescript, languages));
  if (languages) {
    writeFileSync(join(folder, 'a.css'), 'a { color: red; }\n');
    writeFileSync(join(folder, 'a.json'), '{ "fetch(undici)": "https" }\n');
  }
  npm(['install', '--no-audit', '--no-fund', '--ignore-scripts', tarball, ...install], folder);
  const found = lint(folder);
  if (JSON.stringify(found) !== JSON.stringify(EXPECTED)) throw new Error(`${name}: expected ${EXPECTED.join(', ')}, got ${found.join(', ') || 'no reports'}`);
  console.log(`ok  ${name}`);
}

function config(typescript, languages) {
  return `import { defineConfig } from 'eslint/config';
import clientLifecycle from 'eslint-plugin-client-lifecycle';
${typescript ? "import parser from '@typescript-eslint/parser';" : ''}
${languages ? "import css from '@eslint/css';\nimport json from '@eslint/json';" : ''}
export default ${languages ? 'defineConfig' : ''}([
  ${languages ? "{ plugins: { 'client-lifecycle': clientLifecycle }, extends: ['client-lifecycle/recommended'] }," : 'clientLifecycle.configs.recommended,'}
  ${typescript ? "{ files: ['**/*.ts'], languageOptions: { parser } }," : ''}
  ${languages ? "{ files: ['**/*.css'], plugins: { css }, language: 'css/css' }, { files: ['**/*.json'], plugins: { json }, language: 'json/json' }, { files: ['**/*.css', '**/*.json'], plugins: { 'client-lifecycle': clientLifecycle }, rules: clientLifecycle.configs.recommended.rules }," : ''}
]);
`.replace("import { defineConfig } from 'eslint/config';\n", languages ? "import { defineConfig } from 'eslint/config';\n" : '');
}

function lint(folder) {
  let output;
  try {
    output = execFileSync('npx', ['eslint', '--format', 'json', '.'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    output = error.stdout;
  }
  return JSON.parse(output).flatMap((result) => result.messages.map(({ ruleId, line, message }) => (ruleId ? `${ruleId}:${line}` : message)));
}

function npm(args, cwd) {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
