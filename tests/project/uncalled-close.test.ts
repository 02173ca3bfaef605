import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function reports(files: Files, file: string): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  const sourceType = file.endsWith('.cjs') ? 'commonjs' : 'module';
  return lintFile(folder, file, { sourceType }).filter((message) => message.startsWith('require-client-close'));
}

describe('a static method that would close a client', () => {
  const cache = (head = 'export class Cache'): string =>
    `import Redis from 'ioredis';\n${head} {\n  static redis = new Redis();\n  static get(key) { return Cache.redis.get(key); }\n  static async close() { await Cache.redis.quit(); }\n}\n`;
  const files = (rest: string): Files => ({
    'src/server.js': `import http from 'node:http';\nimport { Cache } from './cache.js';\nhttp.createServer(() => Cache.get('x')).listen(80);\n${rest}`,
    'src/end.js': `import { files } from './files.js';\nexport const end = () => files.close();\n`,
  });

  it('closes nothing where no file names it together with its class', () => {
    expect(reports({ 'src/cache.js': cache(), ...files('') }, 'src/cache.js')).toEqual([
      'require-client-close:3 Cache.close() would close `new Redis()` of ioredis, but nothing in the project calls Cache.close(). Call it where the program shuts down.',
    ]);
  });

  it.each<[string, string, string]>([
    ['a file calls it', cache(), `process.on('SIGTERM', () => Cache.close());\n`],
    ['a file takes it out of the class', cache(), `const { close } = Cache;\n`],
    ['a text may name it', cache(), `Cache['close']();\n`],
    ['its class extends another one', cache('export class Cache extends Base'), ''],
    ['its class has another name elsewhere', `${cache('class Cache')}export { Cache, Cache as Store };\n`, ''],
  ])('may be called where %s', (_name, code, rest) => {
    expect(reports({ 'src/cache.js': code, ...files(rest) }, 'src/cache.js')).toEqual([]);
  });
});

describe('files that list members of something beside a module that closes a client', () => {
  const functions = `const { Pool } = require('pg');\nconst pool = new Pool();\nconst find = (id) => pool.query('x', [id]);\nconst closeDb = () => pool.end();\nmodule.exports = { find, closeDb };\n`;
  const health = (head: string, rest: string): string =>
    `const http = require('node:http');\n${head}\nhttp.createServer(() => { ${rest} }).listen(80);\n`;

  it.each<[string, string]>([
    ['of an object of their own', health(`const db = require('./db.cjs');`, `Object.values({ db: db.find(1) });`)],
    ['and take functions out of it', health(`const { find } = require('./db.cjs');`, `Object.keys(find(1));`)],
  ])('%s do not call its functions', (_name, user) => {
    expect(reports({ 'src/db.cjs': functions, 'src/server.cjs': user }, 'src/db.cjs')).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['of the module', health(`const db = require('./db.cjs');`, `for (const end of Object.values(db)) end();`)],
    ['of a module without a name', health(`run([require('./db.cjs')]);`, `Object.values(all);`)],
    ['and hand it on', health(`const db = require('./db.cjs');`, `run(db); Object.values(all);`)],
  ])('%s may call its functions', (_name, user) => {
    expect(reports({ 'src/db.cjs': functions, 'src/server.cjs': user }, 'src/db.cjs')).toEqual([]);
  });
});
