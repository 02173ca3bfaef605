// npm run ecosystem -- [package[@version]...] [--rule NAME] [--config NAME] [--json FILE]
// Lints the published sources of npm packages and prints the reports by rule and package.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ensurePackage, sourceFiles } from './packages.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rule: { type: 'string' }, config: { type: 'string', default: 'recommended' }, json: { type: 'string' } },
});
const pinned = JSON.parse(readFileSync(new URL('packages.json', import.meta.url), 'utf8'));
const wanted = positionals.length > 0 ? positionals.map(named) : pinned;

/** `name@version` as given, else the pinned version, else the newest. */
function named(argument) {
  const at = argument.indexOf('@', 1);
  const name = at > 0 ? argument.slice(0, at) : argument;
  return { name, version: at > 0 ? argument.slice(at + 1) : (pinned.find((entry) => entry.name === name)?.version ?? 'latest') };
}

const seen = new Set();
const jobs = [];
const failed = [];
for (const { name, version } of wanted) {
  try {
    const { id, folder } = ensurePackage(name, version);
    jobs.push(...sourceFiles(folder, seen).map((path) => ({ id, folder, path })));
  } catch (error) {
    failed.push(`${name}@${version}: ${error.message}`);
  }
}

const reports = [];
const crashes = [];
let unparsable = 0;
await lintAll(jobs);
print();
if (values.json) writeFileSync(values.json, JSON.stringify(reports, null, 1));
process.exitCode = crashes.length > 0 || failed.length > 0 ? 1 : 0;

/** Shares the files out to one worker per processor. */
async function lintAll(queue) {
  let next = 0;
  const started = Array.from({ length: Math.min(availableParallelism(), queue.length) }, () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: { config: values.config, rule: values.rule } });
      const give = () => (next < queue.length ? worker.postMessage(queue.slice(next, (next += 20))) : worker.postMessage(null));
      worker.on('message', (result) => {
        reports.push(...result.reports);
        crashes.push(...result.crashes);
        unparsable += result.unparsable;
        give();
      });
      worker.on('error', reject);
      worker.on('exit', resolve);
      give();
    }),
  );
  await Promise.all(started);
}

function print() {
  reports.sort((a, b) => a.rule.localeCompare(b.rule) || a.id.localeCompare(b.id) || a.path.localeCompare(b.path) || a.line - b.line);
  const counts = new Map();
  let rule = '';
  for (const report of reports) {
    if (report.rule !== rule) console.log(`\n${(rule = report.rule)}`);
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
    console.log(`  ${report.id}/${report.path}:${report.line}  ${report.message}`);
  }
  for (const crash of crashes) console.log(`\nCRASH ${crash.file}\n${crash.error}`);
  for (const failure of failed) console.log(`\nNOT LINTED ${failure}`);
  const summary = [...counts].map(([name, count]) => `${count} ${name}`).join(', ') || 'no reports';
  console.log(`\n${wanted.length - failed.length} packages, ${jobs.length} files (${unparsable} not parsable): ${summary}; ${crashes.length} crashes`);
}
