// As much of a PostgreSQL server as simple queries need; counts connections.
import { createServer } from 'node:net';

/**
 * A message of the PostgreSQL protocol, version 3: a letter, its length, its content.
 * @param {string} letter
 * @param {readonly (string | Buffer)[]} parts
 */
function message(letter, ...parts) {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)));
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

/** @param {number} value */
function int16(value) {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

/** @param {number} value */
function int32(value) {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

const TEXT_TYPE = 25;
const READY = message('Z', Buffer.from('I'));
const WELCOME = Buffer.concat([
  message('R', int32(0)),
  message('S', 'server_version', '16.0'),
  message('K', int32(1), int32(1)),
  READY,
]);

/**
 * One row with the query's own text; an error for a query that asks for one.
 * @param {string} query
 */
function answer(query) {
  if (query.includes('broken'))
    return Buffer.concat([message('E', Buffer.from('SERROR\0C42601\0Mbroken query\0\0')), READY]);
  const column = Buffer.concat([
    Buffer.from('value\0'),
    int32(0),
    int16(0),
    int32(TEXT_TYPE),
    int16(-1),
    int32(-1),
    int16(0),
  ]);
  const value = Buffer.from(query);
  return Buffer.concat([
    message('T', int16(1), column),
    message('D', int16(1), int32(value.length), value),
    message('C', 'SELECT 1'),
    READY,
  ]);
}

/**
 * Reads what a client sends: first a start-up message without a letter, then queries.
 * @param {import('node:net').Socket} socket
 * @param {() => void} onQuery
 */
function serve(socket, onQuery) {
  let pending = Buffer.alloc(0);
  let started = false;
  socket.on('data', (/** @type {Buffer} */ chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (pending.length < head + 4) return;
      const length = head + pending.readInt32BE(head);
      if (pending.length < length) return;
      const content = pending.subarray(head + 4, length);
      const letter = started ? String.fromCharCode(pending[0] ?? 0) : '';
      pending = pending.subarray(length);
      if (!started) {
        started = true;
        socket.write(WELCOME);
      } else if (letter === 'Q') {
        onQuery();
        socket.write(answer(content.toString('utf8', 0, content.length - 1)));
      } else if (letter === 'X') socket.end();
    }
  });
}

/**
 * Starts a server on a free port.
 * @returns {Promise<import('./server.mjs').CountingServer>}
 */
export async function startPostgres() {
  const start = performance.now();
  const counts = { requests: 0, connections: 0, fullHandshakes: 0, resumedHandshakes: 0, peak: 0, open: 0 };
  /** @type {[number, number][]} */
  const history = [[0, 0]];
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const note = () => {
    counts.open = sockets.size;
    counts.peak = Math.max(counts.peak, counts.open);
    history.push([performance.now() - start, counts.open]);
  };
  const server = createServer((socket) => {
    counts.connections++;
    sockets.add(socket);
    note();
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      note();
    });
    serve(socket, () => counts.requests++);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `postgres://user@127.0.0.1:${String(address.port)}/db`,
    counts: () => ({ ...counts }),
    history: () => [...history],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
