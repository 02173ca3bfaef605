// What three defects of `strict` do, measured before and after: a POST charged twice, a process that dies when its
// database restarts, an upstream that works on for a client that left. Part of npm run proof.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';

/**
 * @typedef {{ readonly rule: string, readonly file: string, readonly what: string, measure(path: string): Promise<number> }} Demonstration
 */

const folder = new URL('demonstrations/', import.meta.url);

/** @param {import('node:net').Server} server */
async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return address.port;
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * How many charges a payment makes whose first answer is lost.
 * @param {string} path
 */
async function charges(path) {
  const made = new Map();
  let requests = 0;
  const server = http.createServer((request, response) => {
    request.resume();
    const key = request.headers['idempotency-key'] ?? `request ${String(requests)}`;
    made.set(key, true);
    // The work is done, the connection breaks before the answer.
    if (requests++ === 0) request.socket.destroy();
    else response.end('charged');
  });
  const port = await listen(server);
  const { charge } = await import(path);
  const response = await charge(`http://127.0.0.1:${String(port)}`);
  await response.text();
  server.close();
  server.closeAllConnections();
  return made.size;
}

/**
 * How many parts an upstream sends to a client that left after the second one; it has 40.
 * @param {string} path
 */
async function partsSent(path) {
  let sent = 0;
  const upstream = http.createServer((_request, response) => {
    response.write('part\n');
    const timer = setInterval(() => {
      response.write('part\n');
      if (++sent === 40) {
        clearInterval(timer);
        response.end();
      }
    }, 20);
    response.on('close', () => clearInterval(timer));
  });
  process.env['UPSTREAM'] = `http://127.0.0.1:${String(await listen(upstream))}`;
  const { handler } = await import(path);
  const service = http.createServer((request, response) => {
    handler(request, response).catch(() => response.destroy());
  });
  const port = await listen(service);
  const request = http.get({ port, host: '127.0.0.1' });
  request.on('error', () => {});
  const [response] = await once(request, 'response');
  await once(response, 'data');
  await once(response, 'data');
  request.destroy();
  await pause(1_200);
  for (const server of [upstream, service]) {
    server.close();
    server.closeAllConnections();
  }
  return sent;
}

/** AuthenticationOk and ReadyForQuery of PostgreSQL's protocol. */
const READY = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/**
 * The exit code of a service whose database drops its idle connection.
 * @param {string} path
 */
async function exitCode(path) {
  /** @type {net.Socket[]} */
  const sockets = [];
  const database = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', () => socket.write(READY));
  });
  const port = await listen(database);
  const service = spawn(process.execPath, [path], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(service.stdout, 'data');
  for (const socket of sockets) socket.destroy();
  const [code] = await once(service, 'exit');
  database.close();
  return Number(code);
}

/** @type {readonly Demonstration[]} */
const demonstrations = [
  { rule: 'no-unsafe-retry', file: 'charge', what: 'charges for one payment', measure: charges },
  { rule: 'require-error-listener', file: 'pool', what: 'exit code when the database restarts', measure: exitCode },
  {
    rule: 'no-abandoned-upstream',
    file: 'stream',
    what: 'parts, of 40, sent for a client that had left',
    measure: partsSent,
  },
];

/**
 * Measures all three, and checks that the rule reports the first program and not the second one.
 * @returns {Promise<{ rule: string, what: string, before: number, after: number, isReported: boolean }[]>}
 */
export async function demonstrate() {
  const { default: plugin } = await import(new URL('../../dist/index.js', import.meta.url).href);
  const results = [];
  for (const { rule, file, what, measure } of demonstrations) {
    const paths = ['before', 'after'].map((when) => fileURLToPath(new URL(`${file}-${when}.mjs`, folder)));
    const reports = paths.map((path) =>
      new Linter()
        .verify(readFileSync(path, 'utf8'), [
          {
            plugins: { 'client-lifecycle': plugin },
            rules: { [`client-lifecycle/${rule}`]: 'error' },
            settings: { 'client-lifecycle': { role: 'service' } },
          },
        ])
        .map(({ message }) => message),
    );
    const [before = '', after = ''] = paths;
    results.push({
      rule,
      what,
      before: await measure(before),
      after: await measure(after),
      isReported: reports[0]?.length === 1 && reports[1]?.length === 0,
    });
  }
  return results;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { rule, what, before, after, isReported } of await demonstrate())
    console.log(
      `${rule}: ${what}: ${String(before)} before, ${String(after)} after${isReported ? '' : ' (NOT REPORTED AS IT SHOULD BE)'}`,
    );
}
