import { requireRelease } from '../../src/rules/require-release.js';
import { ruleTester } from '../rule-tester.js';

const PROMISE = `import pgPromise from 'pg-promise';
const db = pgPromise()('x');
`;
const ORACLE = `import oracledb from 'oracledb';
`;
const ACQUIRE = { [PROMISE]: 'db.connect()', [ORACLE]: 'oracledb.getConnection()' };

/** A function that takes a connection, with these statements behind. */
function taken(head: keyof typeof ACQUIRE, ...statements: readonly string[]): string {
  return `${head}export async function f(a) {
  const c = await ${ACQUIRE[head] ?? ''};
${statements.map((statement) => `  ${statement}\n`).join('')}}
`;
}

function flagged(head: keyof typeof ACQUIRE, release: string, ...statements: readonly string[]): string {
  const work = statements.map((statement) => `  ${statement}`);
  return taken(
    head,
    'let failed = false;',
    'try {',
    ...work,
    '} catch (error) {',
    '  failed = true;',
    '  throw error;',
    '} finally {',
    `  ${release}`,
    '}',
  );
}

const TRANSFER = [`await c.none('BEGIN');`, `await c.none('UPDATE a SET x = 1');`, `await c.none('COMMIT');`];

ruleTester.run('require-release: sessions of other libraries', requireRelease, {
  valid: [
    { name: 'killed after a failure', code: flagged(PROMISE, 'c.done(failed);', ...TRANSFER) },
    {
      name: 'rolled back by the release',
      code: taken(
        ORACLE,
        'try {',
        `  await c.execute('UPDATE a SET x = 1');`,
        '} finally {',
        '  await c.close();',
        '}',
      ),
    },
  ],
  invalid: [
    {
      name: 'pg-promise: a transaction by hand',
      code: taken(PROMISE, ...TRANSFER, 'c.done();'),
      output: flagged(PROMISE, 'c.done(failed);', ...TRANSFER),
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'pg-promise: given back inside a transaction',
      code: taken(PROMISE, 'try {', ...TRANSFER.map((each) => `  ${each}`), '} finally {', '  c.done();', '}'),
      output: flagged(PROMISE, 'c.done(failed);', ...TRANSFER),
      errors: [{ messageId: 'givenBackInTransaction' }],
    },
    {
      name: 'pg-promise: the client behind it',
      code: taken(PROMISE, `await c.client.query('SET ROLE a');`, `await c.client.query('RESET ROLE');`, 'c.done();'),
      output: flagged(
        PROMISE,
        'c.done(failed);',
        `await c.client.query('SET ROLE a');`,
        `await c.client.query('RESET ROLE');`,
      ),
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'oracledb: what is open is rolled back by the release',
      code: taken(ORACLE, `await c.execute('UPDATE a SET x = 1');`, 'await c.commit();', 'await c.close();'),
      output: taken(
        ORACLE,
        'try {',
        `  await c.execute('UPDATE a SET x = 1');`,
        '  await c.commit();',
        '} finally {',
        '  await c.close();',
        '}',
      ),
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'oracledb: a statement that is not known',
      code: taken(ORACLE, 'await c.execute(a);', 'await c.commit();', 'await c.close();'),
      output: flagged(ORACLE, 'await c.close({ drop: failed });', 'await c.execute(a);', 'await c.commit();'),
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'oracledb: a schema that stays',
      code: taken(
        ORACLE,
        `await c.execute('ALTER SESSION SET CURRENT_SCHEMA = a');`,
        `await c.execute('SELECT 1 FROM dual');`,
        'await c.close();',
      ),
      errors: [
        {
          messageId: 'leftHeld',
          suggestions: [
            {
              messageId: 'destroy',
              output: taken(
                ORACLE,
                'try {',
                `  await c.execute('ALTER SESSION SET CURRENT_SCHEMA = a');`,
                `  await c.execute('SELECT 1 FROM dual');`,
                '} finally {',
                '  await c.close({ drop: true });',
                '}',
              ),
            },
          ],
        },
      ],
    },
  ],
});
