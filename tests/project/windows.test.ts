// Paths as Windows has them: a disk in memory below `C:\repo`, and the paths of Windows for all that reads a project.
import { createHash } from 'node:crypto';
import { win32 } from 'node:path';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { planFor } from '../../src/init/plan.js';
import { lookAt } from '../../src/init/project.js';
import type { Disk } from '../../src/project/disk.js';
import { paths } from '../../src/project/paths.js';
import { processStore, ProjectStore, useStore } from '../../src/project/store.js';

const ROOT = 'C:\\repo';
type Files = Readonly<Record<string, string | object>>;

/** A folder of a network. */
const SHARE = '\\\\files\\team\\repo';

/** A disk with some files below the root; it knows backslashes and the root only, so that no other path is found. */
function diskOf(files: Files, root = ROOT): Disk {
  const texts = new Map(
    Object.entries({ '.git/HEAD': '', ...files }).map(([name, content]) => [
      win32.join(root, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    ]),
  );
  const folders = new Map<string, Set<string>>();
  for (const path of texts.keys())
    for (let child = path; child !== win32.dirname(child); child = win32.dirname(child)) {
      const folder = win32.dirname(child);
      folders.set(folder, (folders.get(folder) ?? new Set()).add(win32.basename(child)));
    }
  return {
    stat: (path) => {
      const text = texts.get(path);
      if (text !== undefined) return { kind: 'file', size: text.length, mtimeMs: 1 };
      return folders.has(path) ? { kind: 'folder', size: 0, mtimeMs: 1 } : null;
    },
    list: (folder) => [...(folders.get(folder) ?? [])],
    read: (path) => texts.get(path) ?? null,
    realpath: (path) => (texts.has(path) || folders.has(path) ? path : null),
  };
}

const former = { paths: { ...paths }, store: processStore() };
beforeAll(() => {
  Object.assign(paths, win32);
});
afterAll(() => {
  Object.assign(paths, former.paths);
  useStore(former.store);
});

/** Where a run starts, and how the linted file is named, which may differ in case. */
interface Place {
  readonly root?: string;
  readonly cwd?: string;
  readonly linted?: string;
}

/** A linter of a project, how it is configured, and one of its files. */
function opened(files: Files, file: string, settings: object, { root = ROOT, cwd = root, linted = root }: Place) {
  const text = files[file];
  useStore(new ProjectStore(diskOf(files, root)));
  const linter = new Linter({ cwd });
  const config: Linter.Config[] = [
    {
      files: ['**'],
      plugins: plugin.configs.recommended.plugins ?? {},
      rules: plugin.configs.recommended.rules ?? {},
      languageOptions: { parser },
      settings: { 'client-lifecycle': settings },
    },
  ];
  return { linter, config, text: typeof text === 'string' ? text : '', filename: win32.join(linted, file) };
}

function reports(files: Files, file: string, settings: object = {}, place: Place = {}): string[] {
  const { linter, config, text, filename } = opened(files, file, settings, place);
  return linter
    .verify(text, config, { filename })
    .map(({ ruleId, message }) => `${(ruleId ?? 'fatal').replace('client-lifecycle/', '')} ${message}`);
}

function fixed(files: Files, file: string, settings: object = {}, place: Place = {}): string {
  const { linter, config, text, filename } = opened(files, file, settings, place);
  return linter.verifyAndFix(text, config, { filename }).output;
}

const LIMITS = '{ connectionTimeoutMillis: 5_000, query_timeout: 5_000 }';
const FACTORY = `import pg from 'pg';\nexport const createDb = () => new pg.Pool(${LIMITS});\n`;
const route = (specifier: string): string =>
  `import { createDb } from '${specifier}';\nexport async function find(id) {\n  const db = createDb();\n  return db.query('select $1', [id]);\n}\n`;
const SERVICE = { 'package.json': { name: 'x', dependencies: { express: '5' } } };

describe('on Windows', () => {
  it.each<[string, string, Files]>([
    ['a relative path', '../db/db.js', { 'src/db/db.ts': FACTORY }],
    [
      'an alias of the compiler',
      '@/db/db',
      { 'src/db/db.ts': FACTORY, 'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } } },
    ],
    [
      'an import of the package',
      '#db',
      { 'src/db/db.ts': FACTORY, 'package.json': { name: 'x', imports: { '#db': './src/db/db.ts' } } },
    ],
    [
      'a package of the workspace',
      '@acme/db',
      {
        'package.json': { name: 'x', workspaces: ['packages/*'] },
        'packages/db/package.json': { name: '@acme/db', main: './src/db.ts' },
        'packages/db/src/db.ts': FACTORY,
      },
    ],
  ])('another file is found by %s, and named with slashes', (_name, specifier, files) => {
    const all = { ...SERVICE, 'src/routes/find.ts': route(specifier), ...files };
    const [report = '', ...others] = reports(all, 'src/routes/find.ts', { role: 'service' });
    expect(report).toMatch(/^no-client-in-function `createDb\(\)` makes a new client/);
    expect(report).toMatch(/(?:src\/db|packages\/db\/src)\/db\.ts:2/);
    expect(others).toEqual([]);
  });

  it('a file that imports another one closes its client', () => {
    const db = `import pg from 'pg';\nexport const pool = new pg.Pool(${LIMITS});\n`;
    const end = `import { pool } from './db/db.js';\nprocess.once('SIGTERM', () => void pool.end());\n`;
    const all = { ...SERVICE, 'src/db/db.ts': db };
    expect(reports({ ...all, 'src/server.ts': end }, 'src/db/db.ts')).toEqual([]);
    expect(reports({ ...all, 'src/server.ts': end.replace('end()', 'query()') }, 'src/db/db.ts')).toHaveLength(1);
  });

  it.each([
    ['scripts\\migrate.ts', 0],
    ['test\\find.test.ts', 0],
    ['src\\find.ts', 1],
  ])('the folder of %s says what kind of program it is', (file, count) => {
    const path = file.replaceAll('\\', '/');
    const pool = `import pg from 'pg';\nexport const pool = new pg.Pool(${LIMITS});\n`;
    const express = `import express from 'express';\nexpress().listen(1);\n`;
    const found = reports({ ...SERVICE, 'src/server.ts': express, [path]: pool }, path);
    expect(found.filter((report) => report.startsWith('require-client-close'))).toHaveLength(count);
  });

  it.each(['./src/clients.ts', 'C:/repo/src/clients.ts', 'file:///C:/repo/src/clients.ts'])(
    'the shared client of %s is imported with slashes',
    (module) => {
      const clients = `import { Agent } from 'undici';\nexport const dispatcher = new Agent({ bodyTimeout: 5 });\n`;
      const load = `import { Agent, request } from 'undici';\nexport const load = (url) => request(url, { dispatcher: new Agent() });\n`;
      const all = { ...SERVICE, 'src/clients.ts': clients, 'src/routes/load.ts': load, 'eslint.config.js': '' };
      const sharedClients = [{ construct: 'undici#Agent', module, export: 'dispatcher' }];
      expect(fixed(all, 'src/routes/load.ts', { sharedClients })).toContain(
        `import { dispatcher } from '../clients.js';\n`,
      );
    },
  );

  describe.each<[string, Place]>([
    ['a file of an editor that writes its drive small', { linted: 'c:\\repo' }],
    ['a run that was started on a small drive', { cwd: 'c:\\repo' }],
    ['a share of a network', { root: SHARE }],
    ['a share that is written in capitals', { root: SHARE, linted: '\\\\FILES\\Team\\repo' }],
    ['a run on a share in capitals', { root: SHARE, cwd: '\\\\Files\\TEAM\\repo' }],
  ])('%s', (_name, place) => {
    const address =
      place.root === undefined ? 'file:///c:/repo/src/clients.ts' : 'file://files/team/repo/src/clients.ts';
    const path = place.root === undefined ? 'c:/repo/src/clients.ts' : '//FILES/team/repo/src/clients.ts';
    const clients = `import { Agent } from 'undici';\nexport const dispatcher = new Agent();\nexport const fresh = () => new Agent();\n`;
    const load = `import { Agent, request } from 'undici';\nexport const load = (url) => request(url, { dispatcher: new Agent() });\n`;

    it('belongs to its project', () => {
      const files = { ...SERVICE, 'src/db/db.ts': FACTORY, 'src/routes/find.ts': route('../db/db.js') };
      const [report = '', ...others] = reports(files, 'src/routes/find.ts', { role: 'service' }, place);
      expect(report).toMatch(/^no-client-in-function `createDb\(\)` makes a new client.*[( `]src\/db\/db\.ts:2/);
      expect(others).toEqual([]);
    });

    it.each(['./src/clients.ts', address, path])('finds the shared client of %s, and its own module', (module) => {
      const all = { ...SERVICE, 'src/clients.ts': clients, 'src/routes/load.ts': load, 'eslint.config.js': '' };
      const settings = { sharedClients: [{ construct: 'undici#Agent', module, export: 'dispatcher' }] };
      expect(fixed(all, 'src/routes/load.ts', settings, place)).toContain(
        `import { dispatcher } from '../clients.js';\n`,
      );
      expect(fixed(all, 'src/clients.ts', settings, place)).not.toMatch(/from '.*clients/);
    });
  });

  it('the fingerprint is the one of other systems', () => {
    const files = { ...SERVICE, 'src/a.ts': 'a', 'src/a/b.ts': 'b', 'src2/d.ts': 'd' };
    useStore(new ProjectStore(diskOf(files)));
    const inOrder = ['package.json', 'src/a.ts', 'src/a/b.ts', 'src2/d.ts'] as const;
    const texts = inOrder.map((name) => [name, name === 'package.json' ? JSON.stringify(files[name]) : files[name]]);
    const hash = createHash('sha256').update(texts.map(([name, text]) => `${name ?? ''}\0${text ?? ''}\0`).join(''));
    expect(plugin.projectFingerprint(ROOT)).toBe(hash.digest('hex').slice(0, 20));
  });

  it('init writes below `src`, with slashes in specifiers and settings', async () => {
    const load = `import { Agent, request } from 'undici';\nexport const load = (url) => request(url, { dispatcher: new Agent() });\n`;
    const server = `import express from 'express';\nimport './load.js';\nconst app = express();\napp.listen(3000);\n`;
    const files = { ...SERVICE, 'src/http/load.js': load, 'src/http/server.js': server, 'test/load.test.js': load };
    useStore(new ProjectStore(diskOf(files)));
    const { writes, byHand } = planFor(await lookAt(ROOT, null));
    expect(byHand).toEqual([]);
    expect(writes.map(({ path }) => path)).toEqual(
      ['src\\clients.js', 'src\\shutdown.js', 'src\\http\\server.js', 'eslint.config.mjs'].map((path) =>
        win32.join(ROOT, path),
      ),
    );
    const texts = writes.map(({ text }) => text).join('');
    expect(texts).toContain(`import { closeOnSignal } from '../shutdown.js';`);
    expect(texts).toContain(`module: './src/clients.js'`);
  });
});
