import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withRules } from '../../scripts/llms.mjs';
import plugin from '../../src/index.js';

const text = readFileSync(new URL('../../llms.txt', import.meta.url), 'utf8');

it('llms.txt describes each rule as the rule does (npm run docs)', () => {
  expect(withRules(text, plugin)).toBe(text);
  expect(text.match(/\]\(docs\/rules\//g)).toHaveLength(Object.keys(plugin.rules).length);
});
