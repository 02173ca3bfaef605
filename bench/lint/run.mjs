// npm run bench:lint -- [--dir FOLDER]... [--files COUNT] [--config NAME] [--rounds COUNT] [--each]
// What the rules cost: their time over real files, beside the parser's and that of rules of ESLint in the same run.
// Each round is a process of its own, as a lint run is; the figures are medians. Prints tables, judges nothing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import plugin from 'eslint-plugin-client-lifecycle';
import { quantile, table, versions } from '../measure/figures.mjs';
import { ensurePackage, sourceFiles } from '../../scripts/ecosystem/packages.mjs';

const { values } = parseArgs({
  options: {
    dir: { type: 'string', multiple: true, default: [] },
    files: { type: 'string', default: '3000' },
    config: { type: 'string', default: 'recommended' },
    rounds: { type: 'string', default: '5' },
    each: { type: 'boolean', default: false },
  },
});

/** Rules of ESLint that a user knows the cost of. */
const BESIDE = ['no-shadow', 'no-unused-vars', 'require-atomic-updates'];

/**
 * @typedef {object} Round
 * @property {number} wall Milliseconds.
 * @property {number} lines
 * @property {number} unparsable
 * @property {number} behind Files in which a rule of the plugin has a listener.
 * @property {number} thrown How often a rule of ESLint threw.
 * @property {number} heap Bytes in use at the end.
 * @property {Record<string, number>} spent Nanoseconds of the processor by rule and parser.
 */

/** Files that lie together are linted together, as in a lint run: of each folder the first ones. */
function files() {
  const folders =
    values.dir.length > 0
      ? values.dir.map((folder) => resolve(folder))
      : pinned().map(({ name, version }) => ensurePackage(name, version).folder);
  /** @type {Set<string>} */
  const seen = new Set();
  const most = Math.ceil(Number(values.files) / folders.length);
  return folders.flatMap((folder) =>
    sourceFiles(folder, seen)
      .slice(0, most)
      .map((path) => join(folder, path)),
  );
}

/** @returns {{ name: string, version: string }[]} */
function pinned() {
  return JSON.parse(readFileSync(new URL('../../scripts/ecosystem/packages.json', import.meta.url), 'utf8'));
}

const scratch = mkdtempSync(join(tmpdir(), 'bench-lint-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const chosen = files();
const list = join(scratch, 'files.txt');
writeFileSync(list, chosen.join('\n'));

/**
 * @param {readonly string[]} args
 * @returns {Round}
 */
function round(args) {
  const program = fileURLToPath(new URL('round.mjs', import.meta.url));
  const output = execFileSync(process.execPath, ['--expose-gc', program, list, '--config', values.config, ...args], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return JSON.parse(output);
}

const names = Object.keys(plugin.rules);
const variants = [
  BESIDE.flatMap((name) => ['--beside', name]),
  ...(values.each ? names.map((name) => ['--rule', name]) : []),
];
/** Interleaved, so that what else the machine does meets all of them. @type {Round[][]} */
const rounds = variants.map(() => []);
for (let count = 0; count < Number(values.rounds); count++)
  for (const [index, variant] of variants.entries()) rounds[index]?.push(round(variant));

const median = (/** @type {readonly number[]} */ figures) => quantile(figures, 0.5);
const share = (/** @type {readonly Round[]} */ all, /** @type {(one: Round) => number} */ time) =>
  `${(100 * median(all.map((one) => time(one) / (one.spent['parser'] ?? 1)))).toFixed(2)} %`;
const own = (/** @type {Round} */ { spent }) => names.reduce((sum, name) => sum + (spent[name] ?? 0), 0);

const [together = [], ...alone] = rounds;
const [first] = together;
console.log(
  `${String(chosen.length)} files, ${String(first?.lines)} lines, ${String(first?.unparsable)} do not parse; a rule of ` +
    `the plugin listens in ${String(first?.behind)}\n`,
);
const row = (/** @type {string} */ name, /** @type {(one: Round) => number} */ time, /** @type {string} */ single) => [
  name,
  share(together, time),
  (median(together.map(time)) / 1e6 / (chosen.length / 1000)).toFixed(0),
  single,
];
const of =
  (/** @type {string} */ name) =>
  (/** @type {Round} */ { spent }) =>
    spent[name] ?? 0;
console.log(
  table(
    ['', 'of parser time', 'ms per 1,000 files', 'alone, of parser time'],
    [
      row('parser', of('parser'), ''),
      ...BESIDE.map((name) => row(name, of(name), '')),
      ...names
        .map((name, index) => ({ name, single: alone[index] }))
        .filter(({ name }) => together.some((one) => of(name)(one) > 0))
        .map(({ name, single }) => row(name, of(name), single ? share(single, of(name)) : '')),
      row('all rules of the plugin', own, ''),
    ],
  ),
);
console.log(
  `\nMedians of ${values.rounds} processes; heap in use at the end ` +
    `${(median(together.map(({ heap }) => heap)) / 1e6).toFixed(0)} MB; load ${loadavg()[0]?.toFixed(1)}. ` +
    `What the rules share is paid by the first that asks for it. ${versions(['eslint', '@typescript-eslint/parser'])}`,
);
