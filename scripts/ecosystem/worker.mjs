// Lints batches of files with a shared config of the plugin.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from 'eslint-plugin-client-lifecycle';

const base = plugin.configs[workerData.config];
if (!base) throw new Error(`There is no config '${workerData.config}': use one of ${Object.keys(plugin.configs).join(', ')}.`);
const linter = new Linter();

parentPort.on('message', (batch) => {
  if (batch === null) {
    parentPort.close();
    return;
  }
  const result = { reports: [], crashes: [], unparsable: 0 };
  for (const job of batch) lint(job, result);
  parentPort.postMessage(result);
});

function lint({ id, folder, path }, result) {
  const text = readFileSync(join(folder, path), 'utf8');
  try {
    const messages = verify(text, path);
    if (messages === null) result.unparsable++;
    for (const { ruleId, line, message } of messages ?? []) {
      const rule = ruleId.replace('client-lifecycle/', '');
      if (!workerData.rule || rule === workerData.rule) result.reports.push({ rule, id, path, line, message });
    }
  } catch (error) {
    result.crashes.push({ file: `${id}/${path}`, error: error.stack ?? String(error) });
  }
}

/** The reports for a file, `null` if no way of reading it parses. */
function verify(text, path) {
  const script = !/^\s*(?:import|export)\b/m.test(text) || path.endsWith('.cjs');
  for (const sourceType of script ? ['commonjs', 'module'] : ['module', 'commonjs']) {
    const languageOptions = { parser, sourceType, parserOptions: { ecmaFeatures: { jsx: !/\.[mc]?ts$/.test(path) } } };
    const messages = linter.verify(text, [base, { files: ['**/*'], languageOptions, linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } }], { filename: path });
    if (!messages.some(({ fatal }) => fatal)) return messages.filter(({ ruleId }) => ruleId?.startsWith('client-lifecycle/'));
  }
  return null;
}
