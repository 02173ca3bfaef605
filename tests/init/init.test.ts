import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import { scratch } from '../../bench/measure/process.mjs';
import plugin from '../../src/index.js';
import { planFor, type Plan } from '../../src/init/plan.js';
import { lookAt } from '../../src/init/project.js';

const examples = fileURLToPath(new URL('../../examples/init', import.meta.url));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, below the repository so that ESLint and the parser are found from it. */
function folderOf(files: Readonly<Record<string, string>> = {}): string {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'init-'));
  folders.push(folder);
  // A checkout of its own: what is around it is another project.
  mkdirSync(join(folder, '.git'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function init(folder: string, framework: string | null = null): Promise<Plan> {
  const plan = planFor(await lookAt(folder, framework));
  for (const { path, text } of plan.writes) writeFileSync(path, text);
  return plan;
}

/** `eslint --fix` with the settings that init has written. */
function fix(folder: string, { clients, writes }: Plan, module: string): void {
  const { recommended } = plugin.configs;
  const helper = writes.find(({ path }) => /\bkeyed\.[jt]s$/.test(path));
  const keyed = helper && { keyed: { module: `./${relative(folder, helper.path)}`, export: 'keyed' } };
  const isProvided = writes.some(({ text }) => text.includes('ClientsModule'));
  const sharedClients = clients.map(({ construct, name }) => ({
    ...{ construct, module },
    ...(isProvided ? { export: 'Clients', field: name } : { export: name }),
  }));
  const timeouts = { connect: 5_000, headers: 30_000, body: 30_000 };
  const linter = new Linter({ cwd: folder });
  for (const path of filesOf(folder).filter((name) => /^src\//.test(name))) {
    const file = join(folder, path);
    const { output } = linter.verifyAndFix(
      readFileSync(file, 'utf8'),
      [
        { ...recommended, settings: { 'client-lifecycle': { sharedClients, timeouts, ...keyed } } },
        { files: ['**/*.ts'], languageOptions: { parser } },
      ],
      { filename: file },
    );
    writeFileSync(file, output);
  }
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

const textsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(filesOf(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

const services = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(services.map(({ name }) => name).sort())('%s', (name) => {
  it('is what init and --fix make of it, and a second run changes nothing', async () => {
    const folder = folderOf();
    cpSync(join(examples, name, 'before'), folder, { recursive: true });
    const plan = await init(folder);
    expect(plan.byHand).toEqual([]);
    const again = planFor(await lookAt(folder, null));
    expect([...again.writes, ...again.byHand]).toEqual([]);
    fix(folder, plan, `./src/clients${name.endsWith('-ts') ? '.ts' : '.js'}`);
    expect(textsOf(folder)).toEqual(textsOf(join(examples, name, 'after')));
    const last = planFor(await lookAt(folder, null));
    expect([...last.writes, ...last.byHand]).toEqual([]);
  });
});

const manifest = (...packages: readonly string[]): string =>
  JSON.stringify({ name: 'x', type: 'module', dependencies: Object.fromEntries(packages.map((name) => [name, '*'])) });
const route = `import { Agent, request } from 'undici';\nexport const load = (url) => request(url, { dispatcher: new Agent() });\n`;
const server = `import express from 'express';\nconst app = express();\napp.listen(3000);\n`;
const written = ({ writes }: Plan, folder: string): string[] => writes.map(({ path }) => relative(folder, path)).sort();

describe('init', () => {
  it('never overwrites: what is there is left as it is, and told', async () => {
    const mine = 'export const mine = 1;\n';
    const folder = folderOf({ 'package.json': manifest('express'), 'src/load.js': route, 'src/clients.js': mine });
    const plan = await init(folder);
    expect(plan.byHand).toEqual(['src/clients.js is there already: add dispatcher to it']);
    expect(textsOf(folder)['src/clients.js']).toBe(mine);
  });

  it('writes the function that finds clients by their arguments once, where files need it', async () => {
    const perTenant = `import { Agent, request } from 'undici';\nimport { tenantOf } from './tenants.js';\nexport const load = async (url) => request(url, { dispatcher: new Agent((await tenantOf(url)).agent) });\n`;
    const files = { 'package.json': manifest('express'), 'src/server.js': server };
    const folder = folderOf({ ...files, 'src/a.js': perTenant, 'src/b.js': perTenant });
    const plan = await init(folder);
    expect(plan.writes.map(({ path, why }) => [relative(folder, path), why])).toContainEqual([
      'src/keyed.js',
      'keeps one client for equal arguments, for 2 files',
    ]);
    expect(textsOf(folder)['eslint.config.mjs']).toContain(`keyed: { module: './src/keyed.js', export: 'keyed' },`);
    const again = planFor(await lookAt(folder, null));
    expect([...again.writes, ...again.byHand]).toEqual([]);
    const own = folderOf({ ...files, 'src/a.js': perTenant, 'src/keyed.js': 'export const mine = 1;\n' });
    expect((await init(own)).byHand).toEqual([
      expect.stringMatching(
        /^src\/keyed.js is there already: put keyed\(\) of https:.*\/shared-client.md elsewhere$/,
      ) as string,
    ]);
    expect(textsOf(own)['eslint.config.mjs']).not.toContain('keyed');
  });

  it('adds no second handler for the end of the program', async () => {
    const own = `${server}process.on('SIGTERM', () => process.exit(0));\n`;
    const folder = folderOf({ 'package.json': manifest('express'), 'src/load.js': route, 'src/server.js': own });
    const plan = await init(folder);
    expect(written(plan, folder)).toEqual(['eslint.config.mjs', 'src/clients.js']);
    expect(plan.byHand).toEqual([
      'src/server.js already handles the shutdown: call closeClients() after the server or worker has closed',
    ]);
  });

  it.each([
    ['two servers', `${server}app.listen(3001);\n`],
    ['no server', `export const app = 1;\n`],
  ])('says where the end has to be called with %s', async (_name, text) => {
    const folder = folderOf({ 'package.json': manifest('express'), 'src/load.js': route, 'src/server.js': text });
    const plan = await init(folder);
    expect(plan.byHand).toEqual(['call closeOnSignal() of src/shutdown.js where the express program starts']);
    expect(textsOf(folder)['src/server.js']).toBe(text);
  });

  it('writes CommonJS where the project does', async () => {
    const folder = folderOf({
      'package.json': JSON.stringify({ dependencies: { express: '*' } }),
      'load.js': `const { Agent, request } = require('undici');\nexports.load = (url) => request(url, { dispatcher: new Agent() });\n`,
      'server.js': `const express = require('express');\n\nconst app = express();\nconst server = app.listen(3000);\n`,
    });
    await init(folder);
    const texts = textsOf(folder);
    expect(texts['clients.js']).toMatch(
      /^const \{ Agent \} = require\('undici'\);\n[^]*module\.exports = \{ dispatcher, closeClients \};\n$/,
    );
    expect(texts['server.js']).toBe(
      `const express = require('express');\nconst { closeOnSignal } = require('./shutdown');\n\nconst app = express();\nconst server = app.listen(3000);\ncloseOnSignal(server);\n`,
    );
  });

  it.each([
    ['an array', 'export default [\n  {},\n];\n', 'eslint.config.js'],
    ['an array in one line', 'export default [{}];\n', 'eslint.config.mjs'],
    [
      'a helper with an array',
      `import { defineConfig } from 'eslint/config';\n\nexport default defineConfig([{}]);\n`,
      'eslint.config.js',
    ],
    [
      'a helper with entries',
      `import ts from 'typescript-eslint';\n\nexport default ts.config(\n  ts.configs.base,\n);\n`,
      'eslint.config.js',
    ],
    ['a constant', 'const config = [];\nexport default config;\n', 'eslint.config.js'],
    ['CommonJS', 'module.exports = [{}];\n', 'eslint.config.cjs'],
  ])('adds its entry to a configuration that is %s', async (_name, text, file) => {
    const folder = folderOf({
      'package.json': manifest('express'),
      'src/load.js': route,
      'src/server.js': server,
      [file]: text,
    });
    await init(folder);
    const changed = textsOf(folder)[file] ?? '';
    const isCommonJs = file.endsWith('.cjs');
    const messages = new Linter().verify(
      changed,
      [{ files: ['**/*'], languageOptions: { sourceType: isCommonJs ? 'commonjs' : 'module' } }],
      'x.js',
    );
    expect(messages).toEqual([]);
    expect(changed.replace(/\s+/g, ' ')).toContain(
      `clientLifecycle.configs.recommended, { settings: { 'client-lifecycle': { sharedClients: [ { construct: 'undici#Agent', module: './src/clients.js', export: 'dispatcher' }, ], timeouts:`,
    );
  });

  const PLUGIN = `import clientLifecycle from 'eslint-plugin-client-lifecycle';\n\n`;
  const SHARED = `{ construct: 'undici#Agent', module: './src/clients.js', export: 'dispatcher' },`;
  const TIMEOUTS = 'timeouts: { connect: 5_000, headers: 30_000, body: 30_000 },';
  it.each([
    [
      'the three lines of the README',
      'export default [clientLifecycle.configs.recommended];\n',
      `export default [\n  clientLifecycle.configs.recommended,\n  {\n    settings: {\n      'client-lifecycle': {\n        sharedClients: [\n          ${SHARED}\n        ],\n        ${TIMEOUTS}\n      },\n    },\n  },\n];\n`,
    ],
    [
      'timeouts of its own',
      `export default [\n  clientLifecycle.configs.strict,\n  { settings: { 'client-lifecycle': { timeouts: { connect: 1 } } } },\n];\n`,
      `export default [\n  clientLifecycle.configs.strict,\n  { settings: { 'client-lifecycle': { timeouts: { connect: 1 } } } },\n  {\n    settings: {\n      'client-lifecycle': {\n        sharedClients: [\n          ${SHARED}\n        ],\n      },\n    },\n  },\n];\n`,
    ],
    [
      'shared clients of its own',
      `export default [\n  { settings: { 'client-lifecycle': { sharedClients: [{ construct: 'pg#Pool', module: '#db', export: 'db' }] } } },\n];\n`,
      `export default [\n  { settings: { 'client-lifecycle': { sharedClients: [\n    { construct: 'pg#Pool', module: '#db', export: 'db' },\n    ${SHARED}\n  ] } } },\n];\n`,
    ],
  ])('adds its settings to a configuration that has the plugin, with %s', async (_name, text, after) => {
    const file = 'eslint.config.js';
    const own = { 'package.json': manifest('express'), 'src/load.js': route, 'src/server.js': server };
    const folder = folderOf({ ...own, [file]: PLUGIN + text });
    expect((await init(folder)).byHand).toEqual([]);
    expect(textsOf(folder)[file]).toBe(PLUGIN + after);
    const again = planFor(await lookAt(folder, null));
    expect([...again.writes, ...again.byHand]).toEqual([]);
  });

  it('says what to add to a configuration whose shared clients stand elsewhere', async () => {
    const text = `${PLUGIN}import { sharedClients } from './shared.js';\nexport default [clientLifecycle.configs.recommended, { settings: { 'client-lifecycle': { sharedClients } } }];\n`;
    const own = { 'package.json': manifest('express'), 'src/load.js': route, 'src/server.js': server };
    const folder = folderOf({ ...own, 'eslint.config.js': text });
    expect((await init(folder)).byHand).toEqual([`add to the sharedClients of eslint.config.js:\n    ${SHARED}`]);
    expect(textsOf(folder)['eslint.config.js']).toBe(text);
  });

  describe('in a package of a workspace', () => {
    const config = `${PLUGIN}export default [clientLifecycle.configs.recommended];\n`;
    const service = (name: string): Record<string, string> => ({
      [`apps/${name}/package.json`]: manifest('express'),
      [`apps/${name}/src/load.js`]: route,
      [`apps/${name}/src/server.js`]: server,
    });
    const workspace = { 'package.json': JSON.stringify({ name: 'all', workspaces: ['apps/*'] }) };

    it('writes settings for the package into the configuration of the workspace', async () => {
      const folder = folderOf({ ...workspace, 'eslint.config.js': config, ...service('a'), ...service('b') });
      for (const name of ['a', 'b']) {
        const plan = await init(join(folder, 'apps', name));
        expect(plan.byHand).toEqual([]);
        const again = planFor(await lookAt(join(folder, 'apps', name), null));
        expect([...again.writes, ...again.byHand]).toEqual([]);
      }
      const block = (name: string): string =>
        `  {\n    files: ['apps/${name}/**'],\n    settings: {\n      'client-lifecycle': {\n        sharedClients: [\n          { construct: 'undici#Agent', module: './apps/${name}/src/clients.js', export: 'dispatcher' },\n        ],\n        ${TIMEOUTS}\n      },\n    },\n  },\n`;
      const texts = textsOf(folder);
      expect(texts['eslint.config.js']).toBe(
        `${PLUGIN}export default [\n  clientLifecycle.configs.recommended,\n${block('a')}${block('b')}];\n`,
      );
      expect(Object.keys(texts).filter((name) => name.includes('eslint.config'))).toEqual(['eslint.config.js']);
    });

    it('leaves a list that is for the whole workspace to its owner', async () => {
      const all = `${PLUGIN}export default [\n  { settings: { 'client-lifecycle': { sharedClients: [], timeouts: { connect: 1 } } } },\n];\n`;
      const folder = folderOf({ ...workspace, 'eslint.config.js': all, ...service('a') });
      expect((await init(join(folder, 'apps/a'))).byHand).toEqual([
        `add to the sharedClients of ../../eslint.config.js:\n    ${SHARED.replace('./src', './apps/a/src')}`,
      ]);
      expect(textsOf(folder)['eslint.config.js']).toBe(all);
    });

    it('says at the root where to run it', async () => {
      const folder = folderOf({ ...workspace, 'scripts/a.js': 'export {};\n', ...service('a') });
      await expect(lookAt(folder, null)).rejects.toThrow(/^this is the root of a workspace/);
    });
  });

  it('prints the entry where the shape of the configuration is unknown', async () => {
    const text = 'export default await makeConfig;\n';
    const folder = folderOf({ 'package.json': manifest('express'), 'src/server.js': server, 'eslint.config.js': text });
    const plan = await init(folder);
    expect(plan.byHand.join()).toContain('clientLifecycle.configs.recommended');
    expect(textsOf(folder)['eslint.config.js']).toBe(text);
  });

  it('leaves out what a factory of unknown code makes', async () => {
    const text = `import { createDispatcher } from '@acme/clients';\nimport { request } from 'undici';\nexport const load = (url) => request(url, { dispatcher: createDispatcher() });\n`;
    const folder = folderOf({ 'package.json': manifest('express'), 'src/load.js': text, 'src/server.js': server });
    expect((await init(folder)).clients).toEqual([]);
  });

  it('leaves out clients whose arguments another module could not know', async () => {
    const text = `import { Pool } from 'pg';\nimport { options } from './options.js';\nexport const find = () => new Pool(options).query('select 1');\n`;
    const folder = folderOf({
      'package.json': manifest('express', 'pg'),
      'src/find.js': text,
      'src/server.js': server,
    });
    expect((await init(folder)).clients).toEqual([]);
  });

  it.each([
    [
      'a class of the project that opens one',
      `import { Store } from './store.js';\nexport const find = (id) => new Store().find(id);\n`,
    ],
    [
      'a connection that its own call closes',
      `import Redis from 'ioredis';\nexport async function find(id) {\n  const redis = new Redis();\n  const value = await redis.get(id);\n  await redis.quit();\n  return value;\n}\n`,
    ],
  ])('leaves out %s, which no fix shares', async (_name, text) => {
    const store = `import { Pool } from 'undici';\nexport class Store {\n  pool = new Pool('https://a.example');\n  find(id) {\n    return this.pool.request({ path: id, method: 'GET' });\n  }\n}\n`;
    const own = { 'package.json': manifest('express'), 'src/server.js': server, 'src/store.js': store };
    const folder = folderOf({ ...own, 'src/find.js': text });
    expect((await init(folder)).clients).toEqual([]);
  });

  it('shares a client of the AWS SDK under the name of its class, also within a call', async () => {
    const text = `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';\nexport const handler = async (event) => new DynamoDBClient({ region: process.env.AWS_REGION }).send(new GetItemCommand({ Key: event.key }));\n`;
    const folder = folderOf({ 'package.json': manifest('@types/aws-lambda'), 'src/handler.js': text });
    const plan = await init(folder);
    expect(plan.byHand).toEqual([]);
    expect(plan.clients.map(({ construct, name }) => [construct, name])).toEqual([
      ['@aws-sdk/client-dynamodb#DynamoDBClient', 'dynamoDBClient'],
    ]);
    fix(folder, plan, './src/clients.js');
    expect(textsOf(folder)['src/handler.js']).toContain(`import { dynamoDBClient } from './clients.js';`);
  });

  it('names a default export as the code does', async () => {
    const text = `import Cache from 'ioredis';\nexport const find = (id) => new Cache().get(id);\n`;
    const folder = folderOf({
      'package.json': manifest('express', 'ioredis'),
      'src/find.js': text,
      'src/server.js': server,
    });
    await init(folder);
    const clients = textsOf(folder)['src/clients.js'];
    expect(clients).toContain(`import Cache from 'ioredis';\n`);
    expect(clients).toContain('export const cache = new Cache();\n');
  });

  describe('in Nest', () => {
    const service = `import { Injectable } from '@nestjs/common';\nimport { Agent, request } from 'undici';\n@Injectable()\nexport class Load {\n  load(url: string) {\n    return request(url, { dispatcher: new Agent() });\n  }\n}\n`;
    const start = `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nexport async function start() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\n`;
    const nest = (files: Readonly<Record<string, string>>): string =>
      folderOf({
        ...{ 'package.json': manifest('@nestjs/core'), 'tsconfig.json': '{}', 'src/load.ts': service },
        ...{ 'src/main.ts': start, ...files },
      });
    const appModule = (options: string): string =>
      `import { Module } from '@nestjs/common';\n\n@Module(${options})\nexport class AppModule {}\n`;
    const imports = `import { Module } from '@nestjs/common';\nimport { ClientsModule } from './clients';\n\n`;

    it.each([
      ['no options', '{}', '{ imports: [ClientsModule] }'],
      ['no imports', '{ providers: [A] }', '{ imports: [ClientsModule], providers: [A] }'],
      ['an empty list', '{ imports: [] }', '{ imports: [ClientsModule] }'],
      ['a list on one line', '{ imports: [A.forRoot({})] }', '{ imports: [A.forRoot({}), ClientsModule] }'],
      ['a list on lines', '{\n  imports: [\n    A,\n  ],\n}', '{\n  imports: [\n    A,\n    ClientsModule,\n  ],\n}'],
    ])('imports the module of clients into a root module with %s', async (_name, before, after) => {
      const folder = nest({ 'src/app.module.ts': appModule(before) });
      expect((await init(folder)).byHand).toEqual([]);
      expect(textsOf(folder)['src/app.module.ts']).toBe(`${imports}@Module(${after})\nexport class AppModule {}\n`);
      expect(textsOf(folder)['src/main.ts']).toContain('(AppModule);\n  app.enableShutdownHooks();\n');
    });

    it.each([
      ['a list that stands elsewhere', { 'src/app.module.ts': appModule('{ imports: modules }') }],
      ['a module that is made by a call', { 'src/main.ts': start.replace('(AppModule)', '(makeModule())') }],
    ])('says what to add to %s', async (_name, files) => {
      const folder = nest({ 'src/app.module.ts': appModule('{}'), ...files });
      expect((await init(folder)).byHand).toEqual([
        'add ClientsModule of src/clients.ts to the imports of the root module',
      ]);
    });

    it('leaves hooks alone that are there, and a handler of signals', async () => {
      const hooks = start.replace('  await app.listen', '  app.enableShutdownHooks();\n  await app.listen');
      const folder = nest({ 'src/app.module.ts': appModule('{}'), 'src/main.ts': hooks });
      expect((await init(folder)).byHand).toEqual([]);
      expect(textsOf(folder)['src/main.ts']).toBe(hooks);
      const signals = `${start}process.on('SIGTERM', () => stop());\n`;
      const own = nest({ 'src/app.module.ts': appModule('{}'), 'src/main.ts': signals });
      expect((await init(own)).byHand).toEqual([
        'src/main.ts already handles the shutdown: it has to call app.close(), which closes the clients',
      ]);
      expect(textsOf(own)['src/main.ts']).toBe(signals);
    });
  });

  it.each([
    [manifest('@nestjs/core'), /^nest: a provider has to keep each client/],
    [manifest('hono'), /^hono: outside of Node.js/],
    [manifest('chalk'), /^no framework that init supports/],
  ])('says why it can do nothing', async (json, message) => {
    const folder = folderOf({ 'package.json': json, 'src/load.js': route });
    await expect(lookAt(folder, null)).rejects.toThrow(message);
  });
});

describe('where init writes, and how', () => {
  const front = { 'src/main.ts': `import { createApp } from './app';\ncreateApp();\n`, 'tsconfig.json': '{}' };
  const called = `const https = require("https")\nconst axios = require("axios")\n\nexports.load = (url) => {\n\treturn axios.get(url, {\n\t\thttpsAgent: new https.Agent({\n\t\t\trejectUnauthorized: false,\n\t\t}),\n\t})\n}\n`;
  const listening = `const express = require("express")\nconst app = express()\n\nconst server = app.listen(3000)\n`;

  it('beside the files that need it, in their language and layout', async () => {
    const folder = folderOf({
      'package.json': JSON.stringify({ dependencies: { express: '*', axios: '*' } }),
      ...front,
      'server/load.js': called,
      'server/server.js': listening,
    });
    const plan = await init(folder);
    expect(plan.byHand).toEqual([]);
    const texts = textsOf(folder);
    expect(Object.keys(texts).filter((name) => name.includes('/'))).toEqual([
      ...['server/clients.js', 'server/load.js', 'server/server.js', 'server/shutdown.js', 'src/main.ts'],
    ]);
    expect(texts['server/clients.js']).toContain(
      `const { Agent } = require("https")\n\n/** The clients of this service: constructed once, shared by all requests. */\nconst httpsAgent = new Agent({\n\trejectUnauthorized: false,\n\tkeepAlive: true,\n})\n`,
    );
    expect(texts['server/clients.js']).toMatch(/\nmodule.exports = \{ httpsAgent, closeClients \}\n$/);
    expect(texts['server/shutdown.js']).not.toMatch(/;$|'|^ {2}/m);
    expect(texts['server/server.js']).toBe(
      listening.replace('\nconst app', '\nconst { closeOnSignal } = require("./shutdown")\nconst app').trimEnd() +
        '\ncloseOnSignal(server)\n',
    );
    const again = planFor(await lookAt(folder, null));
    expect([...again.writes, ...again.byHand]).toEqual([]);
    const sharedClients = [{ construct: 'https#Agent', module: './server/clients.js', export: 'httpsAgent' }];
    const { recommended } = plugin.configs;
    const linter = new Linter({ cwd: folder });
    const { output } = linter.verifyAndFix(
      called,
      [
        { ...recommended, settings: { 'client-lifecycle': { sharedClients } } },
        { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
      ],
      { filename: join(folder, 'server/load.js') },
    );
    expect(output).toContain('const { httpsAgent } = require("./clients")');
    expect(output).toContain('\t\thttpsAgent,\n');
  });

  it.each([
    ['.eslintrc.json', '.eslintrc.json', '{}'],
    ['eslintConfig of package.json', 'package.json', '{ "dependencies": { "express": "*" }, "eslintConfig": {} }'],
  ])('no configuration beside one of ESLint 8, which it would put out of force: %s', async (named, name, text) => {
    const manifest = { 'package.json': JSON.stringify({ dependencies: { express: '*' } }) };
    const folder = folderOf({ ...manifest, [name]: text, 'server/load.js': called, 'server/server.js': listening });
    const plan = await init(folder);
    expect(written(plan, folder)).toEqual(['server/clients.js', 'server/server.js', 'server/shutdown.js']);
    expect(plan.byHand.join()).toContain(`move ${named} to eslint.config.mjs`);
    expect(plan.byHand.join()).toContain(`{ construct: 'https#Agent', module: './server/clients.js'`);
  });

  it('nothing for a client that no fix could share', async () => {
    const kept = called
      .replace('return axios', 'keep(new https.Agent())\n\treturn axios')
      .replace(/new https.Agent\(\{[^}]*\}\)/, 'undefined');
    const folder = folderOf({
      'package.json': JSON.stringify({ dependencies: { express: '*' } }),
      'server/load.js': kept,
    });
    expect((await init(folder)).clients).toEqual([]);
  });
});
