import typescript from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { expect } from 'vitest';

/** As many passes as `eslint --fix` makes. */
const PASSES = 10;

/**
 * No fixer writes an edit that is there already: `--fix` ends, and neither it nor a suggestion that is followed by a
 * second run of everything writes a statement beside an equal one.
 */
export function expectEditsOnce(code: string, filename: string, config: Linter.Config): void {
  const lint = (text: string): Linter.LintMessage[] =>
    new Linter().verify(
      text,
      [
        {
          ...config,
          files: ['**'],
          linterOptions: { reportUnusedDisableDirectives: 'off' },
          languageOptions: { ...config.languageOptions, parser: typescript },
        },
      ],
      { filename },
    );
  const before = doubled(code);
  expect(doubled(fixed(code, lint)), 'statements that --fix has doubled').toEqual(before);
  for (const { fix, desc } of lint(code).flatMap(({ suggestions = [] }) => suggestions)) {
    const followed = applied(code, [fix]);
    const again = lint(followed)
      .flatMap(({ suggestions = [] }) => suggestions)
      .filter((suggestion) => suggestion.desc === desc)
      .map((suggestion) => applied(followed, [suggestion.fix]));
    for (const text of [fixed(followed, lint), ...again])
      expect(doubled(text), `statements that are doubled by following twice: ${desc}`).toEqual(before);
  }
}

/** What `--fix` makes of a text. */
function fixed(code: string, lint: (text: string) => Linter.LintMessage[]): string {
  let text = code;
  for (let pass = 0; pass < PASSES; pass++) {
    const fixes = lint(text).flatMap(({ fix }) => fix ?? []);
    if (fixes.length === 0) return text;
    text = applied(text, fixes);
  }
  expect(
    lint(text).flatMap(({ fix }) => fix ?? []),
    `fixes after ${String(PASSES)} passes`,
  ).toEqual([]);
  return text;
}

/** The text with those edits that do not overlap an earlier one. */
function applied(text: string, edits: readonly NonNullable<Linter.LintMessage['fix']>[]): string {
  let result = '';
  let position = 0;
  for (const { range, text: replacement } of [...edits].sort((a, b) => a.range[0] - b.range[0])) {
    if (range[0] < position || (range[0] === position && position > 0)) continue;
    result += text.slice(position, range[0]) + replacement;
    position = range[1];
  }
  return result + text.slice(position);
}

/** Statements that stand directly behind an equal one. */
function doubled(text: string): string[] {
  const statements = text
    .split(/[;\n]/)
    .map((statement) => statement.trim())
    .filter((statement) => /\w{2}/.test(statement));
  return statements.filter((statement, index) => index > 0 && statements[index - 1] === statement);
}
