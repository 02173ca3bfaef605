import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileView } from '../../src/ast/file-view.js';
import { inferRole, type Role } from '../../src/analysis/runs/role.js';
import { parse } from '../flow/fixture.js';

let scratch = '';
let count = 0;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'role-of-package-'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

type Files = Readonly<Record<string, string | object>>;

/** The role of the first file in a project of its own. */
function roleIn(files: Files, path = Object.keys(files)[0] ?? '', below = 'project'): Role {
  const root = join(scratch, String(count++), below);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  mkdirSync(join(root, '.git'), { recursive: true });
  const code = files[path];
  return inferRole(new FileView(parse(typeof code === 'string' ? code : '')), join(root, path), root);
}

const FETCHES = `export const load = (id) => fetch('/items/' + id).then((response) => response.json());`;

describe('code that browser code imports', () => {
  const next = { private: true, dependencies: { next: '16', react: '19' } };
  const component = `'use client';\nimport { load } from '../lib/items';\nexport const Items = () => load();`;
  const hook = `import { useState } from 'react';\nimport { load } from '../lib/items';\nexport const a = () => useState(load);`;
  const page = hook + `\nexport const getServerSideProps = () => load();`;
  const barrel = `export * from './items';`;
  it.each<[string, Role, Files]>([
    ['a component', 'browser', { 'lib/items.ts': FETCHES, 'package.json': next, 'components/a.tsx': component }],
    [
      'components alone, tests apart',
      'browser',
      {
        'lib/items.ts': FETCHES,
        'package.json': next,
        'components/a.tsx': component,
        'components/b.tsx': hook,
        'lib/items.test.ts': `import { load } from './items';`,
      },
    ],
    [
      'a component, through another file',
      'browser',
      {
        'lib/items.ts': FETCHES,
        'package.json': next,
        'lib/index.ts': barrel,
        'components/a.tsx': component.replace('/items', '/index'),
      },
    ],
    [
      'a component, and a file that hands it on to nobody',
      'browser',
      { 'lib/items.ts': FETCHES, 'package.json': next, 'lib/index.ts': barrel, 'components/a.tsx': component },
    ],
    [
      'a component and a route',
      'next',
      {
        'lib/items.ts': FETCHES,
        'package.json': next,
        'components/a.tsx': component,
        'app/api/items/route.ts': `import { load } from '../../../lib/items';\nexport const GET = () => load();`,
      },
    ],
    ['a page that loads on the server', 'next', { 'lib/items.ts': FETCHES, 'package.json': next, 'pages/a.tsx': page }],
    ['nothing', 'next', { 'lib/items.ts': FETCHES, 'package.json': next }],
    [
      'a component, though it needs Node.js itself',
      'next',
      {
        'lib/items.ts': `import fs from 'node:fs';\n${FETCHES}`,
        'package.json': next,
        'components/a.tsx': component,
      },
    ],
    [
      'a component of a package that holds a server',
      'browser',
      {
        'shared/items.ts': FETCHES,
        'package.json': { private: true, dependencies: { express: '5', react: '19' } },
        'ui/a.tsx': component.replace('/lib/', '/shared/'),
      },
    ],
  ])('is browser code where it is imported by %s: %s', (_, role, files) => {
    expect(roleIn(files)).toBe(role);
  });
});

describe('code of a published package of a user interface', () => {
  const published = { version: '1.0.0', files: ['lib'], peerDependencies: { react: '19' } };
  const styles = {
    ...published,
    name: '@a/core',
    exports: { '.': './lib/index.js', './style.css': './lib/style.css' },
  };
  const workspace = { private: true, workspaces: ['packages/*'] };
  const plugin = { name: '@a/upload', version: '1.0.0', files: ['lib'], exports: './lib/index.js' };
  it.each<[string, Role, Files]>([
    ['with style sheets', 'browser', { 'src/load.js': FETCHES, 'package.json': styles }],
    [
      'with a field for its style sheet',
      'browser',
      { 'src/load.js': FETCHES, 'package.json': { ...published, main: 'lib/index.js', style: 'lib/a.css' } },
    ],
    [
      'of a canvas in a page',
      'browser',
      {
        'src/load.js': FETCHES,
        'package.json': { version: '1.0.0', files: ['lib'], main: 'lib/a.js', dependencies: { three: '0.180' } },
      },
    ],
    // Others may render it on a server.
    [
      'without them',
      'library',
      { 'src/load.js': FETCHES, 'package.json': { ...published, exports: './lib/index.js' } },
    ],
    [
      'a plugin of one',
      'browser',
      {
        'packages/upload/src/load.js': FETCHES,
        'packages/upload/package.json': { ...plugin, peerDependencies: { '@a/core': '1' } },
        'packages/core/package.json': styles,
        'package.json': workspace,
      },
    ],
    [
      'a plugin of a package for servers',
      'library',
      {
        'packages/upload/src/load.js': FETCHES,
        'packages/upload/package.json': { ...plugin, peerDependencies: { '@a/core': '1' } },
        'packages/core/package.json': { ...styles, peerDependencies: {}, exports: './lib/index.js' },
        'package.json': workspace,
      },
    ],
  ])('%s', (_, role, files) => {
    expect(roleIn(files)).toBe(role);
  });
});

