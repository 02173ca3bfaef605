import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function reports(
  files: Files,
  file: string,
  parser: 'typescript' | 'espree' = 'typescript',
  role = 'service',
): string[] {
  const folder = folderOf({ 'package.json': { name: 'x', private: true, type: 'module' }, ...files });
  return lintFile(folder, file, { parser, settings: { role } }).filter((message) =>
    message.startsWith('require-timeouts'),
  );
}

const WRAPPER = `import nodeFetch from 'node-fetch';
export function load(url, init) {
  return nodeFetch(url, { ...init, headers: { a: 'b' } });
}
`;
const caller = (given: string, head = `import { load } from './load.js';`): string =>
  `${head}\nexport async function read(id, options) {\n  const response = await load(${given});\n  return response.json();\n}\n`;
const BARE = caller(`'https://api.example/' + id, { method: 'POST' }`);
const LIMITED = caller(`'https://api.example/' + id, { timeout: 5000 }`);

describe('a function that others give the limits of its request', () => {
  it.each(['typescript', 'espree'] as const)('is reported itself where no caller sets one, under %s', (parser) => {
    const files = { 'src/load.js': WRAPPER, 'src/a.js': BARE, 'src/b.js': caller(`'https://api.example/'`) };
    expect(reports(files, 'src/load.js', parser)).toEqual([expect.stringMatching(/^require-timeouts:3 .*nodeFetch/)]);
    expect(reports(files, 'src/a.js', parser)).toEqual([]);
  });

  it.each(['typescript', 'espree'] as const)('is not where some do; the other callers are, under %s', (parser) => {
    const files = { 'src/load.js': WRAPPER, 'src/a.js': BARE, 'src/b.js': LIMITED };
    expect(reports(files, 'src/load.js', parser)).toEqual([]);
    expect(reports(files, 'src/b.js', parser)).toEqual([]);
    expect(reports(files, 'src/a.js', parser)).toEqual([
      'require-timeouts:3 Nothing limits the wait for the response of `nodeFetch()` in load() of ./load.js: a silent server makes it wait forever. Set `signal: AbortSignal.timeout(ms)`.',
    ]);
  });

  it('tells many calls of one file at the first of them', () => {
    const many = (count: number): Files => ({
      'src/load.js': WRAPPER,
      'src/a.js': `import { load } from './load.js';\n${Array.from({ length: count }, (_, index) => `export const get${String(index)} = (id) => load('https://api.example/' + id, {});`).join('\n')}\n`,
      'src/b.js': LIMITED,
    });
    expect(reports(many(3), 'src/a.js')).toHaveLength(3);
    expect(reports(many(9), 'src/a.js')).toEqual([
      expect.stringMatching(/:2 .* of \.\/load\.js, here and in 8 more calls:/),
    ]);
  });

  it('counts a caller in its own file, and behind a file that only hands on', () => {
    const own = `${WRAPPER}export const quick = (url) => load(url, { timeout: 100 });\n`;
    expect(reports({ 'src/load.js': own, 'src/a.js': BARE }, 'src/a.js')).toHaveLength(1);
    const barrel = {
      'src/load.js': WRAPPER,
      'src/index.js': `export * from './load.js';`,
      'src/a.js': caller(`'https://api.example/'`, `import { load } from './index.js';`),
    };
    expect(reports({ ...barrel, 'src/b.js': LIMITED }, 'src/a.js')).toHaveLength(1);
    expect(reports(barrel, 'src/load.js')).toHaveLength(1);
  });

  it.each([
    ['by another name', `export { load as fetchIt } from './load.js';`, 'fetchIt'],
    ['as an import of its own', `import { load as inner } from './load.js';\nexport { inner as fetchIt };`, 'fetchIt'],
    ['as a constant', `import { load } from './load.js';\nexport const fetchIt = load;`, 'fetchIt'],
    ['as what it is mainly', `import { load } from './load.js';\nexport default load;`, 'default as fetchIt'],
    ['in CommonJS', `const { load } = require('./load.js');\nexports.fetchIt = load;`, 'fetchIt'],
    ['beside others', `export * from './other.js';\nexport { load as fetchIt } from './load.js';`, 'fetchIt'],
  ])('is found behind a file that hands it on %s', (_how, index, name) => {
    const files = {
      'src/load.js': WRAPPER,
      'src/other.js': `export const other = () => fetchIt;\nconst fetchIt = 1;\n`,
      'src/index.js': `${index}\n`,
      'src/b.js': LIMITED,
      'src/a.js': caller(`'https://api.example/'`, `import { ${name} } from './index.js';`).replace(
        'load(',
        'fetchIt(',
      ),
    };
    expect(reports(files, 'src/a.js')).toHaveLength(1);
  });

  it('follows names that hold the words of statements, and reads long runs of spaces once', () => {
    const files = {
      'src/load.js': WRAPPER.replace('load(', 'importantExport('),
      'src/index.js': `import${' '.repeat(100_000)}\nimport { importantExport } from './load.js';\nexport { importantExport as load };\n`,
      'src/a.js': caller(`'https://api.example/'`, `import { load } from './index.js';`),
      'src/b.js': caller(`'https://api.example/', { timeout: 5000 }`, `import { load } from './index.js';`),
    };
    // Text that no parser takes says nothing, after one look at it.
    expect(reports(files, 'src/a.js')).toEqual([]);
    const index = `import { importantExport } from './load.js';\nexport { importantExport as load };\n`;
    expect(reports({ ...files, 'src/index.js': index }, 'src/a.js')).toHaveLength(1);
    const again = `export { importantExport as load } from './load.js';\n`;
    expect(reports({ ...files, 'src/index.js': again }, 'src/a.js')).toHaveLength(1);
    const all = `export * from './load.js';\n`;
    const load = { ...files, 'src/load.js': WRAPPER, 'src/index.js': all };
    expect(reports(load, 'src/a.js')).toHaveLength(1);
  });

  it('asks of each request of a function by itself', () => {
    const load = `export async function load(url, first, second) {
  await (await fetch(url, first)).text();
  return fetch(url, second);
}
`;
    const files = {
      'src/load.js': load,
      'src/a.js': caller(`'https://api.example/', { signal: AbortSignal.timeout(100) }, { method: 'POST' }`),
    };
    expect(reports(files, 'src/load.js')).toEqual([expect.stringMatching(/^require-timeouts:3 /)]);
  });

  it('takes the option as a parameter of its own', () => {
    const load = `export const load = (url, { signal, body }) => fetch(url, { method: 'POST', body, signal });\n`;
    const files = {
      'src/load.js': load,
      'src/a.js': `${caller(`'https://api.example/', { body: id }`)}export const own = fetch;\n`,
      'src/b.js': caller(`'https://api.example/', { body: id, signal: AbortSignal.timeout(100) }`),
    };
    expect(reports(files, 'src/a.js')).toHaveLength(1);
    expect(reports(files, 'src/b.js')).toEqual([]);
  });

  it.each<[string, string]>([
    ['gives options that are not seen', caller(`'https://api.example/', options`)],
    ['spreads its arguments', caller(`...options`)],
    [
      'gives up waiting',
      `import { load } from './load.js';\nexport const read = (u) => withTimeout(load(u, {}), 500);\n`,
    ],
    ['asks this machine', caller(`'http://localhost:3000/', {}`)],
    ['reads a stream of events', caller(`'https://api.example/', { headers: { Accept: 'text/event-stream' } }`)],
  ])('says nothing of a caller that %s', (_name, code) => {
    const files = { 'src/load.js': WRAPPER, 'src/a.js': code, 'src/b.js': LIMITED };
    expect(reports(files, 'src/a.js')).toEqual([]);
    expect(reports({ 'src/load.js': WRAPPER, 'src/a.js': code }, 'src/load.js')).toEqual([]);
  });

  it('does not ask tests, and a package does not know its users', () => {
    expect(reports({ 'src/load.js': WRAPPER, 'test/a.test.js': BARE }, 'src/load.js')).toEqual([]);
    const files = { 'src/load.js': WRAPPER, 'src/a.js': BARE };
    expect(reports(files, 'src/load.js', 'typescript', 'library')).toEqual([]);
  });
});

