// What stands behind directives and imports, on trees of oxlint too: there a statement that is no directive has `null`
// in place of one, in other trees it has nothing.
import tsParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';

type ParserOptions = Parameters<typeof tsParser.parseForESLint>[1];

function markStatements(node: object): void {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key === 'parent' || typeof value !== 'object' || value === null) continue;
    if ('type' in value && value.type === 'ExpressionStatement' && !('directive' in value && value.directive))
      Object.assign(value, { directive: null });
    markStatements(value);
  }
}

const likeOxlint = {
  parseForESLint(code: string, options: ParserOptions) {
    const parsed = tsParser.parseForESLint(code, options);
    markStatements(parsed.ast.body);
    return parsed;
  },
};

const EARLY = `export async function load(url, log, slow) {
  const response = await fetch(url);
  if (!response.ok) {
    log('failed');
    await slow();
    throw new Error('failed');
  }
  return response.json();
}
`;
const STRICT = `const https = require('https');
console.log('start');
https.get('https://a.example', (response) => {
  'use strict';
  console.log(response.statusCode);
});
`;
const IMPORT = `console.log('start');
const https = require('https');
const fs = require('fs');
https.get('https://a.example', (response) => {
  const file = fs.createWriteStream('a');
  file.on('error', console.error);
  response.pipe(file);
});
`;

describe.each([
  ['typescript-eslint', tsParser],
  ['oxlint', likeOxlint],
])('on a tree of %s', (_name, parser) => {
  const fixed = (code: string): string =>
    new Linter().verifyAndFix(
      code,
      [
        plugin.configs.recommended,
        { languageOptions: { parser }, rules: { 'client-lifecycle/require-timeouts': 'off' } },
      ],
      'src/service.js',
    ).output;

  it('a release comes first in its branch', () => {
    expect(fixed(EARLY)).toContain(`{\n    void response.body?.cancel().catch(() => {});\n    log('failed');\n`);
  });

  it('a release stands behind the directives of a function', () => {
    expect(fixed(STRICT)).toContain(`'use strict';\n  response.resume();\n  console.log(`);
  });

  it('an import is the first statement where code stands in front of the other ones', () => {
    expect(fixed(IMPORT)).toMatch(/^const \{ pipeline \} = require\('stream'\);\n\nconsole\.log/);
  });
});
