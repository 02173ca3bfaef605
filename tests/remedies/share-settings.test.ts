import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixAll } from './fix-all.js';

const load = (dispatcher: string, name = 'load'): string =>
  `export async function ${name}(url) {\n  return (await request(url, { dispatcher${dispatcher} })).body.text();\n}\n`;

describe('the shared client of the project', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'shared-client-'));
    mkdirSync(join(cwd, 'lib'));
    writeFileSync(
      join(cwd, 'lib', 'clients.ts'),
      `import { Agent } from 'undici';\nexport const shared = new Agent({\n  bodyTimeout: 5,\n});\n`,
    );
  });
  afterAll(() => {
    rmSync(cwd, { recursive: true });
  });

  const settings = (module: string, more = {}) => ({
    sharedClients: [{ construct: 'undici#Agent', module, export: 'shared', ...more }],
  });
  const fix = (code: string, module = './lib/clients.ts', more = {}, filename = 'service.ts') =>
    fixAll(code, settings(module, more), { filename: join(cwd, filename), cwd });

  it.each([
    ['no relative import: as Node.js wants it', '', './lib/clients.js'],
    ['extensions of compiled files', `import './a.js';\n`, './lib/clients.js'],
    ['extensions of sources', `import './a.ts';\n`, './lib/clients.ts'],
    ['no extensions', `import './a';\n`, './lib/clients'],
  ])('is imported by a relative path; %s', (_name, head, specifier) => {
    expect(fix(`${head}import { Agent, request } from 'undici';\n${load(': new Agent()')}`).output).toBe(
      `${head}import { request } from 'undici';\nimport { shared } from '${specifier}';\n${load(': shared')}`,
    );
  });

  it.each(['cjs', 'mjs'])('is imported with the extension .%s, which nothing adds', (extension) => {
    const code = `import './a';\nimport { Agent, request } from 'undici';\n${load(': new Agent()')}`;
    writeFileSync(join(cwd, 'lib', `old.${extension}`), `exports.shared = new Agent();\n`);
    expect(fix(code, `./lib/old.${extension}`).output).toContain(`'./lib/old.${extension}'`);
  });

  it('is imported by its alias', () => {
    expect(fix(`import { Agent, request } from 'undici';\n${load(': new Agent()')}`, '#clients').output).toBe(
      `import { request } from 'undici';\nimport { shared } from '#clients';\n${load(': shared')}`,
    );
  });

  it('takes the place of an import that nothing needs any more', () => {
    const code = `import { request } from 'undici';\nimport { Agent } from 'undici';\n${load(': new Agent()')}`;
    expect(fix(code, '#clients').output).toBe(
      `import { request } from 'undici';\nimport { shared } from '#clients';\n${load(': shared')}`,
    );
  });

  it('serves equal options and none; others are hoisted under another name', () => {
    const head = `import { Agent, request } from 'undici';\n`;
    const code = `${head}${load(': new Agent()', 'a')}${load(': new Agent({ bodyTimeout: 5 })', 'b')}${load(': new Agent({ bodyTimeout: 6 })', 'c')}`;
    const output = `${head}import { shared } from './lib/clients.js';\n${load(': shared', 'a')}${load(': shared', 'b')}\nconst dispatcher = new Agent({ bodyTimeout: 6 });\n\n${load('', 'c')}`;
    expect(fix(code).output).toBe(output);
  });

  it('many sites share one import, and the last one takes the unused import away', () => {
    const code = `import { Agent, request } from 'undici';\n${Array.from({ length: 30 }, (_, index) => load(': new Agent()', `load${String(index)}`)).join('')}`;
    const output = `import { request } from 'undici';\nimport { shared } from './lib/clients.js';\n${Array.from({ length: 30 }, (_, index) => load(': shared', `load${String(index)}`)).join('')}`;
    expect(fix(code).output).toBe(output);
  });

  it('is not imported by its own module', () => {
    const code = `import { Agent, request } from 'undici';\nexport const shared = new Agent({ connections: 5 });\n${load(': new Agent()')}`;
    expect(fix(code, './lib/clients.ts', {}, 'lib/clients.ts').output).toContain('const dispatcher = new Agent();');
  });

  it('is for its origin only', () => {
    const pool = (origin: string) =>
      `import { Pool } from 'undici';\nexport async function load(path) {\n  const pool = new Pool('${origin}');\n  return (await pool.request({ path, method: 'GET' })).body.text();\n}\n`;
    const entry = {
      sharedClients: [{ construct: 'undici#Pool', origin: 'http://a', module: '#clients', export: 'a' }],
    };
    expect(fixAll(pool('http://a/'), entry).output).toContain(
      `import { a } from '#clients';\nexport async function load(path) {\n  return (await a.request(`,
    );
    expect(fixAll(pool('http://b/'), entry).output).toContain(`const pool = new Pool('http://b/');`);
  });
});

