import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

const db = `import pg from 'pg';\nexport function createDb() {\n  return new pg.Pool();\n}\n`;
const call = (specifier: string): string =>
  `import { createDb } from '${specifier}';\nexport async function handler(id) {\n  const db = createDb();\n  await db.query(id);\n}\n`;

/** How often a file that calls the factory of a package is reported. */
function found(files: Files, file: string): number {
  const messages = lintFile(folderOf(files), file);
  return messages.filter((message) => message.startsWith('no-client-in-function')).length;
}

describe('packages of a checkout are found', () => {
  const app = 'packages/app/route.ts';
  const named = { 'packages/db/package.json': { name: '@x/db' }, 'packages/db/src/index.ts': db, [app]: call('@x/db') };

  it.each<[string, Files]>([
    ['in a list of npm', { 'package.json': { workspaces: ['packages/*'] } }],
    ['in a list with ./', { 'package.json': { workspaces: ['./packages/*/'] } }],
    ['by their folders', { 'package.json': { workspaces: ['packages/app', 'packages/db'] } }],
    ['in an object of Yarn', { 'package.json': { workspaces: { packages: ['packages/*'], nohoist: ['**'] } } }],
    ['in a list with braces', { 'package.json': { workspaces: ['packages/{app,db}'] } }],
    ['in a list of pnpm', { 'package.json': {}, 'pnpm-workspace.yaml': `packages:\n  # ours\n  - packages/* # all\n` }],
    [
      'in a list of pnpm in one line',
      { 'package.json': {}, 'pnpm-workspace.yaml': `packages: ['apps/*', "packages/*"]\n` },
    ],
    ['in a list of Lerna', { 'package.json': {}, 'lerna.json': { packages: ['packages/*'], version: 'independent' } }],
    [
      'in a list of Rush',
      {
        'package.json': {},
        'rush.json': `{\n // all\n "projects": [{ "packageName": "@x/db", "projectFolder": "packages/db", }, { "projectFolder": "packages/app" }] }`,
      },
    ],
    [
      'by a path in a manifest',
      { 'package.json': {}, 'packages/app/package.json': { dependencies: { '@x/db': 'file:../db' } } },
    ],
    [
      'by a link in a manifest',
      { 'package.json': {}, 'packages/app/package.json': { dependencies: { '@x/db': 'link:../db' } } },
    ],
  ])('%s', (_name, files) => {
    expect(found({ ...named, ...files }, app)).toBe(1);
  });

  it.each<[string, Files]>([
    ['that no list names', { 'package.json': { workspaces: ['apps/*'] } }],
    ['that a list excludes', { 'package.json': { workspaces: ['packages/*', '!packages/db'] } }],
    [
      'in a list that is no list',
      { 'package.json': { workspaces: 'packages/*' }, 'lerna.json': '{ "packages": ', 'rush.json': '[]' },
    ],
    [
      'whose path is gone',
      { 'package.json': {}, 'packages/app/package.json': { dependencies: { '@x/db': 'file:../gone' } } },
    ],
    ['of a range', { 'package.json': {}, 'packages/app/package.json': { dependencies: { '@x/db': '^1.0.0' } } }],
  ])('and not one %s', (_name, files) => {
    expect(found({ ...named, ...files }, app)).toBe(0);
  });

  it.each<[string, string, string]>([
    ['under the name of its folder', 'packages/db', 'db'],
    ['under the names of both of its folders', 'packages/@x/db', '@x/db'],
  ])('without a name, %s', (_name, folder, specifier) => {
    const files = {
      'package.json': { workspaces: ['packages/*', 'packages/@x/*'] },
      [`${folder}/package.json`]: { private: true },
      [`${folder}/src/index.ts`]: db,
      [app]: call(specifier),
    };
    expect(found(files, app)).toBe(1);
  });
});