describe('code of a browser package', () => {
  const react = { private: true, dependencies: { react: '19', axios: '1' } };
  it.each<[string, Role, Files]>([
    ['a package of React', 'browser', { 'frontend/src/models/item.js': FETCHES, 'frontend/package.json': react }],
    [
      'a framework among development dependencies, as Svelte has it',
      'browser',
      { 'ui/src/api.ts': FETCHES, 'ui/package.json': { private: true, devDependencies: { svelte: '5', vite: '8' } } },
    ],
    [
      'an application whose files a server of the workspace sends',
      'browser',
      {
        'web/src/api.js': FETCHES,
        'web/package.json': {
          name: 'web',
          private: true,
          scripts: { start: 'craco start' },
          devDependencies: { react: '18', '@craco/craco': '7' },
        },
        'server/package.json': { name: 'server', dependencies: { web: '1', express: '5' } },
        'package.json': { private: true, workspaces: ['*'] },
      },
    ],
    ...(['vite --port=3000', 'tsx server.ts'] as const).map((start): [string, Role, Files] => [
      `the types of a server's routes, started by ${start}`,
      start.startsWith('vite') ? 'browser' : 'service',
      {
        'web/src/api.js': FETCHES,
        'web/package.json': {
          private: true,
          scripts: { start },
          dependencies: { react: '19', '@trpc/client': '11', '@trpc/server': '11', vite: '8' },
        },
      },
    ]),
    [
      'a bundler beside an index.html',
      'browser',
      {
        'web/src/api.ts': FETCHES,
        'web/package.json': { private: true, devDependencies: { vite: '8' } },
        'web/index.html': '<script type="module" src="src/api.ts"></script>',
      },
    ],
    [
      'what a bundler serves, and a server that shows what was built',
      'browser',
      {
        'web/src/api.ts': FETCHES,
        'web/package.json': {
          private: true,
          scripts: { start: 'cross-env PORT=4200 vite', 'start:static': 'pm2 start proxy-server.js' },
          devDependencies: { vite: '8' },
        },
        'web/index.html': '<script type="module" src="src/api.ts"></script>',
      },
    ],
    [
      'a bundler while developing, and a server of its own',
      'service',
      {
        'src/api.ts': FETCHES,
        'package.json': {
          private: true,
          scripts: { dev: 'vite', start: 'node server.js' },
          devDependencies: { vite: '8', react: '19' },
        },
        'index.html': '<script type="module" src="src/main.ts"></script>',
      },
    ],
    ...(
      [
        [
          'browser',
          `require('node:http').createServer((q, r) => require('node:fs').createReadStream('build').pipe(r));`,
        ],
        ['browser', `import express from 'express';\nexpress().use(express.static('dist')).listen(3000);`],
        ['service', `import express from 'express';\nimport './src/api.ts';\nexpress().listen(3000);`],
        ['service', `import express from 'express';\nconst { render } = await import(path);\nexpress().listen(3000);`],
      ] as const
    ).map(([role, server], index): [string, Role, Files] => [
      `a bundler while developing, and the server ${String(index + 1)}`,
      role,
      {
        'src/api.ts': FETCHES,
        'server.js': server,
        'package.json': {
          private: true,
          scripts: { dev: 'vite', start: 'node server.js' },
          dependencies: { express: '5', react: '19' },
          devDependencies: { vite: '8' },
        },
        'index.html': '<script type="module" src="src/main.ts"></script>',
      },
    ]),
    [
      'a bundle that pages load',
      'browser',
      {
        'sdk/src/api.ts': FETCHES,
        'sdk/package.json': { private: true, main: './dist/index.umd.cjs', devDependencies: { vite: '8' } },
      },
    ],
    [
      'a bundle that pages load, and that everybody may import',
      'library',
      {
        'sdk/src/api.ts': FETCHES,
        'sdk/package.json': { main: './dist/index.umd.js', types: './dist/index.d.ts' },
      },
    ],
    [
      'an application of Expo',
      'browser',
      { 'app/src/api.ts': FETCHES, 'app/package.json': { private: true, dependencies: { expo: '57' } } },
    ],
    [
      'a server besides',
      'service',
      { 'src/items.js': FETCHES, 'package.json': { private: true, dependencies: { react: '19', express: '5' } } },
    ],
    [
      'a hook of React in a package with a server',
      'browser',
      {
        'src/lib/hooks/useItems.js': FETCHES,
        'package.json': { ...react, dependencies: { react: '18', fastify: '4' } },
      },
    ],
    [
      'a hook of a server',
      'service',
      { 'src/hooks/useItems.js': FETCHES, 'package.json': { dependencies: { fastify: '4' } } },
    ],
    [
      'an upload that shows its progress, in a package with a user interface',
      'browser',
      {
        'src/upload.js': `import axios from 'axios';\nexport const put = (url, data, onUploadProgress) => axios.put(url, data, { onUploadProgress });`,
        'package.json': { ...react, dependencies: { react: '18', fastify: '4' } },
      },
    ],
    [
      'such an upload of a server',
      'service',
      {
        'src/upload.js': `import axios from 'axios';\nexport const put = (url, data, onUploadProgress) => axios.put(url, data, { onUploadProgress });`,
        'package.json': { dependencies: { fastify: '4' } },
      },
    ],
    [
      'the folder of the frontend in a package with a server',
      'browser',
      {
        'client/src/items.js': FETCHES,
        'package.json': { private: true, dependencies: { react: '19', express: '5' } },
      },
    ],
    [
      'a folder called client in a package without an interface',
      'service',
      { 'src/client/items.js': FETCHES, 'package.json': { private: true, dependencies: { express: '5' } } },
    ],
    [
      'a start script that runs on Node.js',
      'service',
      { 'src/items.js': FETCHES, 'package.json': { ...react, scripts: { start: 'NODE_ENV=x node server.js' } } },
    ],
    [
      'a start script of a bundler, also through a script',
      'browser',
      { 'src/items.js': FETCHES, 'package.json': { ...react, scripts: { start: 'node scripts/start.js' } } },
    ],
    [
      'a published package, which may be used on servers',
      'library',
      {
        'src/items.js': FETCHES,
        'package.json': { main: 'dist/index.js', types: 'dist/index.d.ts', peerDependencies: { react: '19' } },
      },
    ],
    [
      'a module of Node.js',
      'service',
      { 'frontend/src/report.js': `import fs from 'fs'; ${FETCHES}`, 'frontend/package.json': react },
    ],
    ['a renderer on the server', 'service', { 'src/entry-server.js': FETCHES, 'package.json': react }],
    [
      'a universal package, which a server depends on too',
      'service',
      {
        'packages/model/src/items.js': FETCHES,
        'packages/model/package.json': { ...react, name: 'model' },
        'packages/api/package.json': {
          name: 'api',
          private: true,
          dependencies: { express: '5', model: 'workspace:*' },
        },
        'packages/web/package.json': {
          name: 'web',
          private: true,
          dependencies: { react: '19', model: 'workspace:*' },
        },
        'package.json': { private: true, workspaces: ['packages/*'] },
      },
    ],
    [
      'a module of a frontend that a server imports by its path',
      'service',
      {
        'frontend/src/models/item.js': FETCHES,
        'frontend/package.json': react,
        'api/server.js': `import express from 'express';\nimport { load } from '../frontend/src/models/item.js';\nexpress().get('/', () => load());`,
        'api/package.json': { private: true, dependencies: { express: '5' } },
        'package.json': { private: true },
      },
    ],
    [
      'one that only other frontends import',
      'browser',
      {
        'frontend/src/models/item.js': FETCHES,
        'frontend/package.json': react,
        'admin/a.js': `import { load } from '../frontend/src/models/item.js';\nload();`,
        'admin/package.json': react,
        'package.json': { private: true },
      },
    ],
    [
      'a library that only frontends depend on',
      'browser',
      {
        'packages/model/src/items.js': FETCHES,
        'packages/model/package.json': { name: 'model', private: true },
        'packages/web/package.json': { name: 'web', private: true, dependencies: { vue: '3', model: 'workspace:*' } },
        'package.json': { private: true },
        'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
      },
    ],
  ])('%s', (_name, role, files) => {
    expect(roleIn(files)).toBe(role);
  });
});