describe('where the module of the shared client is', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'shared-client-'));
    const files = {
      'eslint.config.mjs': 'export default [];',
      'src/clients.js': 'export const dispatcher = 1;',
      'services/orders/src/clients.js': 'export const dispatcher = 1;',
      'services/mail/eslint.config.js': 'export default [];',
      'services/mail/lib/clients.ts': 'export const dispatcher = 1;',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  const code = `import { Agent, request } from 'undici';\n\n${load(': new Agent()')}`;
  /** What the linted file imports the client from; `null` where it gets no import. */
  const imported = (module: string, file: string, cwd: string): string | null => {
    const sharedClients = [{ construct: 'undici#Agent', module, export: 'dispatcher' }];
    const { output } = fixAll(code, { sharedClients }, { filename: join(root, file), cwd: join(root, cwd) });
    return /import \{ dispatcher \} from '(.*)'/.exec(output)?.[1] ?? null;
  };

  it.each([
    [
      'the configuration, not the working directory',
      './src/clients.js',
      'src/routes/a.ts',
      'src/routes',
      '../clients.js',
    ],
    [
      'a folder below it',
      './services/orders/src/clients.js',
      'services/orders/src/a.ts',
      'services/orders',
      './clients.js',
    ],
    ['the nearest configuration', './lib/clients.js', 'services/mail/src/a.ts', '.', '../lib/clients.js'],
    [
      'a further one, which the nearest spreads',
      './services/mail/lib/clients.ts',
      'services/mail/src/a.ts',
      'services/mail',
      '../lib/clients.js',
    ],
    ['nowhere', './src/pools.js', 'src/a.ts', '.', null],
    ['an alias', '#clients', 'src/a.ts', '.', '#clients'],
  ])('%s', (_name, module, file, cwd, specifier) => {
    expect(imported(module, file, cwd)).toBe(specifier);
  });

  it('a path or an address that is absolute', () => {
    const path = join(root, 'src', 'clients.js');
    expect(imported(path, 'services/orders/src/a.ts', 'services/orders')).toBe('../../../src/clients.js');
    expect(imported(pathToFileURL(path).href, 'src/b.ts', '.')).toBe('./clients.js');
  });
});

describe('the name of the shared client', () => {
  const named = (name: string) => ({
    sharedClients: [{ construct: 'undici#Agent', module: '#clients', export: name }],
  });
  const use = (name: string, local: string) =>
    `export async function ${name}(url) {\n  const ${local} = new Agent();\n  return (await request(url, { dispatcher: ${local} })).body.text();\n}\n`;
  const used = (name: string, local: string) =>
    `export async function ${name}(url) {\n  return (await request(url, { dispatcher: ${local} })).body.text();\n}\n`;
  const head = `import { Agent, request } from 'undici';\n`;

  it('is that of the export, also where local variables that go have it', () => {
    expect(fixAll(head + use('a', 'dispatcher') + use('b', 'dispatcher'), named('dispatcher')).output).toBe(
      `import { request } from 'undici';\nimport { dispatcher } from '#clients';\n${used('a', 'dispatcher')}${used('b', 'dispatcher')}`,
    );
  });

  it('says that it is shared where something else has the name', () => {
    const own = `const dispatcher = 1;\n`;
    expect(fixAll(head + own + use('a', 'agent'), named('dispatcher')).output).toBe(
      `import { request } from 'undici';\nimport { dispatcher as sharedDispatcher } from '#clients';\n${own}${used('a', 'sharedDispatcher')}`,
    );
  });

  it('is the one of the code here for a default export', () => {
    expect(fixAll(head + use('a', 'upstream'), named('default')).output).toBe(
      `import { request } from 'undici';\nimport upstream from '#clients';\n${used('a', 'upstream')}`,
    );
  });
});

describe('a client with a single connection', () => {
  const use = (construction: string): string =>
    `export async function load(path) {\n  const client = ${construction};\n  return (await client.request({ path, method: 'GET' })).body.text();\n}\n`;

  it.each([
    [
      `import { Client } from 'undici';\n`,
      `new Client('http://a')`,
      `import { Pool } from 'undici';\n`,
      `new Pool('http://a')`,
    ],
    [
      `import { Client, Agent } from 'undici';\nexport const a = new Client('http://b');\n`,
      `new Client('http://a')`,
      `import { Client, Agent, Pool } from 'undici';\nexport const a = new Client('http://b');\n`,
      `new Pool('http://a')`,
    ],
    [
      `import * as undici from 'undici';\n`,
      `new undici.Client('http://a')`,
      `import * as undici from 'undici';\n`,
      `new undici.Pool('http://a')`,
    ],
  ])('becomes a pool by a suggestion: %s', (head, construction, newHead, pool) => {
    const { output, suggestions, suggested } = fixAll(head + use(construction), { fixes: 'migrate' });
    expect(output).toBe(head + use(construction));
    expect(suggestions).toEqual([expect.stringContaining('Construct it once, as a Pool above line')]);
    expect(suggested).toEqual([
      `${newHead}${newHead.endsWith("('http://b');\n") ? '' : '\n'}const pool = ${pool};\n\nexport async function load(path) {\n  return (await pool.request({ path, method: 'GET' })).body.text();\n}\n`,
    ]);
  });
});
