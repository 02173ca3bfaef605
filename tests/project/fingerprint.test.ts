import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { folderOf, put } from './folder.js';

const fingerprint = plugin.projectFingerprint;

describe('the fingerprint of a project', () => {
  const files = { 'package.json': { name: 'x' }, 'src/a.ts': 'export const a = 1;', 'README.md': 'x' };

  it.each([
    ['a source', 'src/a.ts', 'export const a = 2;'],
    ['a further source', 'src/b.ts', ''],
    ['a manifest', 'package.json', { name: 'y' }],
    ['a lock file', 'pnpm-lock.yaml', 'lockfileVersion: 9'],
    ['the description of a deployment', 'serverless.yml', 'functions: {}'],
  ])('changes with %s', (_, name, content) => {
    const folder = folderOf(files);
    const before = fingerprint(folder);
    put(folder, name, content);
    expect(fingerprint(folder)).not.toBe(before);
  });

  it.each([
    ['a page', 'README.md'],
    ['a dependency', 'node_modules/x/index.js'],
    ['an output', 'dist/a.js'],
    ['declarations', 'src/a.d.ts'],
  ])('does not change with %s', (_, name) => {
    const folder = folderOf(files);
    const before = fingerprint(folder);
    put(folder, name, 'y');
    expect(fingerprint(folder)).toBe(before);
  });

  it('is that of the contents, not of the checkout', () => {
    const folder = folderOf(files);
    utimesSync(join(folder, 'src/a.ts'), 1, 1);
    expect(fingerprint(folder)).toBe(fingerprint(folderOf(files)));
  });

  it('of a package is that of its workspace', () => {
    const workspace = { 'package.json': { workspaces: ['packages/*'] }, 'packages/a/package.json': { name: 'a' } };
    const folder = folderOf({ ...workspace, 'packages/b/package.json': { name: 'b' } });
    const before = fingerprint(join(folder, 'packages/a'));
    put(folder, 'packages/b/index.js', 'x');
    expect(fingerprint(join(folder, 'packages/a'))).not.toBe(before);
  });
});

describe('eslint --cache', () => {
  const db = `import { Pool } from 'pg';\nexport const pool = new Pool();\n`;
  const server = (end: string): string =>
    `import { pool } from './db.js';\nimport http from 'node:http';\nconst server = http.createServer(() => {});\n` +
    `server.listen(80);\nprocess.on('SIGTERM', () => { server.close(() => { ${end}; }); });\n`;

  async function reports(folder: string, settings: object): Promise<(string | null)[]> {
    const eslint = new ESLint({
      cwd: folder,
      cache: true,
      cacheLocation: join(folder, '.cache/'),
      overrideConfigFile: true,
      overrideConfig: [
        {
          files: ['**/*.js'],
          plugins: { 'client-lifecycle': plugin },
          rules: { 'client-lifecycle/require-client-close': 'error' },
          settings: { 'client-lifecycle': settings },
        },
      ],
    });
    const results = await eslint.lintFiles(['src']);
    return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
  }

  it.each<[string, boolean, (string | null)[]]>([
    ['keeps a verdict that another file has changed', false, []],
    ['with the fingerprint sees what another file has changed', true, ['client-lifecycle/require-client-close']],
  ])('%s', async (_, isUsed, expected) => {
    const folder = folderOf({
      'package.json': { name: 'x', type: 'module' },
      'src/db.js': db,
      'src/server.js': server('void pool.end()'),
    });
    const settings = () => (isUsed ? { fingerprint: fingerprint(folder) } : {});
    expect(await reports(folder, settings())).toEqual([]);
    put(folder, 'src/server.js', server('void pool'));
    expect(await reports(folder, settings())).toEqual(expected);
  });
});
