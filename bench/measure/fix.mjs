// Copies sources to where they can run, as they are or as `eslint --fix` leaves them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import plugin from 'eslint-plugin-client-lifecycle';
import { scratch } from './process.mjs';
import { writeRunnable } from './runnable.mjs';

/** @typedef {'before' | 'safe' | 'migrate'} Stage The code as it is, after the fixes of `recommended`, after those of `migrate`. */
/** @typedef {{ readonly stage: Stage, readonly folder: string, readonly sources: ReadonlyMap<string, string>, readonly results: readonly import('eslint').ESLint.LintResult[] }} Copy */

const CONFIGS = {
  before: plugin.configs.recommended,
  safe: plugin.configs.recommended,
  migrate: plugin.configs.migrate,
};

/**
 * Lints the sources below `folder`, fixes them unless `stage` is `before`, and writes runnable copies; TypeScript loses its types there.
 * @param {string} folder
 * @param {Stage} stage
 * @param {{ readonly only?: (name: string) => boolean, readonly settings?: object }} [options]
 * @returns {Promise<Copy>}
 */
export async function copyOf(folder, stage, { only = () => true, settings } = {}) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(?:ts|mjs)$/.test(name) && only(name),
  );
  const config = CONFIGS[stage];
  const known = /** @type {object | undefined} */ (config.settings?.['client-lifecycle']);
  const eslint = new ESLint({
    cwd: folder,
    fix: stage !== 'before',
    overrideConfigFile: true,
    overrideConfig: [
      {
        ...config,
        plugins: { 'client-lifecycle': plugin },
        // The folders of examples and benchmarks say that the code is no service; here it runs as one.
        settings: { 'client-lifecycle': { role: 'service', ...known, ...settings } },
      },
      { files: ['**/*.ts'], languageOptions: { parser } },
    ],
  });
  const results = await eslint.lintFiles(names);
  const fatal = results.flatMap(({ filePath, messages }) =>
    messages.filter((one) => one.fatal).map((one) => `${filePath}: ${one.message}`),
  );
  if (fatal.length > 0) throw new Error(fatal.join('\n'));
  const target = join(scratch, 'measured', folder.replace(/\W+/g, '-').slice(-60), stage);
  /** @type {Map<string, string>} */
  const sources = new Map();
  for (const name of names) {
    const result = results.find(({ filePath }) => filePath === join(folder, name));
    sources.set(name, result?.output ?? readFileSync(join(folder, name), 'utf8'));
  }
  writeRunnable(target, Object.fromEntries(sources));
  return { stage, folder: target, sources, results };
}
