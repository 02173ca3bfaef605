import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import tsParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { folderOf } from './folder.js';

type Files = Readonly<Record<string, string | object>>;

/** The files that the rules parse besides the linted ones, in order, while these are linted one after the other. */
function parsedBeside(files: Files, linted: readonly string[]): string[] {
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
    { settings: { 'client-lifecycle': { role: 'service' } } },
  ];
  for (const file of linted) linter.verify(readFileSync(join(folder, file), 'utf8'), config, join(folder, file));
  for (const file of linted) parsed.splice(parsed.indexOf(file), 1);
  return parsed;
}

const db = `import pg from 'pg';\nexport const createDb = () => new pg.Pool();\n`;
const route = `import { createDb } from './db.js';\nexport async function handler(id) { await createDb().query(id); }\n`;

describe('other files are parsed', () => {
  it('once for all that import them', () => {
    expect(parsedBeside({ 'db.js': db, 'a.js': route, 'b.js': route }, ['a.js', 'b.js'])).toEqual(['db.js']);
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
