import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { fixFile, lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

const RULE = 'no-client-in-function';
const S3 = `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';\n`;
const MAKER = `${S3}export function makeClient() {\n  return new S3Client({ region: 'eu-west-1' });\n}\n`;
const caller = (
  name: string,
  made = 'makeClient()',
  use = `return (await client.send({ Key: id })).ETag;`,
  head = `import { makeClient } from './maker.js';`,
): string => `${head}\nexport async function ${name}(id) {\n  const client = ${made};\n  ${use}\n}\n`;

const PROJECT: Files = {
  'package.json': { name: 'x', type: 'module' },
  'src/maker.js': MAKER,
  'src/one.js': caller('one'),
  'src/two.js': caller('two'),
};

/** The project with other files; one without a text is not there. */
const projectWith = (files: Files): Files =>
  Object.fromEntries(Object.entries({ ...PROJECT, ...files }).filter(([, text]) => text !== ''));

/** The reports of all files of a project, as `file:line` with the beginning of their messages. */
function reports(files: Files, settings: object = {}, parser: 'typescript' | 'espree' = 'typescript'): string[] {
  const folder = folderOf(projectWith(files));
  return Object.keys(projectWith(files))
    .filter((file) => /\.[cm]?[jt]s$/.test(file))
    .sort()
    .flatMap((file) =>
      lintFile(folder, file, {
        settings,
        parser: file.endsWith('.ts') ? 'typescript' : parser,
        sourceType: file.endsWith('.cjs') ? 'commonjs' : 'module',
      }).flatMap((message) => {
        const [, line = '', text = ''] = /^no-client-in-function:(\d+) (.*)$/.exec(message) ?? [];
        return line === '' ? [] : [`${file}:${line} ${text}`];
      }),
    );
}

const placesIn = (found: readonly string[]): string[] => found.map((each) => each.split(' ')[0] ?? '');
const CALLERS = ['src/one.js:3', 'src/two.js:3'];

/** What `migrate` makes of the file of the function. */
function fixed(files: Files, file = 'src/maker.js'): string {
  return fixFile(folderOf(projectWith(files)), file, RULE);
}

describe('a function that makes a client for calls in several other files', () => {
  it('is told of it where no edit is known to be right, but it gets no arguments', () => {
    const maker = `${S3}import { SETTINGS } from './settings.js';
export const makeClient = () => {
  const config = { region: SETTINGS.region };
  if (SETTINGS.endpoint) config.endpoint = SETTINGS.endpoint;
  return new S3Client(config);
};
`;
    const settings = `export const SETTINGS = {};\nexport const load = (rows) => { Object.assign(SETTINGS, rows); };\n`;
    expect(placesIn(reports({ 'src/maker.js': maker, 'src/settings.js': settings }))).toEqual(['src/maker.js:6']);
  });

  it.each(['typescript', 'espree'] as const)('is told of it in the place of them, under %s', (parser) => {
    expect(reports({}, {}, parser)).toEqual([
      'src/maker.js:3 `new S3Client()` of @aws-sdk/client-s3 is constructed on every call to makeClient() in 2 files, for example src/one.js:3. Construct it once there, and give all callers the same one.',
    ]);
  });

  it('keeps it for all of them, in one edit', () => {
    expect(fixed({})).toBe(
      MAKER.replace('export', '\nlet s3Client;\n\nexport').replace(/new S3Client\(.*\)/, '(s3Client ??= $&)'),
    );
    expect(fixed({}, 'src/one.js')).toBe(PROJECT['src/one.js']);
  });

  it('is told of its own calls as well, once', () => {
    const own = `export async function three(id) {\n  return (await makeClient().send({ Key: id })).ETag;\n}\n`;
    expect(placesIn(reports({ 'src/maker.js': MAKER + own }))).toEqual(['src/maker.js:3']);
  });

  it('may get its arguments from the environment', () => {
    const module = MAKER.replace(`'eu-west-1'`, 'process.env.REGION');
    expect(fixed({ 'src/maker.js': module })).toContain(
      'return (s3Client ??= new S3Client({ region: process.env.REGION }));',
    );
  });

  it('keeps one for each value of a parameter', () => {
    const module = `${S3}export function makeClient(region: string): S3Client {\n  return new S3Client({ region });\n}\n`;
    const typed = (name: string): string => caller(name, 'makeClient(id)').replace('(id)', '(id: string)');
    const files = {
      'src/maker.js': '',
      'src/maker.ts': module,
      'src/one.js': '',
      'src/two.js': '',
      'src/one.ts': typed('one'),
      'src/two.ts': typed('two'),
    };
    expect(placesIn(reports(files))).toEqual(['src/maker.ts:3']);
    expect(fixed(files, 'src/maker.ts')).toContain('const s3Clients = new Map<string, S3Client>();');
  });

  it('keeps one for equal options', () => {
    const module = `${S3}export function makeClient(options) {\n  return new S3Client(options);\n}\n`;
    const made = `makeClient({ region: id })`;
    const output = fixed({
      'src/maker.js': module,
      'src/one.js': caller('one', made),
      'src/two.js': caller('two', made),
    });
    expect(output).toContain('function keyed(make)');
    expect(output).toContain('return s3ClientFor(options);');
  });

  it.each([
    ['a constant', `  const pool = new pg.Pool(pools[name]);\n  return pool;`],
    ['a return', `  return new pg.Pool(pools[name]);`],
  ])('keeps a pool for each of the few names that its callers give, from %s', (_name, body) => {
    const module = `const pg = require('pg');\nconst pools = require('./pools');\nfunction makeClient(name = 'main') {\n${body}\n}\nmodule.exports = { makeClient };\n`;
    const head = `const { makeClient } = require('./maker.cjs');`;
    const use = `return (await client.query('select 1')).rows;`;
    const files = (other: string): Files => ({
      'src/maker.js': '',
      'src/one.js': '',
      'src/two.js': '',
      'src/pools.cjs': 'module.exports = { main: { max: 5 } };',
      'src/maker.cjs': module,
      'src/one.cjs': caller('one', 'makeClient()', use, head).replace('export async', 'exports.one = async'),
      'src/two.cjs': caller('two', other, use, head).replace('export async', 'exports.two = async'),
    });
    const output = fixed(files(`makeClient('other')`), 'src/maker.cjs');
    expect(output).toBe(
      module
        .replace('function', '\nconst poolByName = new Map();\n\nfunction')
        .replace(
          / {2}(?:const pool =|return) new .*;\n/,
          `  let pool = poolByName.get(name);\n  if (!pool) {\n    pool = new pg.Pool(pools[name]);\n    poolByName.set(name, pool);\n  }\n${body.includes('const') ? '' : '  return pool;\n'}`,
        ),
    );
    expect(fixed(files('makeClient(id)'), 'src/maker.cjs')).toBe(module);
  });

  it('may be reached through files that export it again, and through functions that return what it makes', () => {
    const files = {
      'src/index.js': `export * from './maker.js';\n`,
      'src/made.js': `import { makeClient } from './index.js';\nexport const make = () => makeClient();\n`,
      'src/one.js': caller('one').replace('./maker.js', './index.js'),
      'src/two.js': caller('two', 'make()').replace('{ makeClient }', '{ make }').replace('./maker.js', './made.js'),
    };
    expect(placesIn(reports(files))).toEqual(['src/maker.js:3']);
  });

  it.each([
    ['exports.makeClient = () =>', ''],
    ['exports.makeClient = function () { return', '; }'],
    ['module.exports = { makeClient: () =>', ' }'],
  ])('may be a member of exports: %s', (before, behind) => {
    const head = `const { makeClient } = require('./maker.cjs');`;
    const files = {
      'src/maker.js': '',
      'src/maker.cjs': `const { S3Client } = require('@aws-sdk/client-s3');\n${before} new S3Client({ region: 'a' })${behind};\n`,
      'src/one.js': '',
      'src/two.js': '',
      'src/one.cjs': caller('one', undefined, undefined, head).replace('export async', 'exports.one = async'),
      'src/two.cjs': caller('two', undefined, undefined, head).replace('export async', 'exports.two = async'),
    };
    expect(placesIn(reports(files))).toEqual(['src/maker.cjs:2']);
    expect(fixed(files, 'src/maker.cjs')).toContain(`(s3Client ??= new S3Client({ region: 'a' }))`);
  });
});

describe('callers are told, and the function stays as it is, where', () => {
  const close = `await client.send({ Key: id });\n  client.destroy();`;
  it.each<[string, Files, readonly string[]]>([
    ['only one file calls it', { 'src/two.js': '' }, ['src/one.js:3']],
    ['a caller closes what it gets', { 'src/three.js': caller('three', undefined, close) }, CALLERS],
    [
      'a caller changes what it gets',
      { 'src/three.js': caller('three', undefined, 'client.middlewareStack.add(sign);\n  return client.send(id);') },
      CALLERS,
    ],
    [
      'a caller hands it to code that is not known',
      { 'src/three.js': `import { makeClient } from './maker.js';\nrun(makeClient());\n` },
      CALLERS,
    ],
    ['an import cycle leads back to it', { 'src/maker.js': `import './one.js';\n${MAKER}` }, CALLERS],
    ['it is awaited', { 'src/maker.js': MAKER.replace('function', 'async function') }, CALLERS],
    [
      'it is a method of a class',
      {
        'src/maker.js': `${S3}class Maker {\n  make() {\n    return new S3Client({});\n  }\n}\nexport const maker = new Maker();\n`,
        'src/one.js': caller('one', 'maker.make()').replace('{ makeClient }', '{ maker }'),
        'src/two.js': caller('two', 'maker.make()').replace('{ makeClient }', '{ maker }'),
      },
      CALLERS,
    ],
    ['a comment hides all of its file', { 'src/maker.js': `/* eslint-disable */\n${MAKER}` }, CALLERS],
    ['it belongs to another package', { 'src/package.json': { name: 'y' }, 'src/lib/package.json': { name: 'z' } }, []],
  ])('%s', (_name, files, places) => {
    expect(placesIn(reports(files)).filter((each) => CALLERS.includes(each))).toEqual(places);
    if (places.length === 0) return;
    const before = { ...PROJECT, ...files }['src/maker.js'];
    expect(fixed(files)).toBe(before);
  });

  it('they belong to another package, whoever else calls it', () => {
    const files = {
      'other/package.json': { name: 'y', type: 'module' },
      'other/three.js': caller('three').replace('./maker.js', '../src/maker.js'),
    };
    expect(placesIn(reports(files))).toEqual(['other/three.js:3', 'src/maker.js:3']);
  });

  it('other files are not read, nobody is told', () => {
    expect(reports({}, { project: false })).toEqual([]);
  });
});

describe('a comment that names the rule', () => {
  it('settles it for all callers', () => {
    const comment = `  // eslint-disable-next-line client-lifecycle/${RULE} -- each caller has its own\n`;
    expect(reports({ 'src/maker.js': MAKER.replace('  return', `${comment}  return`) })).toEqual([]);
  });
});
