import * as babel from '@babel/eslint-parser';
import typescript from '@typescript-eslint/parser';
import { Linter, type Scope } from 'eslint';
import { expect } from 'vitest';
import blankTypes from 'ts-blank-space';

/** The parsers under which every rule has to work, as `languageOptions` of a config. */
export const PARSERS: Readonly<Record<'typescript' | 'espree' | 'es2022' | 'babel', Linter.LanguageOptions>> = {
  typescript: { parser: typescript },
  espree: { parserOptions: { ecmaFeatures: { jsx: true } } },
  // What came later is not in the tree at all, such as the attributes of imports.
  es2022: { ecmaVersion: 2022, parserOptions: { ecmaFeatures: { jsx: true } } },
  babel: {
    parser: { ...(babel as Linter.Parser), parseForESLint: parseWithBabel } as Linter.Parser,
    parserOptions: {
      requireConfigFile: false,
      babelOptions: {
        configFile: false,
        babelrc: false,
        parserOpts: { plugins: ['jsx', ['decorators', { version: '2023-11' }], 'explicitResourceManagement'] },
      },
    },
  },
};

/**
 * Babel's parser of version 7 as ESLint 9 runs it: its scope manager knows no `addGlobals`, which ESLint 10 calls
 * instead of doing the same itself.
 */
function parseWithBabel(code: string, options?: unknown): object {
  const result = (babel as { parseForESLint(code: string, options: unknown): ParseResult }).parseForESLint(
    code,
    options,
  );
  const { globalScope } = result.scopeManager;
  result.scopeManager.addGlobals ??= (names) => {
    for (const name of names) addGlobal(globalScope, name);
    globalScope.through = globalScope.through.filter((reference) => {
      const variable = globalScope.set.get(reference.identifier.name);
      if (!variable) return true;
      reference.resolved = variable;
      variable.references.push(reference);
      return false;
    });
  };
  return result;
}

interface ParseResult {
  readonly ast: object;
  readonly scopeManager: { globalScope: Scope.Scope; addGlobals?: (names: readonly string[]) => void };
}

function addGlobal(scope: Scope.Scope, name: string): void {
  if (scope.set.has(name)) return;
  const variable: object = { name, identifiers: [], references: [], defs: [], tainted: false, stack: true, scope };
  scope.variables.push(variable as Scope.Variable);
  scope.set.set(name, variable as Scope.Variable);
}

/**
 * The code with its types turned to blanks, every other character where it was; `null` where TypeScript's own syntax
 * does something (enums, parameter properties), which no other parser can read.
 */
export function withoutTypes(code: string): string | null {
  let erasable = true;
  const blanked = blankTypes(code, () => {
    erasable = false;
  });
  return erasable ? blanked : null;
}

/** Characters of the longest message that is read at a glance; a reason for a missing fix may follow. */
export const LONGEST_MESSAGE = 240;

/** What a rule says about a text, with its edits. */
function verdicts(parser: keyof typeof PARSERS, code: string, filename: string, config: Linter.Config): object[] {
  const languageOptions = { ...config.languageOptions, ...PARSERS[parser] };
  const messages = new Linter().verify(
    code,
    [{ ...config, files: ['**'], linterOptions: { reportUnusedDisableDirectives: 'off' }, languageOptions }],
    { filename },
  );
  return messages.map(({ ruleId, message, line, column, endLine, endColumn, fix, suggestions, fatal }) => {
    if (fatal) throw new SyntaxError(`${parser}: ${message} (${line}:${column})`);
    const shown = message.replace(/ \(No automatic fix: .+\)$/, '');
    expect(shown.length, `characters of: ${shown}`).toBeLessThanOrEqual(LONGEST_MESSAGE);
    return { ruleId, message, line, column, endLine, endColumn, fix, suggestions };
  });
}

/**
 * Rules say the same, and write the same, under every parser that reads a text. Types are taken out first, so that the
 * text is the same for all; under TypeScript's parser the test itself has linted it with them.
 */
export function expectSameUnderAllParsers(code: string, filename: string, config: Linter.Config): void {
  const text = withoutTypes(code);
  if (text === null) return;
  const name = filename.replace(/\.([cm]?)tsx?$/, '.$1js');
  const expected = verdicts('typescript', text, name, config);
  expect(verdicts('babel', text, name, config), "what Babel's tree leads to").toEqual(expected);
  for (const parser of ['espree', 'es2022'] as const) {
    // Decorators are read by neither, `using` only by the first.
    if (/(?:^|[\s(])@\w|\busing\b/m.test(text) && !isRead(parser, text, config)) continue;
    expect(verdicts(parser, text, name, config), `what the tree of ${parser} leads to`).toEqual(expected);
  }
}

function isRead(parser: keyof typeof PARSERS, code: string, { languageOptions }: Linter.Config): boolean {
  const config = { files: ['**'], languageOptions: { ...languageOptions, ...PARSERS[parser] } };
  return new Linter().verify(code, [config], { filename: 'a.js' }).every(({ fatal }) => fatal !== true);
}

/** A config that runs one rule. */
export function configOf(
  rule: object,
  options: readonly unknown[] = [],
  settings: object = {},
  sourceType: Linter.SourceType = 'module',
): Linter.Config {
  const plugin: object = { rules: { rule } };
  return {
    plugins: { test: plugin },
    rules: { 'test/rule': ['error', ...options] },
    settings: { ...settings },
    languageOptions: { sourceType },
  };
}
