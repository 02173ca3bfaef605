import fc from 'fast-check';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { loses, type Meaning } from './interpreter.js';
import { lint } from './lint.js';
import { print, programs, type Dialect } from './programs.js';
import { runs } from './runs.js';

/** What says that something was lost; other messages of the rules are about other faults. */
const LOST = /^(?:neverReleased|leftHeld|overwritten|neverRead|leftUnread)$/;

const PG: Dialect = {
  head: `import { Pool } from 'pg';\nconst pool = new Pool();`,
  parameters: '',
  name: 'client',
  acquire: 'await pool.connect()',
  use: `await client.query('SELECT 1');`,
  release: 'client.release();',
};
const FETCH: Dialect = {
  head: '',
  parameters: 'url',
  name: 'response',
  acquire: 'await fetch(url)',
  use: 'note(response.status);',
  release: 'await response.text();',
};
const UNDICI: Dialect = {
  head: `import { request } from 'undici';`,
  parameters: 'url',
  name: 'response',
  acquire: 'await request(url)',
  use: 'note(response.statusCode);',
  release: 'void response.body.dump().catch(() => {});',
};

const CASES: readonly (readonly [string, Dialect, string, Meaning])[] = [
  ['a connection of pg', PG, 'require-release', { useFails: true, anyFails: false }],
  ['a connection of pg, with implicitThrows', PG, 'require-release', { useFails: true, anyFails: true }],
  ['a body of fetch', FETCH, 'require-body-cleanup', { useFails: false, anyFails: false }],
  ['a body of fetch, with implicitThrows', FETCH, 'require-body-cleanup', { useFails: true, anyFails: true }],
  ['a body of undici', UNDICI, 'require-body-cleanup', { useFails: false, anyFails: false }],
];

describe('the verdict on a random function is that of running all of its paths', () => {
  it.each(CASES)('%s', (_name, dialect, rule, meaning) => {
    const rules: Linter.Config['rules'] = {
      [`client-lifecycle/${rule}`]: ['error', { implicitThrows: meaning.anyFails }],
    };
    fc.assert(
      fc.property(programs(), (program) => {
        const code = print(program, dialect);
        const found = lint(code, rules).map(({ messageId, message }) => messageId ?? message);
        const reported = found.some((each) => LOST.test(each));
        const other = found.filter((each) => !LOST.test(each));
        const isLost = loses(program, meaning, 'all');
        const mayBeLost = loses(program, meaning, 'held');
        expect({ code, reported, other }).toEqual({ code, reported: reported ? mayBeLost : isLost, other: [] });
      }),
      runs(60),
    );
  });
});