describe('packages of a repository that it does not run', () => {
  const root = { private: true, workspaces: ['*/*'] };
  it.each<[Role, string, object]>([
    ['tool', 'tools/releaser', { private: true }],
    ['example', 'templates/website', { private: true }],
    ['service', 'apps/tools', { private: true }],
    ['library', 'tools/cli', { name: 'cli', main: 'a.js', files: ['src'] }],
  ])('%s: %s', (role, folder, manifest) => {
    const files = { [`${folder}/src/a.ts`]: 'export const a = 1;', [`${folder}/package.json`]: manifest };
    expect(roleIn({ ...files, 'package.json': root })).toBe(role);
  });

  it('is the program itself where the folder has no package of its own', () => {
    expect(roleIn({ 'tools/search.ts': 'export const a = 1;', 'package.json': { private: true } })).toBe('service');
  });
});

describe('code of a package that depends on Nuxt', () => {
  const nuxt = { private: true, dependencies: { ioredis: '5' }, devDependencies: { nuxt: '4', vue: '3' } };
  it.each<[Role, string]>([
    ['browser', 'lib/composables/useUser.ts'],
    ['service', 'server/api/user.ts'],
  ])('%s: %s', (role, file) => {
    expect(roleIn({ [file]: FETCHES, 'package.json': nuxt })).toBe(role);
  });
});

