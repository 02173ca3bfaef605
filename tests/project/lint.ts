import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tsParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';

/** Parsers that a project may be linted with; what oxlint shows reads no other file. */
export const PARSERS = { typescript: tsParser, espree: undefined, oxlint: { ...tsParser, name: 'oxlint' } };

export interface LintOptions {
  readonly parser?: keyof typeof PARSERS;
  readonly settings?: object;
  readonly sourceType?: 'module' | 'commonjs';
  readonly config?: 'recommended' | 'strict';
  /** Text in place of the one on disk, as in an editor. */
  readonly text?: string;
}

/** What `migrate` makes of one file of a folder by one rule. */
export function fixFile(folder: string, file: string, rule: string, settings: object = {}): string {
  const path = join(folder, file);
  return new Linter({ cwd: folder }).verifyAndFix(
    readFileSync(path, 'utf8'),
    [
      {
        files: ['**'],
        plugins: plugin.configs.migrate.plugins ?? {},
        rules: { [`client-lifecycle/${rule}`]: 'error' },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        ...(file.endsWith('.ts') ? { languageOptions: { parser: tsParser } } : {}),
        settings: { 'client-lifecycle': { fixes: 'migrate', role: 'service', ...settings } },
      },
    ],
    { filename: path },
  ).output;
}

/** What the plugin reports in one file of a folder: `rule:line message`. */
export function lintFile(folder: string, file: string, options: LintOptions = {}): string[] {
  const { parser = 'typescript', settings = {}, sourceType = 'module', config = 'recommended' } = options;
  const [base] = [plugin.configs[config]].flat();
  const chosen = PARSERS[parser];
  const linter = new Linter({ cwd: folder });
  const messages = linter.verify(
    options.text ?? readFileSync(join(folder, file), 'utf8'),
    [
      {
        files: ['**'],
        plugins: base?.plugins ?? {},
        rules: base?.rules ?? {},
        languageOptions: { sourceType, ...(chosen ? { parser: chosen } : {}) },
        settings: { 'client-lifecycle': JSON.parse(JSON.stringify({ role: 'service', ...settings })) as object },
      },
    ],
    join(folder, file),
  );
  return messages.map(
    ({ ruleId, line, message }) => `${(ruleId ?? 'fatal').replace('client-lifecycle/', '')}:${String(line)} ${message}`,
  );
}
