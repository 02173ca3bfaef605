import { describe, expect, it } from 'vitest';
import { fixAll } from './fix-all.js';

const UNDICI = `import { Agent, request } from 'undici';\n`;
/** A function that sends one request with a construction. */
const load = (construction: string, name = 'load', parameters = 'url'): string =>
  `export async function ${name}(${parameters}) {\n  return (await request(url, { dispatcher: ${construction} })).body.text();\n}\n`;

describe('arguments that may stand at module level', () => {
  it.each<[string, string, string]>([
    [
      'a module constant',
      `${UNDICI}const OPTIONS = { bodyTimeout: 5 };\n${load('new Agent(OPTIONS)')}`,
      `${UNDICI}const OPTIONS = { bodyTimeout: 5 };\nconst dispatcher = new Agent(OPTIONS);\n\n${load('dispatcher').replace(': dispatcher', '')}`,
    ],
    [
      'local constants, which are written out',
      `${UNDICI}export async function load(url) {\n  const bodyTimeout = 5;\n  const options = { bodyTimeout, headersTimeout: 6 };\n  return (await request(url, { dispatcher: new Agent(options) })).body.text();\n}\n`,
      `${UNDICI}\nconst dispatcher = new Agent({ bodyTimeout: 5, headersTimeout: 6 });\n\n${load('dispatcher').replace(': dispatcher', '')}`,
    ],
    [
      'a local constant that is used elsewhere too',
      `${UNDICI}export async function load(url) {\n  const bodyTimeout = 5;\n  log(bodyTimeout);\n  return (await request(url, { dispatcher: new Agent({ bodyTimeout }) })).body.text();\n}\n`,
      `${UNDICI}\nconst dispatcher = new Agent({ bodyTimeout: 5 });\n\nexport async function load(url) {\n  const bodyTimeout = 5;\n  log(bodyTimeout);\n  return (await request(url, { dispatcher })).body.text();\n}\n`,
    ],
    [
      'several lines with comments',
      `${UNDICI}export async function load(url) {\n  // for slow peers\n  const agent = new Agent({\n    // ms\n    bodyTimeout: 5,\n  }); // measured\n  return (await request(url, { dispatcher: agent })).body.text();\n}\n`,
      `${UNDICI}\n// for slow peers\nconst agent = new Agent({\n  // ms\n  bodyTimeout: 5,\n}); // measured\n\nexport async function load(url) {\n  return (await request(url, { dispatcher: agent })).body.text();\n}\n`,
    ],
  ])('%s', (_name, code, output) => {
    expect(fixAll(code).output).toBe(output);
  });

  it.each<[string, string, string]>([
    [
      'an object that is changed',
      `const OPTIONS = { connect: {} };\nOPTIONS.connect.timeout = 5;\n${load('new Agent(OPTIONS)')}`,
      'variables of the module',
    ],
    [
      'an object that is filled',
      `const OPTIONS = {};\nObject.assign(OPTIONS, config);\n${load('new Agent(OPTIONS)')}`,
      "automatic with fixes: 'migrate'",
    ],
    ['a getter', `let n = 0;\n${load('new Agent({ get bodyTimeout() { return n++; } })')}`, 'variables of the module'],
    ['the environment', load('new Agent({ bodyTimeout: Number(process.env.T) })'), "automatic with fixes: 'migrate'"],
    [
      'arguments',
      `export async function load(url) {\n  return (await request(url, { dispatcher: new Agent(arguments[1]) })).body.text();\n}\n`,
      'depend on the call',
    ],
    ['a parameter', load('new Agent({ connect: { servername } })', 'load', 'url, servername'), 'depend on the call'],
    [
      'this',
      `export class Peer {\n  timeout = 5;\n  async load(url) {\n    return (await request(url, { dispatcher: new Agent({ bodyTimeout: this.timeout }) })).body.text();\n  }\n}\n`,
      "automatic with fixes: 'migrate'",
    ],
    [
      'this in an arrow function',
      `export class Peer {\n  async load(url) {\n    return (await request(url, { dispatcher: new Agent({ connect: (o, done) => this.open(o, done) }) })).body.text();\n  }\n}\n`,
      "automatic with fixes: 'migrate'",
    ],
    [
      'a type parameter',
      `export async function load<T>(url: string) {\n  return (await request(url, { dispatcher: new Agent({ bodyTimeout: 5 } as T) })).body.text();\n}\n`,
      'T is known only in the function',
    ],
  ])('not: %s', (_name, code, reason) => {
    const { output, reasons } = fixAll(UNDICI + code);
    expect(output).toBe(UNDICI + code);
    expect(reasons).toEqual([expect.stringContaining(reason)]);
  });
});

