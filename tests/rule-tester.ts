import type { TSESLint } from '@typescript-eslint/utils';
import { RuleTester, type RunTests } from '@typescript-eslint/rule-tester';
import type { Linter } from 'eslint';
import { afterAll, describe, it } from 'vitest';
import { expectEditsOnce } from './fixes-once.js';
import { configOf, expectSameUnderAllParsers } from './parsers.js';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const underTypeScript = new RuleTester();

/**
 * Lints cases as TypeScript modules unless they say otherwise, and then, without their types, under every parser: a
 * rule may neither throw nor say anything else under one of them. Fixes and suggestions are followed, twice.
 */
export const ruleTester = {
  run<MessageId extends string, Options extends readonly unknown[]>(
    name: string,
    rule: TSESLint.RuleModule<MessageId, Options>,
    cases: RunTests<MessageId, Options>,
  ): void {
    underTypeScript.run(name, rule, cases);
    describe.runIf(cases.invalid.length > 0)(`${name}, every edit once`, () => {
      for (const test of cases.invalid) {
        it(test.name ?? test.code, () => {
          const { code, filename = 'file.ts', languageOptions = {}, options = [], settings = {} } = test;
          const sourceType = 'sourceType' in languageOptions ? languageOptions.sourceType : 'module';
          expectEditsOnce(code, filename, configOf(rule, options, settings, sourceType as Linter.SourceType));
        });
      }
    });
    describe(`${name}, under every parser`, () => {
      for (const given of [...cases.valid, ...cases.invalid]) {
        const test = typeof given === 'string' ? { code: given } : given;
        it(test.name ?? test.code, () => {
          const { code, filename = 'file.ts', languageOptions = {}, options = [], settings = {} } = test;
          const sourceType = 'sourceType' in languageOptions ? languageOptions.sourceType : 'module';
          const config = configOf(rule, options, settings, sourceType as Linter.SourceType);
          expectSameUnderAllParsers(code, filename, config);
        });
      }
    });
  },
};

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
