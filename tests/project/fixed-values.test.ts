import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { fixFile } from './lint.js';

type Files = Readonly<Record<string, string>>;

const CONFIG = `export const config = { storage: { region: process.env.REGION || 'us-east-1' } };\n`;
const route = (head: string, region: string): string =>
  `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';\n${head}\nexport async function handler(event) {\n  const client = new S3Client({ region: ${region} });\n  await client.send(new PutObjectCommand(event));\n}\n`;

/** Whether `recommended` makes the client of a route once, when it is first needed. */
function isKept(files: Files): boolean {
  const folder = folderOf({ 'package.json': { name: 'x', type: 'module' }, ...files });
  const fixed = fixFile(folder, 'src/route.js', 'no-client-in-function', { fixes: 'safe' });
  return fixed.includes(`(s3Client ??= new S3Client(`);
}

describe('a client is kept by the first call without a look', () => {
  const head = `import { config } from './config.js';`;
  it.each<[string, Files]>([
    ['the environment', { 'src/route.js': route('', 'process.env.REGION') }],
    ['a constant of the module', { 'src/route.js': route('const REGION = process.env.REGION;', 'REGION') }],
    [
      'a local constant',
      {
        'src/route.js': route('', 'process.env.REGION')
          .replace('const client', 'const zone = process.env.REGION;\n  const client')
          .replace('region: process.env.REGION', 'region: zone'),
      },
    ],
    [
      'a constant of another module',
      {
        'src/config.js': `export const REGION = 'eu-west-1';\n`,
        'src/route.js': route(`import { REGION } from './config.js';`, 'REGION'),
      },
    ],
    [
      'a member of what another module keeps',
      { 'src/config.js': CONFIG, 'src/route.js': route(head, 'config.storage.region') },
    ],
    [
      'a default export, through a file that exports it again',
      {
        'src/config.js': CONFIG.replace('export const config =', 'export default').replace('};', '};'),
        'src/index.js': `export { default as config } from './config.js';\n`,
        'src/route.js': route(`import { config } from './index.js';`, 'config.storage.region'),
      },
    ],
    [
      'a text made of such',
      { 'src/config.js': CONFIG, 'src/route.js': route(head, '`${config.storage.region}`.toLowerCase()') },
    ],
  ])('by %s', (_name, files) => {
    expect(isKept(files)).toBe(true);
  });

  const shared: Files = { 'src/config.js': CONFIG, 'src/route.js': route(head, 'config.storage.region') };
  it.each<[string, Files]>([
    [
      'another file assigns the member',
      { ...shared, 'src/set.js': `${head}\nexport const set = (to) => { config.storage.region = to; };\n` },
    ],
    [
      'another file assigns it by a text',
      { ...shared, 'src/set.js': `${head}\nexport const set = (to) => { config.storage['region'] = to; };\n` },
    ],
    [
      'another file changes the object',
      { ...shared, 'src/set.js': `${head}\nexport const set = (to) => Object.assign(config.storage, to);\n` },
    ],
    [
      'another file replaces the object',
      { ...shared, 'src/set.js': `${head}\nexport const set = (to) => { config.storage = to; };\n` },
    ],
    [
      'it is a variable that is assigned again',
      { ...shared, 'src/config.js': `${CONFIG.replace('const', 'let')}export const set = (to) => { config = to; };\n` },
    ],
    ['a function gives it', { ...shared, 'src/config.js': CONFIG.replace('process.env.REGION', 'regionOf()') }],
    [
      'it is computed',
      { ...shared, 'src/config.js': CONFIG.replace(/region: [^}]*/, 'get region() { return process.env.REGION; } ') },
    ],
    ['more may stand in the object', { ...shared, 'src/config.js': CONFIG.replace('region:', '...others, region:') }],
    [
      'the environment is written',
      { 'src/route.js': route('', 'process.env.REGION'), 'src/set.js': `process.env.REGION = 'b';\n` },
    ],
    ['a package gives it', { 'src/route.js': route(`import { config } from 'config';`, 'config.storage.region') }],
    ['nobody knows when', { 'src/route.js': route('', 'Date.now()') }],
  ])('not where %s', (_name, files) => {
    expect(isKept(files)).toBe(false);
  });
});