describe('initialisation', () => {
  const body = `async function load(url) {\n  return (await request(url, { dispatcher: new Agent() })).body.text();\n}\n`;

  it.each([
    ['a call', `export const first = await load('http://a');\n`],
    [
      'a class that calls it and is used',
      `load.call(null);\nclass Peer {\n  static read = () => load('http://a');\n}\n`,
    ],
    ['a listener that may be called', `queue.each((url) => load(url));\n`],
  ])('above %s, when that comes first', (_name, before) => {
    const own = `export ${body}`;
    expect(fixAll(`${UNDICI}${before}Peer.read();\n${own}`).output).toBe(
      `${UNDICI}\nconst dispatcher = new Agent();\n\n${before}Peer.read();\n${own.replace(': new Agent()', '')}`,
    );
  });

  it('not above what its arguments need', () => {
    const code = `${UNDICI}queue.each((url) => load(url));\nconst options = { bodyTimeout: 5 };\nexport ${body.replace('Agent()', 'Agent(options)')}`;
    const { output, reasons } = fixAll(code);
    expect(output).toBe(code);
    expect(reasons).toEqual([expect.stringContaining('options is declared further down')]);
  });

  it('constructs it in front of the loop where the module would come too late', () => {
    const code = `${UNDICI}main();\nasync function main() {\n  for (const url of urls) {\n    const agent = new Agent();\n    await (await request(url, { dispatcher: agent })).body.dump();\n    await agent.close();\n  }\n}\n`;
    const output = `${UNDICI}main();\nasync function main() {\n  const agent = new Agent();\n  for (const url of urls) {\n    await (await request(url, { dispatcher: agent })).body.dump();\n  }\n}\n`;
    expect(fixAll(code).output).toBe(output);
  });

  it('a constant function cannot be called above its declaration', () => {
    const code = `${UNDICI}export const read = () => load('http://a');\nconst load = async (url) => (await request(url, { dispatcher: new Agent() })).body.text();\n`;
    expect(fixAll(code).output).toContain('const dispatcher = new Agent();\n\nconst load =');
  });
});

describe('names', () => {
  it('are free where the client is used, and in the module', () => {
    const code = `${UNDICI}const dispatcher = 1;\nexport async function load(url, agent) {\n  return (await request(url, { dispatcher: new Agent(), headers: { agent } })).body.text();\n}\n`;
    expect(fixAll(code).output).toContain(
      'const sharedAgent = new Agent();\n\nexport async function load(url, agent) {\n  return (await request(url, { dispatcher: sharedAgent,',
    );
  });

  it('are no globals that the file means', () => {
    const code = `${UNDICI}export async function load(url) {\n  const fetch = new Agent();\n  return (await request(url, { dispatcher: fetch })).body.text();\n}\nexport const other = () => fetch('http://a');\n`;
    expect(fixAll(code).output).toContain('const agent = new Agent();');
  });

  it('a shadowed class is another one', () => {
    const code = `${UNDICI}export async function load(url) {\n  class Agent {}\n  return (await request(url, { dispatcher: new Agent() })).body.text();\n}\n`;
    expect(fixAll(code)).toMatchObject({ output: code, reasons: [], suggestions: [] });
  });
});

