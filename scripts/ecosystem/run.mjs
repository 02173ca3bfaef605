// npm run ecosystem -- [package[@version]...] [--dir FOLDER]... [--config NAME|all] [--rule NAME] [--json FILE]
//                      [--check | --write] [--baseline FILE]
// Lints the published sources of npm packages (by default the pinned list) and prints the reports by rule and package.
// --check prints what is new and what is gone against reports.json, with the code, and the share of right and welcome
// reports among those that somebody has read (verdicts.json); --write takes what is found for the new state. With
// --baseline the state is another file: of services that npm does not have, for example, given by --dir.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import plugin from 'eslint-plugin-client-lifecycle';
import { baselineOf, missingIn, nameOf, placesOf, shareOf } from './baseline.mjs';
import { ensurePackage, sourceFiles } from './packages.mjs';
import { format } from './print.mjs';

/** Files that a worker takes at a time. */
const BATCH = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    config: { type: 'string' },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    baseline: { type: 'string' },
    rule: { type: 'string' },
    dir: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
  },
});
const keepsState = values.check || values.write;
const config = values.config ?? (keepsState ? 'all' : 'recommended');
mustBe('--config', config, [...Object.keys(plugin.configs), 'all']);
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
if (keepsState) compareWithState();
else console.log(format(outcome));
if (values.json) writeFileSync(values.json, JSON.stringify(outcome.reports, null, 1));
if (outcome.crashes.length > 0 || outcome.failures.length > 0) process.exitCode = 1;

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

/** Prints how the reports differ from the kept ones, of what could be linted; or keeps them. */
function compareWithState() {
  const file = values.baseline ?? new URL('reports.json', import.meta.url);
  /** @type {import('./baseline.mjs').Baseline} */
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const linted = new Map(jobs.map(({ id, folder }) => [id, folder]));
  const isAsked = (/** @type {import('./baseline.mjs').Place} */ { id, rule }) =>
    linted.has(id) && id in kept && (!values.rule || rule === values.rule);
  const before = placesOf(kept).filter(isAsked);
  const unknown = [...linted.keys()].filter((id) => !(id in kept));
  const codeOf = (/** @type {import('./baseline.mjs').Place} */ { id, path, line }) => {
    const lines = readFileSync(join(linted.get(id) ?? '', path), 'utf8').split('\n');
    return lines[line - 1]?.trim().slice(0, 160) ?? '';
  };
  const added = missingIn(outcome.reports.filter(isAsked), before);
  const removed = missingIn(before, outcome.reports);
  for (const each of added) console.log(`+ ${nameOf(each)}  ${each.message}\n    ${codeOf(each)}`);
  for (const each of removed) console.log(`- ${nameOf(each)}\n    ${codeOf(each)}`);
  for (const { file: path, error } of outcome.crashes) console.log(`CRASH ${path}\n${error}`);
  for (const failure of outcome.failures) console.log(`NOT LINTED ${failure}`);
  if (unknown.length > 0) console.log(`NOT KEPT YET (--write does) ${unknown.join(' ')}`);
  const { packages, files, reports } = outcome;
  console.log(
    `${packages} packages, ${files} files, ${reports.length} reports: ${added.length} new, ${removed.length} gone`,
  );
  const verdicts = JSON.parse(readFileSync(new URL('verdicts.json', import.meta.url), 'utf8'));
  console.log(shareOf(outcome.reports, verdicts));
  if (values.write) {
    const others = placesOf(kept).filter(({ id }) => !linted.has(id));
    writeFileSync(
      file,
      `${JSON.stringify(baselineOf([...others, ...outcome.reports], [...Object.keys(kept), ...linted.keys()]), null, 1)}\n`,
    );
  } else if (added.length + removed.length > 0) process.exitCode = 1;
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
      workerData: { config, rule: values.rule },
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
