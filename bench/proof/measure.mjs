// One service, one process, one server: what happened.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantile } from '../measure/figures.mjs';
import { startPostgres } from '../measure/postgres.mjs';
import { runProgram } from '../measure/process.mjs';
import { startServer } from '../measure/server.mjs';
import { upstream } from './upstream.mjs';

/** @typedef {import('./scenarios.mjs').Scenario} Scenario */
/** @typedef {import('./load.mjs').Load} Load */

/**
 * @typedef {object} Measured
 * @property {number} returned Calls that returned or threw.
 * @property {number} failed Calls that threw.
 * @property {Readonly<Record<string, number>>} errors How often, by code.
 * @property {number} connections
 * @property {number} fullHandshakes
 * @property {number} resumedHandshakes
 * @property {number} peak The most sockets that were open at a time.
 * @property {number} left Sockets that were open when the last call had returned.
 * @property {number} p50 Milliseconds.
 * @property {number} p99 Milliseconds.
 * @property {number} wallMs
 * @property {number} cpuMs
 * @property {number} rssMb
 * @property {number} exitMs From the last call, or from SIGTERM, to the end of the process.
 * @property {boolean} ended Whether the process ended by itself.
 * @property {readonly (readonly [number, number])[]} history Open sockets over time.
 */

const LOAD = fileURLToPath(new URL('load.mjs', import.meta.url));
/** Milliseconds in which a process ends that has closed what it holds. */
const TERMINATION = 5_000;

/**
 * Runs a copy of a service under the scenario's load.
 * @param {Scenario} scenario
 * @param {string} folder Where the copy is.
 * @returns {Promise<Measured>}
 */
export async function measure(scenario, folder) {
  const { calls, concurrency = 20, patience = 3_000, terminate = false } = scenario;
  const server =
    scenario.upstream === 'postgres'
      ? await startPostgres()
      : await startServer(upstream, { tls: scenario.upstream === 'https' });
  const file = join(folder, scenario.service);
  let last = 0;
  let left = 0;
  const noteEnd = () => {
    last = performance.now();
    left = server.counts().open;
  };
  try {
    const env = { UPSTREAM_URL: server.url };
    const outcome = terminate
      ? await runProgram(file, {
          env,
          deadline: TERMINATION,
          onOutput: (_stdout, terminate) => (noteEnd(), terminate()),
        })
      : await runProgram(LOAD, {
          args: [file, server.url, String(calls), String(concurrency), String(patience)],
          env,
          deadline: 60_000,
          onOutput: noteEnd,
          ...(scenario.descriptors && { descriptors: scenario.descriptors }),
        });
    if (last === 0) throw new Error(`${scenario.name}: ${outcome.stderr || 'no output'}`);
    const exitMs = performance.now() - last;
    /** @type {Load} */
    const { latencies, errors, ...usage } = terminate
      ? { latencies: [1], errors: {}, wallMs: 0, cpuMs: 0, rssMb: 0 }
      : JSON.parse(outcome.stdout);
    const { connections, fullHandshakes, resumedHandshakes, peak } = server.counts();
    return {
      returned: latencies.length,
      failed: Object.values(errors).reduce((sum, count) => sum + count, 0),
      errors,
      connections,
      fullHandshakes,
      resumedHandshakes,
      peak,
      left,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      ...usage,
      exitMs,
      ended: outcome.ended,
      history: server.history(),
    };
  } finally {
    await server.close();
  }
}
