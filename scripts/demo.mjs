// npm run demo: what the plugin says about examples/content-engine, what its fixes change, and what that does to fifty
// prompts. Ends with a verdict.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { structuredPatch } from 'diff';
import { styleText } from 'node:util';
import { ESLint } from 'eslint';
import { quantile, table, versions } from '../bench/measure/figures.mjs';
import { copyOf } from '../bench/measure/fix.mjs';
import { runPipeline } from './demo/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = fileURLToPath(new URL('../examples/content-engine/src', import.meta.url));

/** @param {string} text */
function heading(text) {
  console.log(`\n${styleText('bold', `== ${text}`)}\n`);
}

/**
 * Says what is going on while nothing else is printed.
 * @param {string} text
 */
function progress(text) {
  console.log(styleText('dim', `   ${text} ...`));
}

/** @param {import('../bench/measure/fix.mjs').Copy} copy */
function countOf({ results }) {
  return results.reduce((sum, { errorCount }) => sum + errorCount, 0);
}

/** @param {string} line A line of a diff. */
function coloured(line) {
  if (line.startsWith('+')) return styleText('green', line);
  return line.startsWith('-') ? styleText('red', line) : line;
}

/**
 * @param {import('../bench/measure/fix.mjs').Copy} from
 * @param {import('../bench/measure/fix.mjs').Copy} to
 */
function printDiff(from, to) {
  for (const [name, text] of to.sources) {
    const path = `examples/content-engine/src/${name}`;
    const { hunks } = structuredPatch(path, path, from.sources.get(name) ?? '', text, '', '', { context: 2 });
    if (hunks.length === 0) continue;
    console.log(`--- ${path}\n+++ ${path}`);
    for (const { oldStart, oldLines, newStart, newLines, lines } of hunks) {
      console.log(
        `@@ -${String(oldStart)},${String(oldLines)} +${String(newStart)},${String(newLines)} @@\n${lines.map(coloured).join('\n')}`,
      );
    }
  }
}

/** Runs of each stage: times are their medians, connections and handshakes repeat. */
const RUNS = 3;
const settings = { explainFixes: true };

progress('linting and fixing a content service');
const [before, safe, migrate] = [
  await copyOf(example, 'before', { settings: {} }),
  await copyOf(example, 'safe', { settings }),
  await copyOf(example, 'migrate', { settings }),
];

heading('eslint examples/content-engine');
const shown = before.results.map((result) => ({ ...result, filePath: relative(root, result.filePath) }));
const formatter = await new ESLint().loadFormatter('stylish');
console.log(await formatter.format(shown));
const reports = countOf(before);

heading('eslint --fix with the config recommended');
printDiff(before, safe);
heading('what --fix with the config migrate changes besides');
printDiff(safe, migrate);

heading('fifty prompts, five APIs over TLS, ten prompts at a time');
const stages = [
  { name: 'before', copy: before },
  { name: 'recommended --fix', copy: safe },
  { name: 'migrate --fix', copy: migrate },
];
const measured = [];
for (const { name, copy } of stages) {
  /** @type {import('./demo/run.mjs').Run[]} */
  const runs = [];
  for (let run = 1; run <= RUNS; run++) {
    progress(`${name}, run ${String(run)} of ${String(RUNS)}`);
    runs.push(await runPipeline(copy.folder));
  }
  const median = (/** @type {(one: import('./demo/run.mjs').Run) => number} */ of) => quantile(runs.map(of), 0.5);
  measured.push({
    name,
    reports: countOf(copy),
    summaries: runs.map(({ summary }) => summary),
    connections: median(({ connections }) => connections),
    handshakes: median(({ fullHandshakes }) => fullHandshakes),
    p50: median(({ p50 }) => p50),
    cpuMs: median(({ cpuMs }) => cpuMs),
    wallMs: median(({ wallMs }) => wallMs),
  });
}
console.log(
  `\n${table(
    ['medians of three runs', 'reports', 'connections', 'full TLS handshakes', 'p50 ms', 'CPU ms', 'wall ms'],
    measured.map(({ name, reports: left, connections, handshakes, p50, cpuMs, wallMs }) => [
      name,
      left,
      connections,
      handshakes,
      p50.toFixed(0),
      cpuMs.toFixed(0),
      wallMs.toFixed(0),
    ]),
  )}`,
);
console.log(`\n${versions(['undici'])}`);

heading('verdict');
const [first, , last] = measured;
const summaries = new Set(measured.flatMap((one) => one.summaries));
const isBetter = first && last && last.connections < first.connections && last.handshakes < first.handshakes;
if (first && last) {
  console.log(
    `${String(first.connections - last.connections)} connections and ${String(first.handshakes - last.handshakes)} TLS handshakes fewer, for the same answers: ${[...summaries].join(' | ')}.`,
  );
  console.log(
    `${String(reports)} reports: --fix leaves ${String(countOf(safe))}, and with migrate ${String(last.reports)}.`,
  );
}
for (const { filePath, messages } of migrate.results) {
  for (const { line, ruleId, message } of messages) {
    const [, reason = 'it needs a decision of yours'] = / \(No automatic fix: (.+)\.\)$/.exec(message) ?? [];
    console.log(`  left: ${ruleId ?? ''} in ${relative(example, filePath)}:${String(line)}, because ${reason}`);
  }
}
if (reports === 0) console.error('The example is written to be reported: silence means that the plugin is broken.');
if (summaries.size > 1) console.error(`A fix changed what the pipeline does: ${[...summaries].join(' | ')}`);
if (!isBetter) console.error('The fixes saved no connections.');
process.exitCode = reports > 0 && summaries.size === 1 && isBetter ? 0 : 1;
