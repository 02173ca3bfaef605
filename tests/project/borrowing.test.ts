import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

const head = `import { MongoClient } from 'mongodb';\n`;

/** What the per-call rule and the close rule say of a file that hands its client to a function of another file. */
function reports(helper: string, user: string): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, 'src/helper.ts': head + helper, 'src/user.ts': user });
  return lintFile(folder, 'src/user.ts').flatMap((message) =>
    /^(?:no-client-in-function|require-client-close)/.test(message) ? [message.replace(/:.*/, '')] : [],
  );
}

const user = (call: string): string =>
  `${head}import { use } from './helper.js';\nexport async function load() {\n  const client = new MongoClient('mongodb://a');\n  return ${call};\n}\n`;
const shared = (call: string): string =>
  `${head}import { use } from './helper.js';\nconst client = new MongoClient('mongodb://a');\nexport const load = () => ${call};\n`;

describe('a function of another file that is given a client', () => {
  it('only uses it: the client still lives for one call', () => {
    const helper = `export async function use(client: MongoClient, id) { return client.db().collection('a').findOne({ id }); }`;
    expect(reports(helper, user(`use(client, 1)`))).toEqual(['no-client-in-function']);
    expect(reports(helper, shared(`use(client, 1)`))).toEqual(['require-client-close']);
  });

  it('is known by the name of its parameter too, and through a default', () => {
    const helper = `export const use = (id, mongoClient = null) => mongoClient.db().command({ ping: id });`;
    expect(reports(helper, user(`use(1, client)`))).toEqual(['no-client-in-function']);
  });

  it.each<[string, string]>([
    ['closes it', `export async function use(client: MongoClient) { await client.close(); }`],
    ['keeps it', `const all = []; export function use(client: MongoClient) { all.push(client); }`],
    [
      'hands it on',
      `import { other } from './other.js'; export function use(client: MongoClient) { return other(client); }`,
    ],
    ['keeps it in a listener', `export function use(client: MongoClient) { process.on('exit', () => client.db()); }`],
    ['returns it in an object', `export function use(client: MongoClient) { return { client }; }`],
  ])('%s: nothing is said of a shared client', (_name, helper) => {
    expect(reports(helper, shared(`use(client)`))).toEqual([]);
  });

  it('closes the client of a call only when all goes well', () => {
    const helper = `export async function use(client: MongoClient) { await client.close(); }`;
    const code = `${head}import { use } from './helper.js';\nexport async function load(uri) {\n  const client = new MongoClient(uri);\n  const rows = await client.db().collection('a').find().toArray();\n  await use(client);\n  return rows;\n}\n`;
    expect(reports(helper, code)).toEqual(['no-client-in-function']);
    const safe = code
      .replace('const rows = await', 'try { return await')
      .replace('  await use(client);\n  return rows;', '  } finally { await use(client); }');
    expect(reports(helper, safe)).toEqual([]);
  });
});

/** The same with a class that is given the client, declared in the file itself or imported. */
const holder = (members: string): string =>
  `export class Store {\n  constructor(private readonly client: MongoClient) {}\n  ${members}\n}\n`;
const FIND = `find(id) { return this.client.db().collection('a').findOne({ id }); }`;

describe('an instance that holds a client', () => {
  const perCall = (make: string): string =>
    `${head}import { Store, open } from './helper.js';\nexport async function load(id) {\n  const store = ${make};\n  const found = await store.find(id);\n  return found;\n}\n`;
  const open = `export const open = (client: MongoClient) => new Store(client);\n`;

  it('lives for one call, and so does the client: its class only uses it', () => {
    const helper = holder(FIND) + open;
    expect(reports(helper, perCall(`new Store(new MongoClient('mongodb://a'))`))).toEqual(['no-client-in-function']);
    expect(reports(helper, perCall(`open(new MongoClient('mongodb://a'))`))).toEqual(['no-client-in-function']);
    const here = perCall(`new Store(new MongoClient('mongodb://a'))`).replace(/import \{ Store.*\n/, holder(FIND));
    expect(reports('', here)).toEqual(['no-client-in-function']);
  });

  it('lives as long as the module, and closes it nowhere', () => {
    const code = `${head}import { Store } from './helper.js';\nexport const store = new Store(new MongoClient('mongodb://a'));\n`;
    expect(reports(holder(FIND), code)).toEqual(['require-client-close']);
  });

  it.each<[string, string]>([
    ['ends it when its work is done', `async find(id) { const db = this.client.db(); await this.client.close(); }`],
    ['gives itself to others', `find(id) { all.push(this); return this.client.db(); }`],
    ['lives on with a timer', `find(id) { setInterval(() => this.poll(), 1000); } poll() { this.client.db(); }`],
    ['hands it on', `find(id) { return keep(this.client); }`],
    ['gives it out', `find(id) { return this.client; }`],
    ['keeps it elsewhere', `find(id) { cache.client = this.client; }`],
  ])('says nothing where it %s', (_name, members) => {
    expect(reports(holder(members), perCall(`new Store(new MongoClient('mongodb://a'))`))).toEqual([]);
  });

  it('says nothing where the class extends another, or the instance is closed', () => {
    const heir = holder(FIND).replace('class Store', 'class Store extends Base');
    expect(reports(heir, perCall(`new Store(new MongoClient('mongodb://a'))`))).toEqual([]);
    const closing = holder(`${FIND} async close() { await this.client.close(); }`);
    const code = perCall(`new Store(new MongoClient('mongodb://a'))`).replace('return found', 'await store.close()');
    expect(reports(closing, code)).toEqual([]);
  });
});

it('one connection of a library that is opened in one of two ways is one report', () => {
  const code = `import mongoose from 'mongoose';\nexport async function open(local) {\n  if (local) await mongoose.connect('a');\n  else await mongoose.connect('b');\n}\n`;
  const folder = folderOf({ 'package.json': { name: 'x' }, 'src/db.js': code });
  const found = lintFile(folder, 'src/db.js').filter((message) => message.startsWith('require-client-close'));
  expect(found.map((message) => message.slice(0, 22))).toEqual(['require-client-close:3']);
});

describe('a client that a function of another file made', () => {
  const make = `export const make = (uri: string) => new MongoClient(uri);\n`;
  const using = (keep: string): string =>
    `import { make } from './helper.js';\nimport { keep } from './${keep}.js';\nexport async function load(uri: string) {\n  return keep(make(uri));\n}\n`;
  const keeper = `export class Store { constructor(private readonly client: object) {} }\nexport function keep(client: object) { return new Store(client); }\n`;

  it('belongs to the function of a third file that gets it: no vendor of one brand made both', () => {
    const folder = folderOf({
      'package.json': { name: 'x' },
      'src/helper.ts': head + make,
      'src/store.ts': keeper,
      'src/user.ts': using('store'),
    });
    expect(lintFile(folder, 'src/user.ts').filter((message) => message.startsWith('no-client-in-function'))).toEqual(
      [],
    );
  });
});
