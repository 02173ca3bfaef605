// Where a client belongs: what the page calls wrong is reported for its client, what it calls right is clean.
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { blocksOf, roleOf } from './blocks.js';

const CLIENT = /^client-lifecycle\/(?:no-client-in-function|require-client-close)$/;

describe('docs/frameworks.md', () => {
  const linter = new Linter();
  const blocks = blocksOf('docs/frameworks.md').map(({ words: [kind], section, line, code, language }) => ({
    kind,
    line,
    rules: linter
      .verify(
        code,
        [
          { ...plugin.configs.recommended, plugins: { 'client-lifecycle': plugin } },
          {
            files: ['**/*.ts', '**/*.js'],
            languageOptions: { parser },
            settings: { 'client-lifecycle': { role: roleOf(section) ?? 'service' } },
          },
        ],
        `src/main.${language}`,
      )
      .map(({ ruleId, message }) => ruleId ?? message),
  }));

  it.each(blocks.filter(({ kind }) => kind === 'wrong'))('reports the block in line $line', ({ rules }) => {
    expect(rules.filter((rule) => CLIENT.test(rule))).not.toEqual([]);
  });

  it.each(blocks.filter(({ kind }) => kind === 'right'))('is silent about the block in line $line', ({ rules }) => {
    expect(rules).toEqual([]);
  });

  it('shows both for each framework', () => {
    expect(blocks.filter(({ kind }) => kind === 'wrong').length).toBeGreaterThan(6);
  });
});
