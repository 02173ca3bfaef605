import parser from '@typescript-eslint/parser';
import { Linter, type Rule } from 'eslint';
import { expect } from 'vitest';
import { expectSameUnderAllParsers } from '../parsers.js';
import { noClientInFunction } from '../../src/rules/no-client-in-function.js';

export interface Fixed {
  readonly output: string;
  /** Why the remaining reports have no automatic fix. */
  readonly reasons: readonly string[];
  readonly suggestions: readonly string[];
  /** The module after each of them. */
  readonly suggested: readonly string[];
}

/** Runs `--fix` with no-client-in-function on a module; the output parses and a second run leaves it as it is. */
export function fixAll(
  code: string,
  settings: object = {},
  { sourceType = 'module', filename = 'service.ts', cwd = '/' } = {},
): Fixed {
  const rules: Record<string, object> = { 'no-client-in-function': noClientInFunction };
  const config: Linter.Config = {
    files: ['**/*.ts', '**/*.js'],
    plugins: { 'client-lifecycle': { rules: rules as Record<string, Rule.RuleModule> } },
    rules: { 'client-lifecycle/no-client-in-function': 'error' },
    settings: { 'client-lifecycle': { explainFixes: true, ...settings } },
    languageOptions: { parser, sourceType },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  };
  if (cwd === '/') expectSameUnderAllParsers(code, filename, config);
  const linter = new Linter({ cwd });
  const { output, messages } = linter.verifyAndFix(code, [config], { filename });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  expect(linter.verifyAndFix(output, [config], { filename }).fixed).toBe(false);
  const offered = messages.flatMap(({ suggestions = [] }) => suggestions);
  return {
    output,
    reasons: messages.map(({ message }) => /\(No automatic fix: (.*)\.\)$/.exec(message)?.[1] ?? ''),
    suggestions: offered.map(({ desc }) => desc),
    suggested: offered.map(({ fix: { range, text } }) => output.slice(0, range[0]) + text + output.slice(range[1])),
  };
}