describe('files that a program wrote', () => {
  const long = `var a = [${'1,'.repeat(3000)}1];`;
  it.each<[Role, string, string]>([
    ['tool', 'a mark', `/* eslint-disable */\n// This file is auto-generated. Do not edit it.\nexport const a = 1;`],
    ['tool', 'glue of WebAssembly', `var Module = {};\nif (ENVIRONMENT_IS_NODE) require('fs');`],
    ['tool', 'a bundle', `// licence\n${long}`],
    ['service', 'long data in a file of many lines', `${long}\n${'export const a = 1;\n'.repeat(100)}`],
    ['tool', 'what it is made from', `/**\n * Auto-generated from schema.graphql\n */\nexport const a = 1;`],
    [
      'tool',
      'a thing that is generated',
      `// NOTE: This class is auto generated by OpenAPI Generator\nexport const a = 1;`,
    ],
    ['tool', 'a mark of Go', `// Code generated by protoc-gen-ts. DO NOT EDIT.\nexport const a = 1;`],
    ['tool', 'a mark behind a title', `/* Colours — AUTO-GENERATED by scripts/colours.js */\nexport const a = 1;`],
    [
      'service',
      'prose on generated mail',
      `/**\n * auto-generated mail (out of office) is dropped\n */\nexport const a = 1;`,
    ],
    ['service', 'prose on a file', `/** When the CSV file is generated it is sent. */\nexport const a = 1;`],
    ['service', 'prose on an id', `// Takes a slug (optional, auto-generated from the name).\nexport const a = 1;`],
    ['service', 'a mark on one function', `export const a = 1;\n// auto-generated\nexport const b = 1;`],
  ])('%s: %s', (role, _name, code) => {
    expect(roleIn({ 'src/a.ts': code, 'package.json': { private: true } })).toBe(role);
  });

  const source = `import http from 'node:http'; export const agent = new http.Agent({ keepAlive: true });`;
  it.each<[Role, string, Files]>([
    ['tool', 'what a compiler made of a source', { 'built/http.js': source, 'src/http.ts': source }],
    ['tool', 'the same beside its source', { 'dist/net/http.mjs': source, 'net/http.mts': source }],
    ['tool', 'a file with its source in the same folder', { 'src/http.js': source, 'src/http.ts': source }],
    ['service', 'a file of a folder `lib` that somebody writes', { 'lib/http.js': source, 'src/main.ts': source }],
    ['service', 'a source in such a folder', { 'lib/http.ts': source, 'src/http.ts': source }],
  ])('%s: %s', (role, _name, files) => {
    expect(roleIn({ ...files, 'package.json': { private: true } })).toBe(role);
  });

  it('is browser code in the folder for that, though it requires modules', () => {
    const code = `const zip = require('zip'); export const save = () => document.querySelector('a').click();`;
    expect(roleIn({ 'client/lib/a.js': code, 'package.json': { private: true } })).toBe('browser');
  });
});

