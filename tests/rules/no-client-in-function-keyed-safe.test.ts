import plugin from '../../src/index.js';
import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { expect, it } from 'vitest';
import { fixAll } from '../remedies/fix-all.js';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { ruleTester } from '../rule-tester.js';

const UNDICI = `import { Agent, Client, ProxyAgent, request } from 'undici';`;
const CLICKHOUSE = `import { createClient } from '@clickhouse/client';`;
const perCall = { messageId: 'argumentsPerCall' as const };

const kept = (type: string, parameter: string, keyType: string, made: string): string =>
  `const dispatchers = new Map<${keyType}, ${type}>();

function dispatcherFor(${parameter}: ${keyType}): ${type} {
  let dispatcher = dispatchers.get(${parameter});
  if (!dispatcher) {
    dispatcher = ${made};
    if (dispatchers.size >= 100) dispatchers.clear();
    dispatchers.set(${parameter}, dispatcher);
  }
  return dispatcher;
}
`;

const load = (parameters: string, dispatcher: string): string =>
  `export async function load(url: string, ${parameters}) {
  const { body } = await request(url, { dispatcher: ${dispatcher} });
  return body.json();
}
`;

const fixed = kept('ProxyAgent', 'proxy', 'string', 'new ProxyAgent(proxy)');

ruleTester.run('no-client-in-function: recommended keeps a dispatcher for each text or number', noClientInFunction, {
  valid: [
    { name: 'what it has written', code: `${UNDICI}\n\n${fixed}\n${load('proxy: string', 'dispatcherFor(proxy)')}` },
  ],
  invalid: [
    {
      name: 'a text, which has no options and so no limits',
      code: `${UNDICI}\n\n${load('proxy: string', 'new ProxyAgent(proxy)')}`,
      output: `${UNDICI}\n\n${fixed}\n${load('proxy: string', 'dispatcherFor(proxy)')}`,
      errors: [perCall],
    },
    {
      name: 'a number among options that are all written',
      code: `${UNDICI}\n\n${load('ms: number', 'new Agent({ keepAliveTimeout: ms })')}`,
      output: `${UNDICI}\n\n${kept('Agent', 'ms', 'number', 'new Agent({ keepAliveTimeout: ms })')}\n${load('ms: number', 'dispatcherFor(ms)')}`,
      errors: [perCall],
    },
    {
      name: 'a factory of the file, for all of its callers',
      code: `${UNDICI}\n\nfunction agentOf(proxy: string): ProxyAgent {\n  return new ProxyAgent(proxy);\n}\n\n${load('proxy: string', 'agentOf(proxy)')}`,
      output: `${UNDICI}\n\nconst proxyAgents = new Map<string, ProxyAgent>();\n\nfunction agentOf(proxy: string): ProxyAgent {\n  let proxyAgent = proxyAgents.get(proxy);\n  if (!proxyAgent) {\n    proxyAgent = new ProxyAgent(proxy);\n    if (proxyAgents.size >= 100) proxyAgents.clear();\n    proxyAgents.set(proxy, proxyAgent);\n  }\n  return proxyAgent;\n}\n\n${load('proxy: string', 'agentOf(proxy)')}`,
      errors: [perCall],
    },
    {
      name: 'no client of few connections, with migrate either: calls would wait for each other',
      code: `${CLICKHOUSE}\nimport { app, sourceOf } from './app.js';\n\napp.get('/', async (req, res) => {\n  const source = await sourceOf(req);\n  const client = createClient({ url: source.url, database: source.database });\n  res.send(await (await client.query({ query: 'SELECT 1' })).json());\n});\n`,
      output: null,
      settings: { 'client-lifecycle': { fixes: 'migrate', role: 'service' } },
      errors: [perCall],
    },
  ],
});

it('the map that drops its dispatchers without a close is not to be closed at the end', () => {
  const config: Linter.Config[] = [
    {
      ...plugin.configs.recommended,
      languageOptions: { parser },
      rules: { 'client-lifecycle/require-client-close': 'error' },
    },
  ];
  const reports = (code: string): number => new Linter().verify(code, config, { filename: 'a.ts' }).length;
  const code = `${UNDICI}\n\n${fixed}\n${load('proxy: string', 'dispatcherFor(proxy)')}`;
  expect(reports(code)).toBe(0);
  expect(reports(code.replace('    if (dispatchers.size >= 100) dispatchers.clear();\n', ''))).toBe(1);
});

// A limit would be one for all calls, and what is no plain value is told apart by `migrate` alone.
it.each([
  ['a limit', 'most: number', 'new Agent({ connections: most })'],
  ['options that may hold one', 'options: Agent.Options', 'new Agent(options)'],
  ['a text or options', 'proxy: string | ProxyAgent.Options', 'new ProxyAgent(proxy)'],
  ['a single connection', 'origin: string', 'new Client(origin)'],
])('recommended leaves %s as it is', (_name, parameters, made) => {
  const code = `${UNDICI}\n\n${load(parameters, made)}`;
  const { output, reasons } = fixAll(code);
  expect([output, reasons.length]).toEqual([code, 1]);
});
