import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixed, run } from './run.js';
import { startServer, type CountingServer } from './server.js';

/** Thirty calls over ten connections; `one` throws or returns, and what it did is counted. */
function program(head: string, one: string): string {
  return `${head}
const base = process.argv[2];
${one}
let done = 0;
for (let i = 0; i < 30; i++) {
  try {
    await one(i);
  } catch (error) {
    if (error.message !== 'refused') throw error;
  }
  done++;
}
console.log(\`done \${done}\`);
process.exit(0);
`;
}

const UNDICI = `import { Pool, request, Agent, setGlobalDispatcher } from 'undici';`;
const PROGRAMS: Readonly<Record<string, string>> = {
  'undici, throw before reading': program(
    `${UNDICI}\nconst dispatcher = new Agent({ connections: 10 });`,
    `async function one() {
  const { statusCode, body } = await request(base + '/bad', { dispatcher });
  if (statusCode !== 200) throw new Error('refused');
  return body.text();
}`,
  ),
  'undici, only the status': program(
    `${UNDICI}\nconst dispatcher = new Agent({ connections: 10 });`,
    `async function one() {
  const { statusCode } = await request(base + '/ok', { dispatcher });
  return statusCode === 200;
}`,
  ),
  'undici, a pool, success unread': program(
    `${UNDICI}\nconst pool = new Pool(process.argv[2], { connections: 10 });`,
    `async function one() {
  const response = await pool.request({ path: '/ok', method: 'GET' });
  if (response.statusCode !== 200) throw new Error(await response.body.text());
}`,
  ),
  'fetch, throw before reading': program(
    `${UNDICI}\nsetGlobalDispatcher(new Agent({ connections: 10 }));\nconst kept = [];`,
    `async function one() {
  const response = await fetch(base + '/bad');
  kept.push(response.headers);
  if (!response.ok) throw new Error('refused');
  return response.text();
}`,
  ),
  'fetch, a reader that stops early': program(
    `${UNDICI}\nsetGlobalDispatcher(new Agent({ connections: 10 }));`,
    `async function one() {
  const response = await fetch(base + '/ok');
  const reader = response.body.getReader();
  let bytes = 0;
  while (bytes < 1000) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
  }
  return bytes;
}`,
  ),
  'http.get, return before reading': program(
    `import http from 'node:http';\nconst agent = new http.Agent({ keepAlive: true, maxSockets: 10 });`,
    `function one() {
  return new Promise((resolve) => {
    http.get(base + '/bad', { agent }, (response) => {
      if (response.statusCode !== 200) {
        resolve(false);
        return;
      }
      response.resume();
      response.on('end', () => resolve(true));
    });
  });
}`,
  ),
  'axios, a stream that is not wanted': program(
    `import axios from 'axios';\nimport http from 'node:http';\nconst httpAgent = new http.Agent({ keepAlive: true, maxSockets: 10 });`,
    `async function one() {
  const response = await axios.get(base + '/ok', { httpAgent, responseType: 'stream' });
  if (response.status === 200) return null;
  return response.data;
}`,
  ),
};

let server: CountingServer;
beforeAll(async () => { server = await startServer(); });
afterAll(async () => { await server.close(); });

describe('unread bodies', () => {
  it.each(Object.entries(PROGRAMS))('%s: stops before --fix, ends after it', async (_name, source) => {
    const before = await run(source, server.url, 2_500);
    expect(before.output).not.toContain('done 30');
    const after = fixed(source);
    expect(fixed(after)).toBe(after);
    expect(await run(after, server.url)).toEqual({ output: 'done 30', ended: true });
  }, 20_000);
});
