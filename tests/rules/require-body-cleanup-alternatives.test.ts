import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { requireRelease } from '../../src/rules/require-release.js';
import { ruleTester } from '../rule-tester.js';

const LEFT = [{ messageId: 'leftUnread' as const }];
const UNTIL = `if (!response.ok) return null;\n  return response.json();`;
const RELEASED = `if (!response.ok) {\n    void response.body?.cancel().catch(() => {});\n    return null;\n  }\n  return response.json();`;
const race = (rival: string, type = ''): string => `export async function f(url) {
  const response${type} = await Promise.race([fetch(url), ${rival}]);
  ${UNTIL}
}`;

/** The fix is written only where nothing but a response can arrive and, in TypeScript, its type says so. */
ruleTester.run('require-body-cleanup: what else may arrive', requireBodyCleanup, {
  valid: [],
  invalid: [
    ...[
      `new Promise((_, reject) => setTimeout(reject, 5))`,
      `new Promise((_, reject) => { setTimeout(() => reject(new Error('late')), 5); })`,
      `Promise.reject(new Error('off'))`,
      `fetch(url + '/mirror')`,
      `sleep(5).then(() => { throw new Error('late'); })`,
    ].map((rival) => ({
      name: `JavaScript: ${rival} cannot win`,
      filename: 'file.js',
      code: race(rival),
      output: race(rival).replace(UNTIL, RELEASED),
      errors: rival.startsWith('fetch') ? [...LEFT, ...LEFT] : LEFT,
    })),
    {
      name: 'JavaScript: a timer that resolves with nothing',
      filename: 'file.js',
      code: `export async function f(url) {
  const response = await Promise.race([fetch(url), new Promise((resolve) => setTimeout(resolve, 5))]);
  if (!response?.ok) return null;
  return response.json();
}`,
      output: `export async function f(url) {
  const response = await Promise.race([fetch(url), new Promise((resolve) => setTimeout(resolve, 5))]);
  if (!response?.ok) {
    void response?.body?.cancel().catch(() => {});
    return null;
  }
  return response.json();
}`,
      errors: LEFT,
    },
    ...[
      `new Promise((resolve) => setTimeout(() => resolve('late'), 5))`,
      `new Promise((resolve) => setTimeout(resolve, 5, { ok: false }))`,
      `fallback(url)`,
      `cached`,
    ].map((rival) => ({
      name: `JavaScript: ${rival} may win with anything`,
      filename: 'file.js',
      code: race(rival),
      output: null,
      errors: LEFT,
    })),
    ...[`new Promise<never>((_, reject) => setTimeout(reject, 5))`, `fetch(url + '/mirror')`].map((rival) => ({
      name: `TypeScript: ${rival} leaves the type`,
      code: race(rival),
      output: race(rival).replace(UNTIL, RELEASED),
      errors: rival.startsWith('fetch') ? [...LEFT, ...LEFT] : LEFT,
    })),
    {
      name: 'TypeScript: an annotation says what it is',
      code: race(`new Promise((_, reject) => setTimeout(reject, 5))`, ': Response'),
      output: race(`new Promise((_, reject) => setTimeout(reject, 5))`, ': Response').replace(UNTIL, RELEASED),
      errors: LEFT,
    },
    ...[
      race(`new Promise((_, reject) => setTimeout(reject, 5))`),
      race(`new Promise<void>((_, reject) => setTimeout(reject, 5))`),
      race(`late(5)`) + `\nfunction late(ms) { return new Promise((_, reject) => setTimeout(reject, ms)); }`,
      `export async function f(url) {
  const response: unknown = await fetch(url);
  if (!(response as Response).ok) return null;
  return (response as Response).json();
}`,
      `interface Answer { ok: boolean; json(): Promise<object> }
export async function f(url) {
  const response: Answer = await fetch(url);
  ${UNTIL}
}`,
      `import type { Answer } from './types';
export async function f(url) {
  const response = (await fetch(url)) as Answer;
  ${UNTIL}
}`,
      `export async function f(url) {
  const response = await get(url);
  if (!(response as Response).ok) return null;
  return (response as Response).json();
}
async function get(url): Promise<object> {
  return fetch(url);
}`,
    ].map((code, index) => ({
      name: `TypeScript: no type says so (${String(index)})`,
      code,
      output: null,
      errors: LEFT,
    })),
    {
      name: 'a race whose result nobody wants: the release goes to the request, whoever wins',
      code: `export async function f(url) {
  await Promise.race([fetch(url), new Promise((_, reject) => setTimeout(reject, 5))]);
}`,
      output: `export async function f(url) {
  await Promise.race([fetch(url).then((response) => response.body?.cancel()), new Promise((_, reject) => setTimeout(reject, 5))]);
}`,
      errors: [{ messageId: 'neverRead' }],
    },
  ],
});

const taken = (value: string, type = ''): string => `import { Pool } from 'pg';
const pool = new Pool();
export async function f() {
  const client${type} = await ${value};
  return client.query('SELECT 1');
}`;

ruleTester.run('require-release: what else may arrive', requireRelease, {
  valid: [],
  invalid: [
    ...[
      taken(`Promise.race([pool.connect(), new Promise((_, reject) => setTimeout(reject, 5))])`),
      taken(`Promise.race([pool.connect(), other()])`),
    ].map((code) => ({ code, output: null, errors: [{ messageId: 'neverReleased' as const }] })),
    {
      name: 'a type without the release',
      code: `interface Queryable { query(text: string): Promise<object> }\n${taken('pool.connect()', ': Queryable')}`,
      output: null,
      errors: [{ messageId: 'neverReleased' }],
    },
    {
      name: 'a timer that only rejects, in JavaScript',
      filename: 'file.js',
      code: taken(`Promise.race([pool.connect(), new Promise((_, reject) => setTimeout(reject, 5))])`),
      output: taken(`Promise.race([pool.connect(), new Promise((_, reject) => setTimeout(reject, 5))])`).replace(
        `  return client.query('SELECT 1');`,
        `  try {\n    return await client.query('SELECT 1');\n  } finally {\n    client.release();\n  }`,
      ),
      errors: [{ messageId: 'neverReleased' }],
    },
  ],
});