describe('code that is no part of what is deployed', () => {
  it.each<[Role, string]>([
    ['test', 'e2e_tests/helpers/http.ts'],
    ['test', 'testcontainers/src/postgres.ts'],
    ['test', 'integration-tests/src/client.ts'],
    ['test', 'libs/testing/src/lib/database.ts'],
    ['test', 'src/__test-utils__/server.ts'],
    ['test', 'apps/api-e2e/src/support/global-setup.ts'],
    ['test', 'vitest.global-setup.ts'],
    ['test', 'shop-int-test-ts/src/runner.ts'],
    ['test', 'features/step_definitions/login.js'],
    ['test', 'features/support/accounts.js'],
    ['service', 'src/features/accounts.js'],
    ['test', 'config/globalTeardown.ts'],
    ['tool', '.github/scripts/comment.js'],
    ['tool', 'scripts/upload-assets.ts'],
    ['tool', 'packages/cli/scripts/release.mjs'],
    ['tool', 'benchmarks/src/http.ts'],
    ['tool', 'packages/core/bench/pool.ts'],
    ['tool', 'knexfile.ts'],
    ['tool', 'apps/api/drizzle.config.ts'],
    ['tool', 'playground/server.ts'],
    ['test', 'test-app/src/server.ts'],
    ['tool', 'testapp/src/server.ts'],
    ['script', 'cron/refresh.ts'],
    ['script', 'src/cron-jobs/refresh.ts'],
    ['example', 'examples/lambda/index.js'],
    ['service', 'src/ab-testing/experiments.ts'],
    ['service', 'src/config/redis.config.ts'],
    ['service', 'src/releases/publish.ts'],
    ['service', 'src/latest/contest.ts'],
  ])('%s: %s', (role, path) => {
    expect(roleIn({ [path]: `exports.handler = 1; export const client = 1;`, 'package.json': {} })).toBe(role);
  });

  it.each<[Role, string]>([
    ['test', 'old-features/support/http.js'],
    ['test', 'old-features/world.js'],
    ['service', 'src/http.js'],
  ])('%s: %s beside the steps of features', (role, path) => {
    const steps = { 'old-features/step_definitions/login.js': '', 'step_definitions/top.js': '' };
    expect(roleIn({ [path]: FETCHES, ...steps, 'package.json': {} })).toBe(role);
  });

  it.each<[Role, string]>([
    ['tool', 'packages/migration'],
    ['service', 'packages/migrator-service'],
  ])('%s: a package in %s', (role, folder) => {
    expect(roleIn({ [`${folder}/src/search.js`]: FETCHES, [`${folder}/package.json`]: { private: true } })).toBe(role);
  });

  it('an example wins over what it shows', () => {
    const code = `export const handler = async (event) => fetch(event.body);`;
    expect(roleIn({ 'examples/upload/index.js': code })).toBe('example');
    expect(roleIn({ 'functions/upload/index.js': code })).toBe('lambda');
  });
});

describe('a command-line tool whose package says more than that', () => {
  const code = `export async function list(id) { return ask(id); }`;
  const tool = { name: 'a', bin: { a: './dist/index.js' }, dependencies: { commander: '1' } };
  it.each<[string, Role, object]>([
    ['names the command as its main file', 'script', { ...tool, main: 'dist/index.js', types: 'dist/index.d.ts' }],
    ['is started from source while it is written', 'script', { ...tool, scripts: { dev: 'nodemon src/index.ts' } }],
    ['has an entry of its own', 'library', { ...tool, main: 'dist/api.js', bin: undefined, types: 'dist/api.d.ts' }],
    ['starts something else', 'service', { ...tool, scripts: { start: 'node dist/server.js' } }],
  ])('%s', (_name, role, manifest) => {
    expect(roleIn({ 'src/list.ts': code, 'package.json': manifest })).toBe(role);
  });
});

describe('files that scripts of package.json name', () => {
  const WORKS = `import { db } from './db.js'; async function main() { await db.run(); } main();`;
  const EXPORTS = `import { DataSource } from 'typeorm'; export const source = new DataSource({});`;
  it.each<[string, Role, Files]>([
    [
      'a command that does its work',
      'script',
      { 'src/backfill.ts': WORKS, 'package.json': { scripts: { backfill: 'tsx src/backfill.ts' } } },
    ],
    [
      'its compiled form',
      'script',
      { 'src/backfill.ts': WORKS, 'package.json': { scripts: { backfill: 'cross-env A=1 node dist/backfill.js' } } },
    ],
    [
      'the program itself',
      'service',
      { 'src/main.ts': WORKS, 'package.json': { scripts: { 'start:prod': 'node dist/main' } } },
    ],
    [
      'what only a linter reads',
      'service',
      { 'src/a.ts': WORKS, 'package.json': { scripts: { a: 'eslint src/a.ts' } } },
    ],
    [
      'the configuration of a command-line tool',
      'tool',
      {
        'typeorm.ts': EXPORTS,
        'src/main.ts': `import './other.js';`,
        'package.json': { scripts: { migrate: 'typeorm-ts-node-commonjs migration:run -d typeorm.ts' } },
      },
    ],
    [
      'a configuration that the program imports too',
      'service',
      {
        'src/source.ts': EXPORTS,
        'src/main.ts': `import { source } from './source.js';`,
        'package.json': { scripts: { migrate: 'typeorm migration:run -d src/source.ts' } },
      },
    ],
    [
      'a command that the root of the workspace names',
      'script',
      {
        'programs/seed/src/run.ts': WORKS,
        'programs/seed/package.json': { name: 'seed', private: true },
        'package.json': { private: true, scripts: { fill: 'node programs/seed/src/run.ts' } },
      },
    ],
    [
      'a part of a command that is compiled with its folder `src`',
      'script',
      {
        'src/new/download.ts': `export const load = (url) => fetch(url);`,
        'src/index.ts': `import { load } from './new/download.js'; load(process.argv[2]);`,
        'src/server.ts': `import express from 'express'; express().listen(80);`,
        'package.json': { bin: { a: './dist/src/index.js' }, scripts: { start: 'node dist/src/server.js' } },
      },
    ],
  ])('%s', (_name, role, files) => {
    expect(roleIn(files)).toBe(role);
  });
});