describe('the entry of a package means the source that it is built from', () => {
  it.each<[string, object, string, Files?]>([
    ['main', { main: './dist/index.js' }, 'src/index.ts'],
    ['main without a folder before it', { main: 'dist/index.js' }, 'src/index.ts'],
    ['main of another name', { main: 'dist/main.js' }, 'src/main.ts'],
    ['main with the folder of the sources', { main: './dist/src/index.js' }, 'src/index.ts'],
    ['types', { types: './dist/index.d.ts' }, 'src/index.ts'],
    ['module', { module: './dist/esm/index.mjs', main: './dist/cjs/index.cjs' }, 'src/index.ts'],
    ['sources below none', { main: 'build/index.js' }, 'index.ts'],
    ['no entry', {}, 'src/index.ts'],
    ['no entry and no folder', {}, 'index.ts'],
    ['exports', { exports: './dist/index.js' }, 'src/index.ts'],
    ['exports of a path', { exports: { '.': './dist/index.js' } }, 'src/index.ts'],
    [
      'exports by conditions',
      { exports: { '.': { types: './dist/index.d.ts', import: { default: './dist/index.mjs' } } } },
      'src/index.ts',
    ],
    ['exports in a list', { exports: { '.': [{ import: './dist/index.mjs' }, './dist/index.cjs'] } }, 'src/index.ts'],
    [
      'exports with a condition of the project',
      { exports: { '.': { '@x/source': './code/index.ts', default: './bundle.js' } } },
      'code/index.ts',
    ],
    ['a bundle of another name', { exports: { '.': './dist/x-db.umd.js' } }, 'src/index.ts'],
    [
      'the folder that its tsconfig.json names',
      { main: './.out/index.js' },
      'code/index.ts',
      { 'packages/db/tsconfig.json': { compilerOptions: { outDir: './.out', rootDir: './code' } } },
    ],
    [
      'a manifest that is overwritten when it is published',
      { main: 'src/index.ts', publishConfig: { main: 'dist/index.js' } },
      'src/index.ts',
    ],
  ])('%s', (_name, manifest, source, more = {}) => {
    const files = {
      'package.json': { workspaces: ['packages/*'] },
      'packages/db/package.json': { name: '@x/db', ...manifest },
      [`packages/db/${source}`]: db,
      'packages/app/route.ts': call('@x/db'),
      ...more,
    };
    expect(found(files, 'packages/app/route.ts')).toBe(1);
  });

  it.each<[string, object, string, string]>([
    ['a name', { './pool': './dist/pool.js' }, '@x/db/pool', 'src/pool.ts'],
    ['a pattern', { './*': { types: './dist/*.d.ts', default: './dist/*.js' } }, '@x/db/pool/make', 'src/pool/make.ts'],
    ['a pattern with an end', { './lib/*.js': './dist/lib/*.js' }, '@x/db/lib/pool.js', 'src/lib/pool.ts'],
  ])('below the package, by %s', (_name, exports, specifier, source) => {
    const files = {
      'package.json': { workspaces: ['packages/*'] },
      'packages/db/package.json': { name: '@x/db', exports },
      [`packages/db/${source}`]: db,
      'packages/app/route.ts': call(specifier),
    };
    expect(found(files, 'packages/app/route.ts')).toBe(1);
  });

  it('and nothing where it is not there', () => {
    const files = {
      'package.json': { workspaces: ['packages/*'] },
      'packages/db/package.json': { name: '@x/db', exports: { './pool': './dist/pool.js' } },
      'packages/db/src/index.ts': db,
      'packages/app/route.ts': call('@x/db'),
    };
    expect(found(files, 'packages/app/route.ts')).toBe(0);
  });
});

describe('what reads other files', () => {
  it('needs nothing that has to be built or downloaded for a platform', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, object | undefined>;
    expect(Object.keys(manifest['dependencies'] ?? {})).toEqual(['@eslint-community/eslint-utils', 'semver']);
    expect(manifest).not.toHaveProperty('optionalDependencies');
    const texts = readdirSync('src/project').map((name) => readFileSync(`src/project/${name}`, 'utf8'));
    const packages = texts.flatMap((text) => [...text.matchAll(/^import (?!type\b).*from '([^.'][^']*)'/gm)]);
    expect([...new Set(packages.map(([, name = '']) => name.split('/')[0]))]).toEqual(['semver']);
  });
});
