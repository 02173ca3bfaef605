import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { listening } from './upstream.js';

const requireHere = createRequire(import.meta.url);
const config: Linter.Config[] = [
  {
    files: ['**/*.js'],
    plugins: { 'client-lifecycle': plugin },
    rules: { 'client-lifecycle/no-client-in-function': 'error' },
    settings: { 'client-lifecycle': { fixes: 'migrate', role: 'service' } },
    languageOptions: { sourceType: 'commonjs' },
  },
];

/** A service that asks its upstream with an agent for the options of the call. */
const program = `const http = require('node:http');

const agents = [];

exports.agents = agents;
exports.get = async function get(url, options) {
  const request = { agent: null };
  request.agent = new http.Agent(options);
  agents.push(request.agent);
  return new Promise((resolve, reject) => {
    http.get(url, { agent: request.agent }, (response) => {
      response.resume();
      response.on('end', resolve);
    }).on('error', reject);
  });
};
`;

interface Service {
  readonly agents: readonly object[];
  get(url: string, options: unknown): Promise<void>;
}

function load(code: string): Service {
  const exported = {};
  // The text is the test's own.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('require', 'exports', code) as (require: unknown, exports: unknown) => void;
  run(requireHere, exported);
  return exported as Service;
}

let upstream: Server;
let url = '';
let connections = 0;

beforeAll(async () => {
  upstream = createServer((_, response) => response.end('ok'));
  upstream.on('connection', () => connections++);
  url = await listening(upstream);
});

afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

describe('one client for equal arguments', () => {
  const { output, fixed } = new Linter().verifyAndFix(program.replace('agents.push(request.agent);\n', ''), config, {
    filename: 'service.js',
  });
  const after = output.replace('  return new Promise', '  agents.push(request.agent);\n  return new Promise');

  it('is what the fix writes', () => {
    expect(fixed).toBe(true);
    expect(output).toContain('keyed((options) => new http.Agent({ keepAlive: true, ...options }))');
  });

  it('opens one connection for calls with equal options, where each call had its own', async () => {
    for (const [code, expected] of [
      [program, 40],
      [after, 4],
    ] as const) {
      const service = load(code);
      connections = 0;
      for (let call = 0; call < 40; call++) await service.get(url, { timeout: 1_000 + (call % 4) });
      expect(connections).toBe(expected);
    }
  });

  it.each([
    ['secrets', { ca: 'a', key: 'one' }, { ca: 'a', key: 'two' }],
    ['bytes', { cert: Buffer.from([255]) }, { cert: Buffer.from([254]) }],
    ['a text and a number', { name: '1' }, { name: 1 }],
    ['nothing and absence', { family: undefined }, {}],
    ['members that read alike', { a: 'x","b":"y' }, { a: 'x', b: 'y' }],
    ['lists', { list: ['a', 'b'] }, { list: ['a,b'] }],
    ['instances', { pool: new Date(0) }, { pool: new Date(0) }],
    ['functions', { lookup: () => 1 }, { lookup: () => 1 }],
  ])('parts clients that differ in %s', async (_, one, other) => {
    const service = load(after);
    for (const options of [one, other, one]) await service.get(url, options);
    const [first, second, third] = service.agents;
    expect(first).not.toBe(second);
    expect(first).toBe(third);
  });

  it('finds equal data again, whoever made it, also where it goes round in a circle', async () => {
    const service = load(after);
    const options = () => ({ tls: { ca: ['a', Buffer.from('b')] }, on: true, none: null });
    await service.get(url, options());
    await service.get(url, options());
    expect(service.agents[0]).toBe(service.agents[1]);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    await service.get(url, circle);
    await service.get(url, circle);
    expect(service.agents[2]).toBe(service.agents[3]);
  });

  it('keeps a hundred, and those that are used', async () => {
    const service = load(after);
    for (let timeout = 1_000; timeout < 1_100; timeout++) await service.get(url, { timeout });
    await service.get(url, { timeout: 1_000 });
    await service.get(url, { timeout: 2_000 });
    await service.get(url, { timeout: 1_000 });
    await service.get(url, { timeout: 1_001 });
    expect(service.agents[100]).toBe(service.agents[0]);
    expect(service.agents[102]).toBe(service.agents[0]);
    expect(service.agents[103]).not.toBe(service.agents[1]);
  });
});
