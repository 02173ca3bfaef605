import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import tsParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

/** The files that the rules parse besides the linted ones, in order, while these are linted one after the other. */
function parsedBeside(files: Files, linted: readonly string[], settings: object = { role: 'service' }): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  const parsed: string[] = [];
  const parser: typeof tsParser = {
    ...tsParser,
    parseForESLint: (text, options) => {
      parsed.push(basename(options?.filePath ?? ''));
      return tsParser.parseForESLint(text, options);
    },
  };
  const linter = new Linter({ cwd: folder });
  const config: Linter.Config[] = [
    { files: ['**'], ...plugin.configs.recommended, languageOptions: { parser } },
    { settings: { 'client-lifecycle': settings } },
  ];
  for (const file of linted) linter.verify(readFileSync(join(folder, file), 'utf8'), config, join(folder, file));
  for (const file of linted) parsed.splice(parsed.indexOf(basename(file)), 1);
  return parsed;
}

const db = `import pg from 'pg';\nexport const createDb = () => new pg.Pool();\n`;
const route = `import { createDb } from './db.js';\nexport async function handler(id) { await createDb().query(id); }\n`;

describe('other files are parsed', () => {
  it('once for all that import them', () => {
    // Where both call it, the file of the function is told in the place of them, for which the other one is read.
    const linted = ['a.js', 'b.js'];
    expect(parsedBeside({ 'db.js': db, 'a.js': route, 'b.js': route }, linted)).toEqual(['db.js', 'b.js']);
  });

  it.each([
    ['tests by their path', 'a.test.js', ''],
    ['examples by their path', 'examples/a.js', ''],
    ['tests by what they import', 'a.js', `import { it } from 'vitest';\n`],
    ['code for browsers', 'a.js', `'use client';\n`],
  ])('not for %s, of which no rule says anything', (_kind, name, first) => {
    const code = first + route.replace('./db.js', name.includes('/') ? '../db.js' : './db.js');
    expect(parsedBeside({ 'db.js': db, [name]: code }, [name], {})).toEqual([]);
  });

  it('not where the settings say that no rule says anything of the linted one', () => {
    expect(parsedBeside({ 'db.js': db, 'a.js': route }, ['a.js'], { role: 'test' })).toEqual([]);
    expect(parsedBeside({ 'db.js': db, 'a.js': route }, ['a.js'], { role: 'script' })).toEqual(['db.js']);
  });

  it('once for each question, from whatever distance it is asked', () => {
    const files = {
      // Too long for its tree to be kept.
      'db.js': `${db}// ${'-'.repeat(110_000)}\n`,
      'service.js': `import { createDb } from './db.js';\nexport const makeDb = () => createDb();\n`,
      'a.js': `import { createDb } from './db.js';\nimport { makeDb } from './service.js';\nexport async function handler(id) { await createDb().query(id); await makeDb().query(id); }\n`,
    };
    // What it exports, then whether it could keep what it makes for both of its callers, and then how it is set.
    expect(parsedBeside(files, ['a.js'])).toEqual(['db.js', 'service.js', 'db.js', 'db.js']);
  });

  it('again where more of what is behind them is seen from nearby', () => {
    const step = (from: string, to: string) =>
      `import { ${from} } from './${from}.js';\nexport const ${to} = () => ${from}();\n`;
    const folder = folderOf({
      'package.json': { name: 'x' },
      'createDb.js': db,
      'one.js': step('createDb', 'one'),
      'two.js': step('one', 'two'),
      'three.js': step('two', 'three'),
      'a.js': `import { three } from './three.js';\nimport { two } from './two.js';\nexport async function far(id) { await three().query(id); }\nexport async function near(id) { await two().query(id); }\n`,
    });
    const reports = lintFile(folder, 'a.js').filter((report) => report.startsWith('no-client-in-function'));
    expect(reports.map((report) => report.split(' ')[0])).toEqual(['no-client-in-function:4']);
  });

  it('not where they import a package that makes or sends nothing with what they return', () => {
    const files = {
      'sign.js': `import { ethers } from 'ethers';\nexport const sign = (text) => { const result = ethers.id(text); return result; };\n`,
      'a.js': `import { sign } from './sign.js';\nexport const get = async (url) => (await fetch(url + sign(url))).text();\n`,
    };
    expect(parsedBeside(files, ['a.js'])).toEqual([]);
  });

  it('not at all where they were linted just before', () => {
    expect(parsedBeside({ 'db.js': db, 'a.js': route }, ['db.js', 'a.js'])).toEqual([]);
  });

  it('only where they may define what is imported, of many behind one', () => {
    const others = ['one', 'two', 'three'];
    const files = Object.fromEntries(others.map((name) => [`${name}.js`, `export const ${name} = 1;\n`]));
    const index = [...others, 'limits'].map((name) => `export * from './${name}.js';`).join('\n');
    const get = `import { LIMITS } from './index.js';\nexport const get = async (url) => (await fetch(url, LIMITS)).text();\n`;
    const limits = `export const LIMITS = { signal: AbortSignal.timeout(1000) };\n`;
    const parsed = parsedBeside({ ...files, 'index.js': index, 'limits.js': limits, 'get.js': get }, ['get.js']);
    expect(parsed.sort()).toEqual(['index.js', 'limits.js']);
  });

  it('not for the limits of requests, where their functions take none or no call sets one', () => {
    const files = {
      'own.js': `export const send = (id) => fetch('https://api.example/' + id, { signal: AbortSignal.timeout(9) }).then((r) => r.json());\n`,
      'index.js': `export * from './own.js';\nexport * from './sum.js';\n`,
      'sum.js': `export const sum = (a) => a + 1;\n`,
      'a.js': `import { send, sum } from './index.js';\nimport pg from 'pg';\nexport const pool = new pg.Pool();\nexport const run = (id) => send(sum(id));\n`,
    };
    expect(parsedBeside(files, ['a.js'])).not.toContain('sum.js');
    expect(parsedBeside(files, ['a.js'])).not.toContain('index.js');
  });

  it('not to see what becomes of a client that a function keeps to itself', () => {
    const files = {
      'db.js': `import pg from 'pg';\nexport async function load(id) { const pool = new pg.Pool(); const rows = await pool.query(id); await pool.end(); return rows; }\n`,
      'a.js': `import { load } from './db.js';\nexport const read = (id) => load(id);\n`,
      'b.js': `import { load } from './db.js';\nexport const write = (id) => load(id);\n`,
    };
    // One of them says how often it is called.
    expect(parsedBeside(files, ['db.js'])).toEqual(['a.js']);
  });

  it('not for what their functions do with arguments, unless one gets a client', () => {
    const files = {
      'text.js': `export const format = (text) => text;\nexport const wrap = (client) => client;\n`,
      'a.js': `import { format } from './text.js';\nexport const get = async (url) => format(await (await fetch(url)).text());\n`,
      'b.js': `import pg from 'pg';\nimport { wrap } from './text.js';\nexport const pool = wrap(new pg.Pool());\n`,
    };
    expect(parsedBeside(files, ['a.js'])).toEqual([]);
    expect(parsedBeside(files, ['b.js'])).toEqual(['text.js']);
  });

  it('only where they name the client, of those that import its module', () => {
    const users = Array.from({ length: 5 }, (_, index) => `user${String(index)}.js`);
    const files = {
      'clients.js': `import { Agent } from 'undici';\nlet agent;\nexport const getAgent = () => (agent ??= new Agent());\nexport const size = 1;\n`,
      ...Object.fromEntries(
        users.map((name) => [name, `import { size } from './clients.js';\nexport const end = size;\n`]),
      ),
      'closes.js': `import { getAgent } from './clients.js';\nprocess.on('SIGTERM', () => getAgent().close());\n`,
    };
    expect(parsedBeside(files, ['clients.js'])).toEqual(['closes.js']);
  });
});