describe('files that workflows of a CI service name', () => {
  const TELLS = `import { text } from './text.js'; async function main() { await fetch(text); } main();`;
  const workflow = (...lines: string[]): string =>
    ['jobs:', '  a:', '    steps:', ...lines.map((each) => `      ${each}`)].join('\n');
  it.each<[string, Role, Files]>([
    [
      'a script of a workflow',
      'tool',
      {
        'jobs/tell.ts': `#!/usr/bin/env tsx\n${TELLS}`,
        '.github/workflows/a.yml': workflow('- run: pnpm tsx jobs/tell.ts --all'),
      },
    ],
    [
      'in a folder that the step names behind it',
      'tool',
      {
        'web/bin/tell.mjs': TELLS,
        'web/package.json': { private: true },
        '.github/workflows/a.yaml': workflow(
          '- name: Tell',
          '  run: |',
          '    cd .',
          '    node bin/tell.mjs',
          '  working-directory: ./web',
        ),
      },
    ],
    [
      'in the folder of another step',
      'script',
      {
        'bin/tell.mjs': TELLS,
        'web/package.json': { private: true },
        '.github/workflows/a.yml': workflow('- run: node bin/tell.mjs', '  working-directory: web', '- run: npm test'),
      },
    ],
    [
      'in a folder that the workflow checks the repository out to',
      'tool',
      {
        'bin/tell.mjs': TELLS,
        '.github/workflows/a.yml': workflow('- run: node bin/tell.mjs fresh', '  working-directory: ./fresh'),
      },
    ],
    [
      'what only such a script imports',
      'tool',
      {
        'bin/post.mjs': `export const post = (url) => fetch(url, { method: 'POST' });`,
        'bin/tell.mjs': `import { post } from './post.mjs'; await post('https://a.example');`,
        '.gitlab-ci.yml': `tell:\n  script:\n    - node bin/tell.mjs`,
      },
    ],
    [
      'a script that no workflow runs',
      'script',
      {
        'bin/tell.mjs': TELLS,
        '.github/workflows/a.yml': workflow('- run: npx eslint bin/tell.mjs', '# node bin/tell.mjs'),
      },
    ],
    [
      'a service that a workflow starts',
      'service',
      {
        'src/main.mjs': `import http from 'node:http'; http.createServer(answer).listen(80);`,
        '.github/workflows/a.yml': workflow('- run: node src/main.mjs &'),
      },
    ],
  ])('%s', (_name, role, files) => {
    expect(roleIn({ ...files, 'package.json': { private: true } })).toBe(role);
  });
});

