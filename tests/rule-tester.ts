import type { TSESLint } from '@typescript-eslint/utils';
import { RuleTester } from '@typescript-eslint/rule-tester';
import { afterAll, describe, it } from 'vitest';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** Lints cases as TypeScript modules unless they say otherwise. */
export const ruleTester = new RuleTester();

/**
 * A rule that reports the same without fixes and suggestions, for tests of what is reported; other tests show the
 * fixes.
 */
export function reportsOf<Rule extends TSESLint.RuleModule<string, readonly unknown[]>>(rule: Rule): Rule {
  return {
    ...rule,
    create(context) {
      const report: typeof context.report = (descriptor) => {
        context.report({ ...descriptor, fix: null, suggest: null });
      };
      return rule.create(Object.create(context, { report: { value: report } }) as typeof context);
    },
  };
}
