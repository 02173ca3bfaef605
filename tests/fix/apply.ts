import { Linter, type Rule } from 'eslint';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import parser from '@typescript-eslint/parser';
import { expect } from 'vitest';
import { FileView } from '../../src/ast/file-view.js';
import type { Edits } from '../../src/fix/edits.js';
import { toFix } from '../../src/fix/edits.js';

type SourceCode = Readonly<TSESLint.SourceCode>;
export type Make = (file: FileView, node: TSESTree.Node) => Edits;

/** Applies an edit to the first node that a selector finds; the result must parse. */
export function apply(code: string, selector: string, make: Make): string {
  let seen = false;
  const rule = {
    meta: { fixable: 'code' as const, schema: [] },
    create: (context: { sourceCode: SourceCode; report(report: object): void }) => ({
      [selector](node: TSESTree.Node) {
        if (seen) return;
        seen = true;
        context.report({ node, message: 'x', fix: toFix(make(new FileView(context.sourceCode), node), code) });
      },
    }),
  };
  const config = {
    files: ['**/*.ts'],
    plugins: { x: { rules: { x: rule as { create(context: never): object } as Rule.RuleModule } } },
    rules: { 'x/x': 'error' as const },
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: 'off' as const },
  };
  const { output, messages } = new Linter().verifyAndFix(code, [config], { filename: 'a.ts' });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return output;
}