describe('packages whose code others run', () => {
  const CODE = `export const load = () => fetch('https://example.com');`;
  it.each<[string, Role, Files]>([
    [
      'a library of functions',
      'lambda',
      {
        'libs/db/src/index.ts': CODE,
        'libs/db/package.json': { name: '@x/db' },
        'services/users/package.json': { name: 'users', dependencies: { '@x/db': '*' } },
        'services/users/serverless.yml': 'functions:\n  a: {}\n',
        'package.json': { private: true, workspaces: ['libs/*', 'services/*'] },
      },
    ],
    [
      'a file beside functions of Azure',
      'lambda',
      {
        'subscribers/lib/db.js': CODE,
        'subscribers/host.json': { version: '2.0', extensionBundle: {} },
        'subscribers/package.json': { name: '@x/subscribers', scripts: { start: 'func start' } },
        'package.json': { private: true, workspaces: ['subscribers'] },
      },
    ],
    [
      'a library of a library of functions',
      'lambda',
      {
        'libs/db/src/index.ts': CODE,
        'libs/db/package.json': { name: '@x/db' },
        'libs/repo/package.json': { name: '@x/repo', dependencies: { '@x/db': '*' } },
        'services/users/package.json': {
          name: 'users',
          devDependencies: { '@types/aws-lambda': '8' },
          dependencies: { '@x/repo': '*' },
        },
        'package.json': { private: true, workspaces: ['libs/*', 'services/*'] },
      },
    ],
    ...['a task', 'what may be served'].map((name): [string, Role, Files] => [
      `a library of functions and of a package that nothing uses: ${name}`,
      name === 'a task' ? 'lambda' : 'service',
      {
        'libs/db/src/index.ts': CODE,
        'libs/db/package.json': { name: '@x/db' },
        'libs/sync/package.json': {
          name: '@x/sync',
          dependencies: { '@x/db': '*', [name === 'a task' ? 'zod' : '@trpc/server']: '11' },
        },
        'services/users/package.json': { name: 'users', dependencies: { '@x/db': '*', '@middy/core': '6' } },
        'package.json': { private: true, workspaces: ['libs/*', 'services/*'] },
      },
    ]),
    [
      'a library of functions and of a server',
      'service',
      {
        'libs/db/src/index.ts': CODE,
        'libs/db/package.json': { name: '@x/db' },
        'services/users/package.json': { name: 'users', dependencies: { '@x/db': '*', '@middy/core': '6' } },
        'services/api/package.json': { name: 'api', dependencies: { '@x/db': '*', fastify: '5' } },
        'package.json': { private: true, workspaces: ['libs/*', 'services/*'] },
      },
    ],
    [
      'a folder of strategies beside services that are deployed as functions',
      'lambda',
      {
        'strategies/oauth/index.ts': CODE,
        'services/users/serverless.yml': 'functions:\n  a: {}\n',
        'package.json': { private: true },
      },
    ],
    [
      'functions beside a server',
      'service',
      {
        'strategies/oauth/index.ts': CODE,
        'services/users/serverless.yml': 'functions:\n  a: {}\n',
        'package.json': { private: true, dependencies: { express: '5' } },
      },
    ],
    [
      'tools of a command-line program',
      'script',
      {
        'packages/util/src/index.ts': CODE,
        'packages/util/package.json': { name: '@x/util', main: 'dist/index.js', types: 'dist/index.d.ts' },
        'packages/cli/package.json': { name: 'cli', bin: { x: 'dist/run.js' }, dependencies: { '@x/util': '1' } },
        'package.json': { private: true, workspaces: ['packages/*'] },
      },
    ],
    [
      'a database package of a Next.js application',
      'next',
      {
        'packages/db/src/index.ts': CODE,
        'packages/db/package.json': { name: 'db' },
        'apps/web/package.json': { name: 'web', dependencies: { next: '16', db: '*' } },
        'package.json': { private: true, workspaces: ['apps/*', 'packages/*'] },
      },
    ],
    [
      'a published package that a Next.js application of the workspace uses as well',
      'library',
      {
        'packages/log/src/index.ts': CODE,
        'packages/log/package.json': { name: 'log', version: '1.0.0', main: 'dist/index.js', types: 'dist/index.d.ts' },
        'apps/web/package.json': { name: 'web', private: true, dependencies: { next: '16', log: '*' } },
        'package.json': { private: true, workspaces: ['apps/*', 'packages/*'] },
      },
    ],
    [
      'a module that is called like a deployment',
      'service',
      { 'src/client.ts': CODE, 'serverless.ts': `export const functions = [];`, 'package.json': { private: true } },
    ],
    [
      'a deployment in TypeScript',
      'lambda',
      {
        'src/client.ts': CODE,
        'serverless.ts': `export default { service: 'a', provider: { name: 'aws' }, functions: {} };`,
        'package.json': { private: true },
      },
    ],
    [
      'a server that colours its logs',
      'service',
      {
        'src/log.ts': `import kleur from 'kleur'; ${CODE}`,
        'package.json': { bin: 'bin/x.js', dependencies: { kleur: '4', express: '5' } },
      },
    ],
    [
      'packages that depend on each other',
      'service',
      {
        'packages/a/src/index.ts': CODE,
        'packages/a/package.json': { name: 'a', dependencies: { b: '*', react: '19' } },
        'packages/b/package.json': { name: 'b', dependencies: { a: '*' } },
        'package.json': { private: true, workspaces: ['packages/*'] },
      },
    ],
  ])('%s', (_name, role, files) => {
    expect(roleIn(files)).toBe(role);
  });

  it('folders above a checkout say nothing', () => {
    const files = { 'src/route.ts': `export async function GET() {}`, 'package.json': {} };
    expect(roleIn(files, 'src/route.ts', 'app/api')).toBe('service');
    expect(roleIn({ 'src/a.ts': CODE, 'package.json': {} }, 'src/a.ts', 'pages/api/tests')).toBe('service');
  });
});