describe('one declaration for equal clients', () => {
  it('in a class with many of them', () => {
    const methods = (construction: string): string =>
      Array.from(
        { length: 30 },
        (_, index) =>
          `  async load${String(index)}(url) {\n    return (await request(url, { dispatcher${construction} })).body.text();\n  }\n`,
      ).join('');
    expect(fixAll(`${UNDICI}export class Peer {\n${methods(': new Agent({ bodyTimeout: 5 })')}}\n`).output).toBe(
      `${UNDICI}\nconst dispatcher = new Agent({ bodyTimeout: 5 });\n\nexport class Peer {\n${methods('')}}\n`,
    );
  });

  it('a comment that turns the rule off for the first keeps it as it is and nobody waits', () => {
    const off = `// eslint-disable-next-line client-lifecycle/no-client-in-function -- probe\n  return (await request(url, { dispatcher: new Agent() })).body.text();\n}\n`;
    const code = `${UNDICI}export async function probe(url) {\n  ${off}${load('new Agent()')}`;
    expect(fixAll(code).output).toBe(
      `${UNDICI}export async function probe(url) {\n  ${off}\nconst dispatcher = new Agent();\n\n${load('dispatcher').replace(': dispatcher', '')}`,
    );
  });

  it('not one that something closes while the module is in use', () => {
    const code = `${UNDICI}const agent = new Agent();\nexport const reset = () => agent.close();\n${load('new Agent()')}`;
    expect(fixAll(code).output).toContain('const dispatcher = new Agent();');
  });
});

describe('layout', () => {
  it('Windows lines, tabs, no semicolons', () => {
    const code = `import { Agent, request } from 'undici'\r\n\r\nexport async function load(url) {\r\n\tconst agent = new Agent({\r\n\t\tbodyTimeout: 5,\r\n\t})\r\n\ttry {\r\n\t\treturn await (await request(url, { dispatcher: agent })).body.text()\r\n\t} finally {\r\n\t\tawait agent.close()\r\n\t}\r\n}\r\n`;
    const output = `import { Agent, request } from 'undici'\r\n\r\nconst agent = new Agent({\r\n\tbodyTimeout: 5,\r\n})\r\n\r\nexport async function load(url) {\r\n\treturn await (await request(url, { dispatcher: agent })).body.text()\r\n}\r\n`;
    expect(fixAll(code).output).toBe(output);
  });

  it('CommonJS, above the comments of an exported function', () => {
    const code = `'use strict';\nconst { Agent, request } = require('undici');\n\n/** Loads. */\nmodule.exports.load = async function (url) {\n  const dispatcher = new Agent();\n  return (await request(url, { dispatcher })).body.text();\n};\n`;
    const output = `'use strict';\nconst { Agent, request } = require('undici');\n\nconst dispatcher = new Agent();\n\n/** Loads. */\nmodule.exports.load = async function (url) {\n  return (await request(url, { dispatcher })).body.text();\n};\n`;
    expect(fixAll(code, {}, { sourceType: 'commonjs', filename: 'service.js' }).output).toBe(output);
  });

  it('types: overloads and decorators stay with what they belong to, annotations move, unused imports go', () => {
    const code = `import { Agent, request, type Dispatcher } from 'undici';\n\nexport function load(url: URL): Promise<string>;\nexport function load(url: string): Promise<string>;\nexport async function load(url: string | URL) {\n  let agent: Dispatcher | undefined;\n  try {\n    agent = new Agent();\n    return await (await request(url, { dispatcher: agent })).body.text();\n  } finally {\n    await agent?.close();\n  }\n}\n\n@injectable()\nexport class Peer {\n  async load(url: string) {\n    const own: Agent = new Agent({ bodyTimeout: 5 });\n    return (await request(url, { dispatcher: own })).body.text();\n  }\n}\n`;
    const output = `import { Agent, request } from 'undici';\n\nconst agent = new Agent();\n\nexport function load(url: URL): Promise<string>;\nexport function load(url: string): Promise<string>;\nexport async function load(url: string | URL) {\n  return await (await request(url, { dispatcher: agent })).body.text();\n}\n\nconst own: Agent = new Agent({ bodyTimeout: 5 });\n\n@injectable()\nexport class Peer {\n  async load(url: string) {\n    return (await request(url, { dispatcher: own })).body.text();\n  }\n}\n`;
    expect(fixAll(code).output).toBe(output);
  });
});

