// Loaded with --import into a program that knows nothing of it: writes what the program used when it ends.
import { subscribe } from 'node:diagnostics_channel';
import { openSync, writeSync } from 'node:fs';

/**
 * @typedef {object} Usage
 * @property {number} cpuMs CPU time of all threads since the program's own code began.
 * @property {number} rssMb How far the resident set grew above its size at that point.
 * @property {number} heapMb How far the heap in use grew, without forcing a collection.
 * @property {number[]} latencies Milliseconds from each request to the end of its response, in the order of the ends.
 */

const target = process.env['CLIENT_LIFECYCLE_PROBE'];
if (target) {
  // Opened now: a program that runs out of descriptors could not open it later.
  const report = openSync(target, 'w');
  const cpu = process.cpuUsage();
  const memory = process.memoryUsage();
  /** @type {WeakMap<object, number>} */
  const started = new WeakMap();
  /** @type {number[]} */
  const latencies = [];
  /** @param {unknown} message */
  const begin = (message) => {
    const { request } = /** @type {{ request: object }} */ (message);
    started.set(request, performance.now());
  };
  /** @param {unknown} message */
  const end = (message) => {
    const { request } = /** @type {{ request: object }} */ (message);
    const from = started.get(request);
    if (from !== undefined) latencies.push(performance.now() - from);
  };
  subscribe('undici:request:create', begin);
  subscribe('undici:request:trailers', end);
  subscribe('http.client.request.start', begin);
  subscribe('http.client.response.finish', end);
  process.once('exit', () => {
    const { user, system } = process.cpuUsage(cpu);
    /** @type {Usage} */
    const usage = {
      cpuMs: (user + system) / 1000,
      rssMb: process.resourceUsage().maxRSS / 1024 - memory.rss / 2 ** 20,
      heapMb: (process.memoryUsage().heapUsed - memory.heapUsed) / 2 ** 20,
      latencies,
    };
    writeSync(report, JSON.stringify(usage));
  });
}
