import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectOf } from '../../src/project/package.js';
import { packageOf, Versions } from '../../src/project/versions.js';
import { folderOf } from './folder.js';
import { fixFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function versionsIn(files: Files, file = 'src/a.js', given = {}): Versions {
  const folder = folderOf({ [file]: '', ...files });
  return new Versions(given, () => projectOf(join(folder, file), folder));
}

const uses = (range: string): object => ({ dependencies: { undici: range } });

describe('the version of a package', () => {
  it.each<[string, Files, string | null]>([
    ['range', { 'package.json': uses('^7.1.0') }, '>=7.1.0 <8.0.0-0'],
    [
      'range of a peer',
      { 'package.json': { peerDependencies: { undici: '6 || 7' } } },
      '>=6.0.0-0 <7.0.0-0||>=7.0.0-0 <8.0.0-0',
    ],
    ['dependency before peer', { 'package.json': { peerDependencies: { undici: '*' }, ...uses('7.2.0') } }, '7.2.0'],
    ['any range', { 'package.json': uses('*') }, null],
    ['tag', { 'package.json': uses('latest') }, null],
    ['link', { 'package.json': uses('file:../undici') }, null],
    ['git', { 'package.json': uses('github:nodejs/undici#v7.1.0') }, null],
    ['alias of itself', { 'package.json': uses('npm:undici@7.1.0') }, '7.1.0'],
    ['alias of another package', { 'package.json': uses('npm:undici-fork@1.0.0') }, null],
    ['not mentioned', { 'package.json': { name: 'x' } }, null],
    ['broken manifest', { 'package.json': '{ "dependencies": ' }, null],
    ['package.json with a byte order mark', { 'package.json': `\uFEFF${JSON.stringify(uses('7.1.0'))}` }, '7.1.0'],
    [
      'installed',
      {
        'package.json': uses('^7.1.0'),
        'node_modules/undici/package.json': { version: '7.30.2' },
        'package-lock.json': '{}',
      },
      '7.30.2',
    ],
    [
      'package-lock.json of version 3',
      {
        'package.json': uses('^7.1.0'),
        'package-lock.json': { packages: { 'node_modules/undici': { version: '7.9.0' } } },
      },
      '7.9.0',
    ],
    [
      'package-lock.json of version 1',
      { 'package.json': uses('^7.1.0'), 'package-lock.json': { dependencies: { undici: { version: '7.8.0' } } } },
      '7.8.0',
    ],
    [
      'pnpm-lock.yaml of version 9',
      {
        'package.json': uses('^7.1.0'),
        'pnpm-lock.yaml': `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      undici:\n        specifier: ^7.1.0\n        version: 7.7.0(x@1.0.0)\n`,
      },
      '7.7.0',
    ],
    [
      'pnpm-lock.yaml of version 5',
      {
        'package.json': uses('^7.1.0'),
        'pnpm-lock.yaml': `lockfileVersion: 5.4\nspecifiers:\n  undici: ^7.1.0\ndependencies:\n  undici: 7.6.0\n`,
      },
      '7.6.0',
    ],
    [
      'yarn.lock',
      {
        'package.json': uses('^7.1.0'),
        'yarn.lock': `# yarn lockfile v1\n\n"undici@^6.0.0":\n  version "6.1.0"\n\nundici@^7.0.0, undici@^7.1.0:\n  version "7.5.0"\n  resolved "x"\n`,
      },
      '7.5.0',
    ],
    [
      'yarn.lock of Berry',
      {
        'package.json': uses('^7.1.0'),
        'yarn.lock': `"undici@npm:^7.1.0":\n  version: 7.4.0\n  resolution: "undici@npm:7.4.0"\n`,
      },
      '7.4.0',
    ],
    [
      'bun.lock',
      {
        'package.json': uses('^7.1.0'),
        'bun.lock': `{\n  "packages": {\n    "undici": ["undici@7.3.0", "", {}, "sha"],\n  }\n}\n`,
      },
      '7.3.0',
    ],
    [
      'catalog of pnpm',
      { 'package.json': uses('catalog:'), 'pnpm-workspace.yaml': `packages:\n  - .\ncatalog:\n  undici: 7.2.1\n` },
      '7.2.1',
    ],
    [
      'named catalog of pnpm',
      {
        'package.json': uses('catalog:old'),
        'pnpm-workspace.yaml': `catalogs:\n  new:\n    undici: 8.0.0\n  old:\n    'undici': "6.3.0" # until we have moved\n`,
      },
      '6.3.0',
    ],
    [
      'catalog of Bun',
      { 'package.json': { ...uses('catalog:'), workspaces: { packages: [], catalog: { undici: '7.1.1' } } } },
      '7.1.1',
    ],
    ['unreadable lock file', { 'package.json': uses('7.1.0'), 'package-lock.json': '<<<<<<< HEAD' }, '7.1.0'],
  ])('by %s', (_name, files, expected) => {
    expect(versionsIn(files).of('undici')).toBe(expected);
  });

  it('is that of the package in a workspace, else that of the root', () => {
    const files = {
      'package.json': { workspaces: ['packages/*'], ...uses('6.0.0'), devDependencies: { pg: '8.1.0' } },
      'package-lock.json': {
        packages: {
          'node_modules/undici': { version: '6.5.0' },
          'packages/a/node_modules/undici': { version: '7.5.0' },
        },
      },
      'packages/a/package.json': uses('7.0.0'),
    };
    const versions = versionsIn(files, 'packages/a/src/a.js');
    expect([versions.of('undici'), versions.of('pg')]).toEqual(['7.5.0', '8.1.0']);
    expect(versionsIn(files).of('undici')).toBe('6.5.0');
  });

  it('of a dependency of a dependency is what the lock file has of it', () => {
    const versions = versionsIn({
      'package.json': {},
      'pnpm-lock.yaml': `importers:\n  .:\n    dependencies:\n      x:\n        version: 1.0.0\npackages:\n\n  '@smithy/node-http-handler@4.1.0':\n    resolution: {integrity: x}\n\n  '@smithy/node-http-handler@4.4.2(y@1.0.0)':\n    resolution: {integrity: x}\n`,
    });
    expect(versions.isAtLeast('@smithy/node-http-handler', '4.0')).toBe(true);
    expect(versions.isAtLeast('@smithy/node-http-handler', '4.4')).toBeUndefined();
    expect(versions.isAtLeast('@smithy/node-http-handler', '5')).toBe(false);
  });

  it('is the one of the settings before all others', () => {
    const files = { 'package.json': uses('6.0.0'), 'node_modules/undici/package.json': { version: '6.0.0' } };
    expect(versionsIn(files, 'a.js', { undici: '7.30' }).of('undici')).toBe('>=7.30.0-0 <7.31.0-0');
  });

  it('of Node.js is engines.node of the nearest package that names it', () => {
    const versions = versionsIn(
      { 'package.json': { engines: { node: '>=20.19' } }, 'packages/a/package.json': {} },
      'packages/a/a.js',
    );
    expect([versions.isAtLeast('node', '18'), versions.isAtLeast('node', '22')]).toEqual([true, undefined]);
  });

  it('is unknown for a file that is not on disk, except by the settings', () => {
    const versions = new Versions({ pg: '8' }, () => projectOf('a.js', '/nowhere'));
    expect([versions.of('undici'), versions.isAtLeast('undici', '1'), versions.isAtLeast('pg', '8')]).toEqual([
      null,
      undefined,
      true,
    ]);
  });
});

describe('questions', () => {
  const versions = new Versions({ major: '7', exact: '7.30.2' }, () => null);

  it.each<[string, string, boolean | undefined]>([
    ['major', '7', true],
    ['major', '6.5', true],
    ['major', '7.1', undefined],
    ['major', '8', false],
    ['exact', '7.30', true],
    ['exact', '7.31', false],
    ['none', '1', undefined],
  ])('%s is at least %s: %s', (name, version, answer) => {
    expect(versions.isAtLeast(name, version)).toBe(answer);
  });

  it('facts for some versions hold only where the version is known', () => {
    expect(['exact/sub/path', 'major', 'none'].map((name) => versions.holds(name, '>=7.2'))).toEqual([
      true,
      false,
      false,
    ]);
    expect(['exact', 'major', 'none'].map((name) => versions.mayHold(name, '<7.2'))).toEqual([false, true, true]);
    expect(versions.holds('none', undefined)).toBe(true);
  });

  it('a specifier belongs to its package', () => {
    expect(['undici', '@aws-sdk/client-s3/x', 'mysql2/promise'].map(packageOf)).toEqual([
      'undici',
      '@aws-sdk/client-s3',
      'mysql2',
    ]);
  });
});

describe('the types of Node.js decide whether a class of TypeScript gets `Symbol.asyncDispose`', () => {
  it.each<[string, object, boolean]>([
    ['older than 20.5', { devDependencies: { '@types/node': '^18.17.15' } }, false],
    ['that may be older', { devDependencies: { '@types/node': '>=18' } }, false],
    ['new enough', { devDependencies: { '@types/node': '^22.0.0' } }, true],
    ['unknown', {}, true],
  ])('%s', (_name, manifest, expected) => {
    const code = `import { Agent } from 'undici';\nexport class Api {\n  #agent = new Agent();\n}\n`;
    const folder = folderOf({
      'package.json': { dependencies: { undici: '^7.0.0' }, ...manifest },
      'src/api.ts': code,
    });
    const output = fixFile(folder, 'src/api.ts', 'require-client-close');
    expect(output).toContain('async close(): Promise<void>');
    expect(output.includes('Symbol.asyncDispose')).toBe(expected);
  });
});
