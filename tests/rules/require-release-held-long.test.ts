import { requireRelease } from '../../src/rules/require-release.js';
import { ruleTester } from '../rule-tester.js';

const pg = `import pg from 'pg';\nconst pool = new pg.Pool();\n`;

/** More statements than are gone through one by one. */
const many = (code: string) => Array.from({ length: 40 }, (_, index) => code.replace('$', String(index))).join(' ');
const long = many('await step($);');
const body = (code: string) => `${pg}export async function f(x) { const client = await pool.connect(); ${code} }`;

ruleTester.run('require-release: what is held for long', requireRelease, {
  valid: [
    { name: 'given back behind all of it', code: body(`${long} client.release();`) },
    {
      name: 'given back in a finally block',
      code: body(`try { ${long} if (x) return; ${long} } finally { client.release(); }`),
    },
    {
      name: 'given back on both ways',
      code: body(`${long} if (x) { ${long} client.release(); return; } ${long} client.release();`),
    },
    { name: 'held through a loop', code: body(`for (const y of x) { ${long} } client.release();`) },
    { name: 'handed on', code: body(`${long} return client;`) },
    {
      name: 'given back by a function of the file',
      code: `${body(`${long} done(client);`)} function done(client) { client.release(); }`,
    },
    {
      name: 'held through others',
      code: body(
        `${many('const c$ = await pool.connect(); try {').replaceAll('c$', 'other')} work(); ${'} finally { other.release(); }'.repeat(40)} client.release();`,
      ),
    },
  ],
  invalid: [
    {
      name: 'left by a return between',
      code: body(`${long} if (x) return; ${long} client.release();`),
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'left by a throw behind',
      code: body(`${long} if (x) { ${long} throw new Error('failed'); } client.release();`),
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'never given back',
      code: body(`${long} await client.query('select 1'); ${long}`),
      errors: [{ messageId: 'neverReleased' }],
    },
    {
      name: 'left by what fails with it',
      code: body(`${long} await client.query('select 1'); ${long} client.release();`),
      options: [{ implicitThrows: 'awaited' }],
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'left by one run of a loop',
      code: `${pg}export async function f(all) { for (const x of all) { const client = await pool.connect(); ${long} if (x) continue; ${long} client.release(); } }`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'returned behind all of it to a caller that never gives it back',
      code: `${pg}async function open() { const client = await pool.connect(); ${long} return client; } export async function f() { const client = await open(); await client.query('select 1'); }`,
      errors: [{ messageId: 'neverReleased' }],
    },
    {
      name: 'replaced by the next one',
      code: `${pg}export async function f(x) { let client = await pool.connect(); ${long} if (x) client = await pool.connect(); client.release(); }`,
      errors: [{ messageId: 'overwritten' }],
    },
  ],
});
