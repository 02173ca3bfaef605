import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratch } from '../../bench/measure/process.mjs';
import plugin from '../../src/index.js';
import { listening } from './upstream.js';

const RULE = 'client-lifecycle/require-client-close';
const folder = join(scratch, 'close');
const linter = new Linter();
const config: Linter.Config[] = [{ plugins: { 'client-lifecycle': plugin }, rules: { [RULE]: 'error' } }];

/** A service that asks a slow upstream for every request; `end` is what it does about signals. */
const service = (end: string): string => `import { createServer } from 'node:http';
import { Agent, request } from 'undici';
const agent = new Agent();
const server = createServer(async (incoming, outgoing) => {
  process.send('request');
  const first = await request(process.argv[2], { dispatcher: agent });
  await first.body.text();
  const { body } = await request(process.argv[2], { dispatcher: agent });
  outgoing.setHeader('connection', 'close');
  outgoing.end(await body.text());
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
${end}`;

interface Ending {
  readonly response: string;
  readonly code: number | null;
  readonly signal: string | null;
}

let upstream: Server;
let url = '';

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  upstream = createServer((_, response) => setTimeout(() => response.end('late'), 250));
  url = await listening(upstream);
});

afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

/** Starts a service, sends SIGTERM while it answers a request, and waits for its end. */
async function terminate(name: string, text: string): Promise<Ending> {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  const child = spawn(process.execPath, [file, url], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 45_000);
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const [port] = (await once(child, 'message')) as [number];
  const started = once(child, 'message');
  const response = fetch(`http://127.0.0.1:${String(port)}/`).then(
    (answer) => answer.text(),
    () => 'cut off',
  );
  await started;
  child.kill('SIGTERM');
  const [code, signal] = await ended;
  clearTimeout(deadline);
  return { response: await response, code, signal };
}

describe.concurrent('SIGTERM with a request in flight', { timeout: 240_000 }, () => {
  it.each([
    ['callback', `process.on('SIGTERM', () => { server.close(() => process.exit(0)); });`],
    ['plain', `process.on('SIGTERM', () => server.close());`],
    [
      'awaited',
      `process.on('SIGTERM', async () => {\n  await new Promise((resolve) => server.close(resolve));\n  process.exit(0);\n});`,
    ],
    [
      'named',
      `async function shutdown() {\n  await new Promise((resolve) => server.close(resolve));\n  process.exit(0);\n}\nprocess.on('SIGTERM', shutdown);`,
    ],
  ])('%s: ends as before, and the close comes after the last request', async (name, end) => {
    const { output, fixed } = linter.verifyAndFix(service(end), config);
    expect(fixed).toBe(true);
    expect(output).toMatch(/\b(?:await|void) agent\.close\(\)/);
    const before = await terminate(`${name}-before`, service(end));
    expect(before).toEqual({ response: 'late', code: 0, signal: null });
    expect(await terminate(`${name}-after`, output)).toEqual(before);
  });

  it('the suggested handler lets the request complete, and ends the process by the signal', async () => {
    const text = service('');
    const [message] = linter.verify(text, config);
    const suggestion = message?.suggestions?.find(({ messageId }) => messageId === 'closeOnSignal');
    const [start, end] = suggestion?.fix.range ?? [0, 0];
    const changed = text.slice(0, start) + (suggestion?.fix.text ?? '') + text.slice(end);
    expect((await terminate('signal-before', text)).response).toBe('cut off');
    expect(await terminate('signal-after', changed)).toEqual({ response: 'late', code: null, signal: 'SIGTERM' });
  });
});
