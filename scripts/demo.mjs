// npm run demo: what the plugin says about examples/content-engine, what its fixes change, and what that does to fifty
// prompts.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { structuredPatch } from 'diff';
import { ESLint } from 'eslint';
import { table, versions } from '../bench/measure/figures.mjs';
import { copyOf } from '../bench/measure/fix.mjs';
import { runPipeline } from './demo/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = fileURLToPath(new URL('../examples/content-engine/src', import.meta.url));

/** @param {string} text */
function heading(text) {
  console.log(`\n== ${text}\n`);
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
        `@@ -${String(oldStart)},${String(oldLines)} +${String(newStart)},${String(newLines)} @@\n${lines.join('\n')}`,
      );
    }
  }
}

const [before, safe, migrate] = [
  await copyOf(example, 'before'),
  await copyOf(example, 'safe'),
  await copyOf(example, 'migrate'),
];

heading('eslint examples/content-engine');
const shown = before.results.map((result) => ({ ...result, filePath: relative(root, result.filePath) }));
const formatter = await new ESLint().loadFormatter('stylish');
console.log(await formatter.format(shown));
const reports = before.results.reduce((sum, { errorCount }) => sum + errorCount, 0);
console.log(`${String(reports)} reports in ${String(before.results.length)} files`);

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
const rows = [];
for (const { name, copy } of stages) {
  const run = await runPipeline(copy.folder);
  if (name === 'before') console.log(`${run.summary} (${String(run.requests)} requests, in all three runs)\n`);
  rows.push({
    run,
    cells: [
      name,
      run.connections,
      run.peak,
      run.fullHandshakes,
      run.resumedHandshakes,
      run.p50.toFixed(0),
      run.p99.toFixed(0),
      run.cpuMs.toFixed(0),
      run.rssMb.toFixed(0),
      run.wallMs.toFixed(0),
    ],
  });
}
console.log(
  table(
    [
      '',
      'sockets opened',
      'open at a time',
      'TLS full',
      'TLS resumed',
      'p50 ms',
      'p99 ms',
      'CPU ms',
      'memory +MB',
      'wall ms',
    ],
    rows.map(({ cells }) => cells),
  ),
);
console.log(`\n${versions(['undici'])}`);

const summaries = new Set(rows.map(({ run }) => run.summary));
if (reports === 0) console.error('The example is written to be reported: silence means that the plugin is broken.');
if (summaries.size > 1) console.error(`A fix changed what the pipeline does: ${[...summaries].join(' | ')}`);
process.exitCode = reports > 0 && summaries.size === 1 ? 0 : 1;
