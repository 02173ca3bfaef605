// npm run bench:monorepo -- [--runs 3] [--only eslint|turbo]: examples/monorepo with thirty services of forty modules, linted cold, warm, and after a change in
// one package. Seconds of processor time, medians of several runs, in a folder of its own.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { turboRuns } from './turbo.mjs';

const SERVICES = 30;
const MODULES = 40;
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, only: { type: 'string', default: '' } },
});
const RUNS = Number(values.runs);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'client-lifecycle-monorepo-'));

/** The example, its service "orders" thirty times, each with its module forty times. */
function build() {
  cpSync(join(root, 'examples/monorepo'), folder, { recursive: true });
  for (let service = 0; service < SERVICES; service++) {
    const name = `orders-${String(service)}`;
    const target = join(folder, 'services', name);
    cpSync(join(folder, 'services/orders'), target, { recursive: true });
    const manifest = join(target, 'package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('@acme/orders', `@acme/${name}`));
    for (let module = 0; module < MODULES; module++)
      cpSync(join(target, 'src/stock.js'), join(target, `src/stock-${String(module)}.js`));
  }
  mkdirSync(join(folder, 'node_modules/@acme'), { recursive: true });
  symlinkSync(join(root, 'node_modules/eslint'), join(folder, 'node_modules/eslint'));
  mkdirSync(join(folder, 'node_modules/.bin'));
  symlinkSync(join(root, 'node_modules/eslint/bin/eslint.js'), join(folder, 'node_modules/.bin/eslint'));
  symlinkSync(root, join(folder, 'node_modules/eslint-plugin-client-lifecycle'));
  symlinkSync(join(folder, 'packages/clients'), join(folder, 'node_modules/@acme/clients'));
}

/** Tells what a process took of the processors, whatever else they were busy with. */
const TELL = `import { writeFileSync } from 'node:fs';
process.on('exit', () => { writeFileSync(process.env.CPU_FILE, String((process.cpuUsage().user + process.cpuUsage().system) / 1e6)); });`;

/**
 * Seconds of processor time of a run of ESLint.
 * @param {string} from
 * @param {readonly string[]} options
 */
function lint(from, ...options) {
  const file = join(folder, 'cpu.txt');
  const tell = `data:text/javascript,${encodeURIComponent(TELL)}`;
  execFileSync(process.execPath, ['--import', tell, join(root, 'node_modules/eslint/bin/eslint.js'), '.', ...options], {
    cwd: join(folder, from),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CPU_FILE: file },
  });
  return Number(readFileSync(file, 'utf8'));
}

/**
 * The median of several runs, each after a preparation.
 * @param {() => void} prepare
 * @param {() => number} run
 */
function median(prepare, run) {
  const times = Array.from({ length: RUNS }, () => {
    prepare();
    return run();
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

let changes = 0;
/** A change that changes nothing, in one module of one service. */
function change() {
  const file = join(folder, 'services/orders-7/src/stock-3.js');
  writeFileSync(file, `${readFileSync(file, 'utf8')}// ${String(++changes)}\n`);
}
const nothing = () => {};
const cache = ['--cache', '--cache-strategy', 'content'];

/** Runs of ESLint by itself. */
function eslintRuns() {
  const config = readFileSync(join(folder, 'eslint.config.js'), 'utf8');
  const withoutRules = () => {
    writeFileSync(join(folder, 'eslint.config.js'), config.replace('clientLifecycle.configs.recommended, ', ''));
  };
  const withoutFingerprint = () => {
    writeFileSync(join(folder, 'eslint.config.js'), config.replace(/^ *fingerprint: .*$/m, ''));
  };
  const asItIs = () => {
    writeFileSync(join(folder, 'eslint.config.js'), config);
  };
  const rows = [
    ['ESLint alone, cold', median(withoutRules, () => lint('.'))],
    ['cold', median(asItIs, () => lint('.'))],
    ['warm (first run fills the cache)', (lint('.', ...cache), median(nothing, () => lint('.', ...cache)))],
    ['one module changed, with the fingerprint: everything again', median(change, () => lint('.', ...cache))],
    [
      'one module changed, without the fingerprint',
      (withoutFingerprint(), lint('.', ...cache), median(change, () => lint('.', ...cache))),
    ],
    ['one package alone, as Turborepo runs it', (asItIs(), median(change, () => lint('services/orders-7')))],
  ];
  for (const [what, seconds] of rows) console.log(`${Number(seconds).toFixed(2).padStart(6)} s  ${String(what)}`);
}

/** Runs of Turborepo, which keeps results by package. */
function turboTable() {
  const append = (/** @type {string} */ path) => () => {
    const file = join(folder, path);
    writeFileSync(file, `${readFileSync(file, 'utf8')}// ${String(++changes)}\n`);
  };
  const isThere = turboRuns(folder, {
    service: append('services/orders-7/src/stock-3.js'),
    shared: append('packages/clients/src/index.js'),
  });
  if (!isThere) console.log('turbo cannot be installed here.');
}

try {
  build();
  if (values.only !== 'turbo') eslintRuns();
  if (values.only !== 'eslint') turboTable();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