describe('a dispatcher that other files send requests with', () => {
  const factory = `import { Agent } from 'undici';
export const pinned = (address) => new Agent({ connect: { lookup: (_host, _options, done) => done(null, address, 4) } });
`;
  const sending = (options: string): string => `import { fetch } from 'undici';
import { pinned } from './pinned.js';
export async function send(url, address) {
  const dispatcher = pinned(address);
  try {
    return await (await fetch(url, { dispatcher${options} })).text();
  } finally {
    await dispatcher.destroy();
  }
}
`;

  it('needs no limits where each request has one', () => {
    const files = { 'src/pinned.js': factory, 'src/send.js': sending(', signal: AbortSignal.timeout(100)') };
    expect(reports(files, 'src/pinned.js')).toEqual([]);
  });

  it('needs some where a request has none', () => {
    expect(reports({ 'src/pinned.js': factory, 'src/send.js': sending('') }, 'src/pinned.js')).toHaveLength(1);
    expect(reports({ 'src/pinned.js': factory }, 'src/pinned.js')).toHaveLength(1);
  });

  it('is seen through the function of its file that makes it', () => {
    const shared = `import { Agent } from 'undici';
function make(strict) { return new Agent({ connect: { rejectUnauthorized: strict } }); }
export const dispatcher = make(true);
`;
    const user = `import { fetch } from 'undici';\nimport { dispatcher } from './shared.js';
export const send = async (url, signal) => (await fetch(url, { dispatcher, signal })).text();\n`;
    expect(reports({ 'src/shared.js': shared, 'src/send.js': user }, 'src/shared.js')).toEqual([]);
  });
});
