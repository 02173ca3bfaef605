// Lints one file that need not parse and must not make a rule crash.
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';

/** @typedef {{ rule: string, line: number, message: string }} Report */

const PREFIX = 'client-lifecycle/';
const linter = new Linter();

/**
 * The plugin's reports for a file, whatever its comments switch off; `null` if no way of reading the file parses.
 * @param {string} text
 * @param {string} path
 * @param {Linter.Config} config
 * @returns {Report[] | null}
 * @throws Error when a rule crashes.
 */
export function lintText(text, path, config) {
  const looksLikeScript = path.endsWith('.cjs') || !/^\s*(?:import|export)\b/m.test(text);
  /** @type {Linter.SourceType[]} */
  const sourceTypes = looksLikeScript ? ['commonjs', 'module'] : ['module', 'commonjs'];
  for (const sourceType of sourceTypes) {
    const languageOptions = { parser, sourceType, parserOptions: { ecmaFeatures: { jsx: true } } };
    const messages = linter.verify(
      text,
      [config, { files: ['**/*'], languageOptions, linterOptions: { noInlineConfig: true } }],
      { filename: path },
    );
    if (messages.some(({ fatal }) => fatal)) continue;
    return messages.flatMap(({ ruleId, line, message }) =>
      ruleId?.startsWith(PREFIX) ? [{ rule: ruleId.slice(PREFIX.length), line, message }] : [],
    );
  }
  return null;
}
