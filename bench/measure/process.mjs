// Runs a program in a process of its own, for a bounded time.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificate } from './certificate.mjs';

/**
 * What a program did.
 * @typedef {object} Outcome
 * @property {string} stdout
 * @property {string} stderr
 * @property {number | null} code Exit code, `null` after a signal.
 * @property {NodeJS.Signals | null} signal
 * @property {boolean} ended Whether it ended by itself, or by the signal that was asked for, within the time.
 * @property {number} ms From its start to its end.
 * @property {import('./probe.mjs').Usage | null} usage What it used; `null` where it was not asked for or the program
 * was killed.
 */

/**
 * @typedef {object} RunOptions
 * @property {readonly string[]} [args]
 * @property {Readonly<Record<string, string>>} [env]
 * @property {number} [deadline] Milliseconds after which the program is killed.
 * @property {boolean} [probe] Whether to measure CPU, memory and latencies from inside.
 * @property {number} [descriptors] The most file descriptors that it may have open.
 * @property {(stdout: string, terminate: () => void) => void} [onOutput] Called when the program prints something, with
 * all that it has printed and a way to send SIGTERM.
 */

const PROBE = new URL('probe.mjs', import.meta.url).href;

/**
 * Runs `file` with this Node.js.
 * @param {string} file
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export async function runProgram(
  file,
  { args = [], env = {}, deadline = 10_000, probe = false, descriptors, onOutput } = {},
) {
  const folder = probe ? mkdtempSync(join(tmpdir(), 'client-lifecycle-probe-')) : null;
  const report = folder && join(folder, 'usage.json');
  const { file: authority } = await certificate();
  const flags = probe ? ['--import', PROBE] : [];
  const command = [process.execPath, '--no-warnings', ...flags, file, ...args];
  const [executable = '', ...rest] = descriptors
    ? ['/bin/sh', '-c', `ulimit -n ${String(descriptors)} && exec "$@"`, 'sh', ...command]
    : command;
  const start = performance.now();
  const child = spawn(executable, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority, ...(report && { CLIENT_LIFECYCLE_PROBE: report }), ...env },
  });
  let stdout = '';
  let stderr = '';
  let killed = false;
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    stdout += text;
    onOutput?.(stdout, () => void child.kill('SIGTERM'));
  });
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text));
  const timer = setTimeout(() => {
    killed = true;
    child.kill('SIGKILL');
  }, deadline);
  try {
    const [code, signal] = await new Promise(
      (/** @type {(end: [number | null, NodeJS.Signals | null]) => void} */ resolve, reject) => {
        child.once('error', reject);
        child.once('close', (...end) => resolve(end));
      },
    );
    const written = report ? readFileSync(report, 'utf8') : '';
    return {
      stdout,
      stderr,
      code,
      signal,
      ended: !killed,
      ms: performance.now() - start,
      usage: written === '' ? null : JSON.parse(written),
    };
  } finally {
    clearTimeout(timer);
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

/** Where programs are written to run: below the project, so that they find the libraries it has installed. */
export const scratch = fileURLToPath(new URL('../../node_modules/.cache/client-lifecycle/', import.meta.url));