describe('what sharing would change', () => {
  const KEEP_ALIVE = `import axios from 'axios';\nimport https from 'node:https';\n\nexport const load = async (url) => (await axios.get(url, { httpsAgent: new https.Agent({ keepAlive: true }) })).data;\n`;

  it('a keep-alive agent is a suggestion, automatic with migrate', () => {
    expect(fixAll(KEEP_ALIVE)).toMatchObject({
      output: KEEP_ALIVE,
      reasons: ["only a suggestion, automatic with fixes: 'migrate'"],
      suggestions: ['Construct it once, as `httpsAgent` above line 4, and share it.'],
    });
    expect(fixAll(KEEP_ALIVE, { fixes: 'migrate' }).output).toBe(
      KEEP_ALIVE.replace(
        'export const',
        'const httpsAgent = new https.Agent({ keepAlive: true });\n\nexport const',
      ).replace('{ httpsAgent: new https.Agent({ keepAlive: true }) }', '{ httpsAgent }'),
    );
  });

  it.each<[string, string, string, Readonly<Record<string, string>>]>([
    ['https', `import https from 'node:https';`, 'new https.Agent()', {}],
    ['https with options', `import https from 'node:https';`, `new https.Agent({ ca: 'x' })`, {}],
    ['https, options below each other', `import https from 'node:https';`, `new https.Agent({\n  ca: 'x',\n})`, {}],
    [
      'https-proxy-agent 7, whose options come second',
      `import { HttpsProxyAgent } from 'https-proxy-agent';`,
      `new HttpsProxyAgent('http://proxy.test')`,
      { 'https-proxy-agent': '7.0.0' },
    ],
    ['proxy-agent 6', `import { ProxyAgent } from 'proxy-agent';`, 'new ProxyAgent()', { 'proxy-agent': '6.5.0' }],
    [
      'hpagent',
      `import { HttpsProxyAgent } from 'hpagent';`,
      `new HttpsProxyAgent({ proxy: 'http://proxy.test' })`,
      {},
    ],
  ])('an agent without keep-alive is shared with it, with migrate: %s', (_name, head, agent, versions) => {
    const code = `import axios from 'axios';\n${head}\n\nexport const load = async (url) => (await axios.get(url, { httpsAgent: ${agent} })).data;\n`;
    expect(fixAll(code).output).toBe(code);
    const { output } = fixAll(code, { fixes: 'migrate', versions });
    expect(output).toContain('{ httpsAgent })).data;');
    expect(output).toMatch(
      /^const httpsAgent = new [\w.]+\((?:'http:\/\/proxy\.test', )?\{[^}]*keepAlive: true,?\s*\}\);$/m,
    );
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['a version that keeps none', `new HttpsProxyAgent('http://proxy.test')`, { 'https-proxy-agent': '5.0.1' }],
    ['an unknown version', `new HttpsProxyAgent('http://proxy.test')`, {}],
    ['options that stand elsewhere', 'new HttpsProxyAgent(PROXY, OPTIONS)', { 'https-proxy-agent': '7.0.0' }],
  ])('an agent that would keep no connection is not shared as it is: %s', (_name, agent, versions) => {
    const code = `import axios from 'axios';\nimport { HttpsProxyAgent } from 'https-proxy-agent';\n\nconst PROXY = 'http://proxy.test';\nconst OPTIONS = { ca: 'x' };\n\nexport const load = async (url) => (await axios.get(url, { httpsAgent: ${agent} })).data;\n`;
    const { output, suggested } = fixAll(code, { fixes: 'migrate', versions });
    expect([output, ...suggested]).toEqual([code]);
  });

  it('an explicit limit is a suggestion that says so, also with migrate', () => {
    const { reasons, suggestions } = fixAll(`${UNDICI}${load('new Agent({ connections: 5 })')}`, { fixes: 'migrate' });
    expect(reasons).toEqual(['only a suggestion: it changes more than the life of the client']);
    expect(suggestions).toEqual([
      'Construct it once, as `dispatcher` above line 2. Its limit (connections) then holds for all calls together.',
    ]);
  });

  it.each([
    ['a listener', `const agent = new Agent();\n  agent.on('connect', log);`, 'calls its on()'],
    ['a changed property', `const agent = new Agent();\n  agent.tag = url;`, 'changes it'],
  ])('%s', (_name, lines, reason) => {
    const code = `${UNDICI}export async function load(url) {\n  ${lines}\n  return (await request(url, { dispatcher: agent })).body.text();\n}\n`;
    expect(fixAll(code)).toMatchObject({ output: code, reasons: [expect.stringContaining(reason)], suggestions: [] });
  });
});
