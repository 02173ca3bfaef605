// npm run ecosystem -- [package[@version]...] [--dir FOLDER]... [--config NAME] [--rule NAME] [--json FILE]
// Lints the published sources of npm packages (by default the pinned list) and prints the reports by rule and package.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import plugin from 'eslint-plugin-client-lifecycle';
import { ensurePackage, sourceFiles } from './packages.mjs';
import { format } from './print.mjs';

/** Files that a worker takes at a time. */
const BATCH = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    config: { type: 'string', default: 'recommended' },
    rule: { type: 'string' },
    dir: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
  },
});
mustBe('--config', values.config, Object.keys(plugin.configs));
if (values.rule) mustBe('--rule', values.rule, Object.keys(plugin.rules));

/** @type {{ name: string, version: string }[]} */
const pinned = JSON.parse(readFileSync(new URL('packages.json', import.meta.url), 'utf8'));
const wanted = positionals.length > 0 || values.dir.length > 0 ? positionals.map(named) : pinned;

/** @type {import('./worker.mjs').Job[]} */
const jobs = [];
/** @type {import('./print.mjs').Outcome} */
const outcome = { reports: [], crashes: [], failures: [], packages: 0, files: 0, unparsable: 0 };
collect();
outcome.files = jobs.length;
await lintAll();
console.log(format(outcome));
if (values.json) writeFileSync(values.json, JSON.stringify(outcome.reports, null, 1));
process.exitCode = outcome.crashes.length > 0 || outcome.failures.length > 0 ? 1 : 0;

/**
 * @param {string} option
 * @param {string} value
 * @param {string[]} allowed
 */
function mustBe(option, value, allowed) {
  if (allowed.includes(value)) return;
  console.error(`${option} ${value}: use one of ${allowed.join(', ')}`);
  process.exit(2);
}

/**
 * `name@version` as given, else the pinned version, else the newest.
 * @param {string} argument
 */
function named(argument) {
  const at = argument.indexOf('@', 1);
  const name = at > 0 ? argument.slice(0, at) : argument;
  return {
    name,
    version: at > 0 ? argument.slice(at + 1) : (pinned.find((entry) => entry.name === name)?.version ?? 'latest'),
  };
}

/** Lists the files to lint, each text once. */
function collect() {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @param {{ id: string, folder: string }} source */
  const add = ({ id, folder }) => {
    outcome.packages++;
    jobs.push(...sourceFiles(folder, seen).map((path) => ({ id, folder, path })));
  };
  for (const folder of values.dir) add({ id: basename(resolve(folder)), folder: resolve(folder) });
  for (const { name, version } of wanted) {
    try {
      add(ensurePackage(name, version));
    } catch (error) {
      outcome.failures.push(`${name}@${version}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Shares the files out to one worker for each processor. */
async function lintAll() {
  let next = 0;
  const workers = Array.from({ length: Math.min(availableParallelism(), Math.ceil(jobs.length / BATCH)) }, () => {
    const worker = new Worker(new URL('worker.mjs', import.meta.url), {
      workerData: { config: values.config, rule: values.rule },
    });
    const give = () => worker.postMessage(next < jobs.length ? jobs.slice(next, (next += BATCH)) : null);
    worker.on('message', (/** @type {import('./worker.mjs').Result} */ { reports, crashes, unparsable }) => {
      outcome.reports.push(...reports);
      outcome.crashes.push(...crashes);
      outcome.unparsable += unparsable;
      give();
    });
    give();
    return new Promise((done, fail) => worker.on('error', fail).on('exit', done));
  });
  await Promise.all(workers);
}
