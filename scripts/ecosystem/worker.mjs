// A thread that lints batches of files with a shared config of the plugin.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import plugin from 'eslint-plugin-client-lifecycle';
import { lintText } from './lint.mjs';

/** @typedef {{ id: string, folder: string, path: string }} Job */
/** @typedef {{ id: string, path: string } & import('./lint.mjs').Report} PackageReport */
/** @typedef {{ reports: PackageReport[], crashes: { file: string, error: string }[], unparsable: number }} Result */

const { config, rule } = /** @type {{ config: keyof typeof plugin.configs | 'all', rule?: string }} */ (workerData);
/** Every rule with the options that it has by itself, or a config of the plugin. */
const rules = Object.keys(plugin.rules).map((name) => /** @type {const} */ ([`client-lifecycle/${name}`, 'error']));
const chosen =
  config === 'all' ? { ...plugin.configs.recommended, rules: Object.fromEntries(rules) } : plugin.configs[config];

parentPort?.on('message', (/** @type {Job[] | null} */ batch) => {
  if (batch === null) {
    parentPort?.close();
    return;
  }
  /** @type {Result} */
  const result = { reports: [], crashes: [], unparsable: 0 };
  for (const job of batch) lint(job, result);
  parentPort?.postMessage(result);
});

/**
 * @param {Job} job
 * @param {Result} result
 */
function lint({ id, folder, path }, result) {
  try {
    const reports = lintText(readFileSync(join(folder, path), 'utf8'), path, chosen);
    if (reports === null) result.unparsable++;
    for (const report of reports ?? []) {
      if (!rule || report.rule === rule) result.reports.push({ id, path, ...report });
    }
  } catch (error) {
    result.crashes.push({
      file: `${id}/${path}`,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
