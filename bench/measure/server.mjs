// A server on the loopback interface that counts what clients do to it.
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { certificate } from './certificate.mjs';

/**
 * What a server has seen so far.
 * @typedef {object} Counts
 * @property {number} requests Requests that it answered or is answering.
 * @property {number} connections TCP connections that it accepted.
 * @property {number} fullHandshakes TLS handshakes with a key exchange and a certificate.
 * @property {number} resumedHandshakes TLS handshakes that continued an earlier session.
 * @property {number} peak The most sockets that were open at a time.
 * @property {number} open Sockets that are open now.
 */

/**
 * @typedef {object} CountingServer
 * @property {string} url Its origin, without a slash at the end.
 * @property {() => Counts} counts
 * @property {() => readonly (readonly [ms: number, open: number])[]} history Open sockets after each change, by
 * milliseconds since the start.
 * @property {() => Promise<void>} close Cuts what is open.
 */

/**
 * Starts a server on a free port.
 * @param {import('node:http').RequestListener} handler
 * @param {{ readonly tls?: boolean, readonly keepAliveTimeout?: number }} [options] `keepAliveTimeout` in milliseconds:
 * how long it keeps idle sockets; a minute unless told.
 * @returns {Promise<CountingServer>}
 */
export async function startServer(handler, { tls = false, keepAliveTimeout = 60_000 } = {}) {
  const server = tls ? createHttpsServer(await certificate()) : createHttpServer();
  server.keepAliveTimeout = keepAliveTimeout;
  const start = performance.now();
  /** @type {Counts} */
  const counts = { requests: 0, connections: 0, fullHandshakes: 0, resumedHandshakes: 0, peak: 0, open: 0 };
  /** @type {[number, number][]} */
  const history = [[0, 0]];
  /** @param {number} change */
  const note = (change) => {
    counts.open += change;
    counts.peak = Math.max(counts.peak, counts.open);
    history.push([performance.now() - start, counts.open]);
  };
  server.on('connection', (socket) => {
    counts.connections++;
    note(1);
    socket.once('close', () => note(-1));
  });
  server.on('secureConnection', (socket) => {
    counts[socket.isSessionReused() ? 'resumedHandshakes' : 'fullHandshakes']++;
  });
  // A client that goes away in the middle is what some programs are about.
  server.on('tlsClientError', () => {});
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('request', (request, response) => {
    counts.requests++;
    handler(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${String(address.port)}`,
    counts: () => ({ ...counts }),
    history: () => [...history],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