describe('a migration', () => {
  const STRIPE = `import Stripe from 'stripe';\n`;
  it.each<[string, Role, string]>([
    [
      'of functions',
      'tool',
      `${STRIPE}export const up = async (knex) => new Stripe(''); export async function down() {}`,
    ],
    ['of CommonJS', 'tool', `const a = require('stripe'); exports.up = async () => a(''); exports.down = () => {};`],
    ['of an object', 'tool', `module.exports = { async up(queryInterface) {}, async down(queryInterface) {} };`],
    ['of a class', 'tool', `export class A1 { async up(runner) {} async down(runner) {} }`],
    ['of one direction', 'script', `${STRIPE}export const up = async (knex) => new Stripe('');`],
  ])('has two directions: %s', (_name, role, code) => {
    const files = { 'package.json': { private: true, dependencies: { express: '5' } } };
    expect(roleIn({ 'db/migrations/1_a.js': code, ...files })).toBe(role);
    expect(roleIn({ 'src/services/lift.js': code, ...files })).toBe('service');
  });
});

describe('a part of scripts', () => {
  const seeds = `import { PrismaClient } from '@prisma/client';\nexport async function seed() { const client = new PrismaClient(); await client.user.create({}); await client.$disconnect(); }`;
  const file = 'packages/shop/scripts/own.ts';
  const user = `import { seed } from './own';\nseed();`;
  it.each<[string, Role, Files]>([
    ['which scripts alone import', 'script', { [file]: seeds, 'packages/shop/scripts/all.ts': user }],
    [
      'which the service imports as well',
      'service',
      {
        [file]: seeds,
        'packages/shop/scripts/all.ts': user,
        'packages/shop/src/a.ts': user.replace('./own', '../scripts/own'),
      },
    ],
    ['which nothing imports', 'service', { [file]: seeds }],
  ])('%s: %s', (_name, role, files) => {
    expect(roleIn({ ...files, 'package.json': { private: true, dependencies: { express: '5' } } })).toBe(role);
  });
});

describe('a file of a package that holds several programs', () => {
  const CODE = `import { Pool } from 'pg';\nexport const pool = new Pool();`;
  const user = `import { pool } from '../lib/db.js';\n`;
  const handler = { 'functions/users.js': `${user}export const handler = async (event) => pool.query(event.body);` };
  const api = { 'api/server.js': `${user}import express from 'express';\nexpress().listen(80);` };
  const command = { 'scripts/backfill.js': `${user}await pool.query('x');` };
  const mixed = { private: true, dependencies: { express: '5', '@types/aws-lambda': '8' } };
  const between = { 'lib/users.js': `import { pool } from './db.js';\nexport const users = () => pool.query('x');` };

  it.each<[string, Role, Files]>([
    ['handlers of functions alone', 'lambda', handler],
    [
      'handlers, through another file',
      'lambda',
      {
        ...between,
        'functions/a.js': `import { users } from '../lib/users.js';\nexport const handler = (event) => users(event.body);`,
      },
    ],
    ['handlers and a server', 'service', { ...handler, ...api }],
    ['scripts alone', 'script', command],
    [
      'scripts below src alone',
      'script',
      {
        'package.json': { private: true, dependencies: { express: '5' } },
        'src/scripts/backfill.js': `${user.replace('../lib', '../../lib')}await pool.query('x');`,
      },
    ],
    ['scripts and handlers', 'service', { ...command, ...handler }],
    ['scripts and a file that nothing imports', 'service', { ...command, ...between }],
    ['scripts and a test', 'script', { ...command, 'lib/db.test.js': user.replace('../lib', '.') }],
    [
      'a script that starts the service',
      'service',
      { 'scripts/start-api.js': `${user}import { start } from '../lib/start.js';\nawait start(pool);` },
    ],
    [
      'a script by which the package is started',
      'service',
      {
        'package.json': { ...mixed, scripts: { start: 'node scripts/api.js' } },
        'scripts/api.js': `${user}await pool.query('x');`,
      },
    ],
    ['a server in a folder of scripts', 'service', { 'scripts/api.js': `${user}createServer(pool).listen(80);` }],
    [
      'a command of the package',
      'script',
      { 'package.json': { ...mixed, bin: { a: './cli/run.js' } }, 'cli/run.js': `${user}await pool.query('x');` },
    ],
    ['nothing', 'service', {}],
  ])('belongs to what imports it: %s', (_name, role, files) => {
    expect(roleIn({ 'lib/db.js': CODE, 'package.json': mixed, ...files })).toBe(role);
  });
});
