// npm run proof: services under load before and after `eslint --fix`. With --save, the figures that the documentation
// shows are written anew.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { socketChart, table, versions } from '../measure/figures.mjs';
import { copyOf } from '../measure/fix.mjs';
import { demonstrate } from './demonstrations.mjs';
import { measure } from './measure.mjs';
import { scenarios } from './scenarios.mjs';

/** @typedef {import('./measure.mjs').Measured} Measured */
/**
 * @typedef {{ readonly scenario: import('./scenarios.mjs').Scenario, readonly before: Measured, readonly after:
 * Measured, readonly fixed: boolean }} Result
 */

const services = fileURLToPath(new URL('services', import.meta.url));
const results = fileURLToPath(new URL('results', import.meta.url));
const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const save = process.argv.includes('--save');
const chosen = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
if (save && chosen) {
  console.error(`--save writes all figures: leave ${chosen} out.`);
  process.exit(2);
}

/** @type {Result[]} */
const measured = [];
for (const scenario of scenarios.filter(({ name, rule }) => !chosen || rule === chosen || name.includes(chosen))) {
  const { settings } = scenario;
  const options = { only: (/** @type {string} */ name) => name === scenario.service, ...(settings && { settings }) };
  const original = await copyOf(services, 'before', options);
  const repaired = await copyOf(services, scenario.fixes, options);
  const fixed = original.sources.get(scenario.service) !== repaired.sources.get(scenario.service);
  measured.push({
    scenario,
    before: await measure(scenario, original.folder),
    after: await measure(scenario, repaired.folder),
    fixed,
  });
  console.error(`${scenario.name}: measured`);
}

const HEAD = [
  'service',
  'fixes',
  'calls',
  'returned',
  'failed',
  'TCP',
  'TLS full',
  'resumed',
  'peak',
  'left open',
  'p50 ms',
  'p99 ms',
  'CPU ms',
  'RSS +MB',
  'exit ms',
];

/**
 * What the rules of strict are about, as a table.
 * @param {Awaited<ReturnType<typeof demonstrate>>} rows
 */
function demonstrations(rows) {
  const intro =
    'Three defects that no count of sockets shows, each as the rule reports it (before) and fixed by hand (after):';
  const head = '| rule | what | before | after |\n| --- | --- | ---: | ---: |';
  const lines = rows.map(
    ({ rule, what, before, after }) =>
      `| [\`${rule}\`](rules/${rule}.md) | ${what} | ${String(before)} | ${String(after)} |`,
  );
  return `## What no socket shows\n\n${intro}\n\n${[head, ...lines].join('\n')}\n`;
}

/**
 * @param {string} label
 * @param {string} fixes
 * @param {number} calls
 * @param {Measured} row
 */
function cells(label, fixes, calls, row) {
  const failures = Object.entries(row.errors).map(([code, count]) =>
    code === 'EMFILE' ? `${String(count)} EMFILE` : String(count),
  );
  const exit = row.ended ? row.exitMs.toFixed(0) : 'never';
  return [
    label,
    fixes,
    calls,
    row.returned,
    failures.join(', ') || 0,
    row.connections,
    row.fullHandshakes,
    row.resumedHandshakes,
    row.peak,
    row.left,
    row.p50.toFixed(1),
    row.p99.toFixed(1),
    row.cpuMs.toFixed(0),
    row.rssMb.toFixed(0),
    exit,
  ];
}

const rows = measured.flatMap(({ scenario, before, after }) => [
  cells(scenario.name, 'none', scenario.calls, before),
  cells('', scenario.fixes, scenario.calls, after),
]);
const text = table(HEAD, rows);
const where = versions(['undici', 'axios', 'pg']);
console.log(`${text}\n\n${where}`);

const figures = measured.map(({ scenario: { name, rule, fixes, calls }, ...rest }) => ({
  name,
  rule,
  fixes,
  calls,
  ...rest,
}));
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'proof.json'), `${JSON.stringify({ where, figures }, null, 1)}\n`);
for (const [index, { scenario, before, after }] of measured.entries()) {
  const chart = socketChart(`${scenario.name}: ${String(scenario.calls)} calls`, [
    { name: 'before', points: before.history },
    { name: 'after eslint --fix', points: after.history },
  ]);
  writeFileSync(
    join(
      results,
      `${scenario.service.replace('.mjs', '')}-${scenario.upstream}${scenario.descriptors ? '-limited' : ''}.svg`,
    ),
    chart,
  );
  if (save && index === 0) writeFileSync(join(docs, 'open-sockets.svg'), chart);
}
/** Defects of strict that no number of sockets shows. */
const demonstrated = (await demonstrate()).filter(({ rule }) => !chosen || rule === chosen);
for (const { rule, what, before, after } of demonstrated)
  console.log(`${rule}: ${what}: ${String(before)} before, ${String(after)} after`);

if (save) {
  const intro =
    'Written by `npm run proof -- --save`: each service of [bench/proof](https://github.com/client-lifecycle/eslint-plugin-client-lifecycle/tree/main/bench/proof) under load, as it is and as `eslint --fix` leaves it, in fresh processes against servers of its own.';
  writeFileSync(
    join(docs, 'proof.md'),
    `# What \`eslint --fix\` does to a running service\n\n${intro}\n\n${text}\n\n${where}. Counts repeat from run to run; times depend on the machine.\n\n![Open sockets over time](open-sockets.svg)\n\n${demonstrations(demonstrated)}`,
  );
}

const short = measured.filter(({ scenario, after }) => !scenario.reaches(after));
for (const { scenario, fixed } of short)
  console.log(`${scenario.name}: ${fixed ? 'the fix does not reach what a fix by hand reaches' : 'no fix yet'}`);
process.exitCode = short.length > 0 || demonstrated.some(({ isReported }) => !isReported) ? 1 : 0;
