import { once } from 'node:events';
import process from 'node:process';
import { Linter } from 'eslint';
import { afterEach, expect, it, vi } from 'vitest';
import { createRule } from '../src/create-rule.js';
import { configOf } from './parsers.js';

const faulty = createRule<[], 'here'>({
  name: 'faulty',
  meta: {
    type: 'problem',
    docs: { description: 'throws at the second statement', recommended: 'recommended' },
    messages: { here: 'Here.' },
    schema: [],
  },
  create: (context) => ({
    ExpressionStatement(node) {
      if (node.range[0] > 0) throw new TypeError('of the rule');
      context.report({ node, messageId: 'here' });
    },
  }),
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it('tells a mistake of a rule as a warning, and the lint run goes on', async () => {
  vi.stubEnv('CLIENT_LIFECYCLE_DEBUG', '');
  const warned = once(process, 'warning');
  const messages = new Linter().verify('a;\nb;', configOf(faulty), { filename: 'a.js' });
  expect(messages.map(({ line }) => line)).toEqual([1]);
  const [warning] = (await warned) as [Error];
  expect(warning.name).toBe('ClientLifecycleWarning');
  expect(warning.message).toMatch(/client-lifecycle\/faulty could not judge .*a\.js and says nothing about it/);
  expect(warning.message).toContain('of the rule');
});

it('lets the exception through for those who look for it', () => {
  vi.stubEnv('CLIENT_LIFECYCLE_DEBUG', '1');
  expect(() => new Linter().verify('a;\nb;', configOf(faulty), { filename: 'a.js' })).toThrow('of the rule');
});

const renaming = createRule<[], 'here'>({
  name: 'renaming',
  meta: {
    type: 'problem',
    docs: { description: 'renames', recommended: 'recommended' },
    fixable: 'code',
    messages: { here: 'Here.' },
    schema: [],
  },
  create: (context) => ({
    Identifier(node) {
      if (node.name === 'old')
        context.report({ node, messageId: 'here', fix: (fixer) => fixer.replaceText(node, 'changed') });
    },
  }),
});

it.each([
  [
    '// @ts-expect-error the types lag behind\nold();\nold();',
    '// @ts-expect-error the types lag behind\nold();\nchanged();',
  ],
  ['// @ts-ignore\n// Of this line.\n\nold();\nold();', '// @ts-ignore\n// Of this line.\n\nold();\nchanged();'],
  ['/* @ts-ignore */\r\nold();\r\nold();', '/* @ts-ignore */\r\nold();\r\nchanged();'],
  ['a(); // @ts-expect-error\nold();', 'a(); // @ts-expect-error\nold();'],
  ['// @ts-nocheck\nold();', '// @ts-nocheck\nchanged();'],
])('leaves lines alone whose type errors are silenced: %j', (before, after) => {
  expect(new Linter().verifyAndFix(before, configOf(renaming), { filename: 'a.js' }).output).toBe(after);
});
