// npm run demo: what the plugin says about examples/content-engine, as ESLint prints it.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import clientLifecycle from 'eslint-plugin-client-lifecycle';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = fileURLToPath(new URL('../examples/content-engine', import.meta.url));

const eslint = new ESLint({
  cwd: example,
  overrideConfigFile: true,
  overrideConfig: [clientLifecycle.configs.recommended, { files: ['**/*.ts'], languageOptions: { parser } }],
});
const results = await eslint.lintFiles(['src']);
const shown = results.map((result) => ({ ...result, filePath: relative(root, result.filePath) }));
const formatter = await eslint.loadFormatter('stylish');
console.log(await formatter.format(shown));
const reports = results.reduce((sum, { errorCount }) => sum + errorCount, 0);
console.log(`${String(reports)} reports in ${String(results.length)} files of examples/content-engine`);
// The example is written to be reported: silence means that the plugin is broken.
process.exitCode = reports > 0 ? 0 : 1;
