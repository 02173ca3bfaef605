import { requireRelease } from '../../src/rules/require-release.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const PG = `import { Pool } from 'pg';
const pool = new Pool();
`;
const MYSQL = `import mysql from 'mysql2/promise';
const pool = mysql.createPool({});
`;

/** A function that takes a client, with these statements behind. */
function taken(...statements: readonly string[]): string {
  return `${PG}export async function f(a, b) {
  const client = await pool.connect();
${statements.map((statement) => `  ${statement}\n`).join('')}}
`;
}

/** What the fix makes of statements: destroyed where they fail. */
function destroyed(...statements: readonly string[]): string {
  return taken(
    'let failed = false;',
    'try {',
    ...statements.map((statement) => `  ${statement}`),
    '} catch (error) {',
    '  failed = true;',
    '  throw error;',
    '} finally {',
    '  client.release(failed);',
    '}',
  );
}

function plain(...statements: readonly string[]): string {
  return taken('try {', ...statements.map((statement) => `  ${statement}`), '} finally {', '  client.release();', '}');
}

/** Statements that may leave something on the connection when one of them, or what stands between, fails. */
const DIRTY: Readonly<Record<string, readonly string[]>> = {
  transaction: [
    `await client.query('BEGIN');`,
    `await client.query('UPDATE a SET x = 1');`,
    `await client.query('COMMIT');`,
  ],
  'in small letters, with an isolation level': [
    'await client.query(`start  transaction isolation level serializable`);',
    `await client.query('UPDATE a SET x = 1');`,
    `await client.query('commit');`,
  ],
  schema: [
    'await client.query(`SET search_path TO ${a}`);',
    `await client.query('SELECT 1');`,
    `await client.query('RESET search_path');`,
  ],
  role: [
    `await client.query('SET ROLE reader');`,
    `await client.query('SELECT 1');`,
    `await client.query('RESET ROLE');`,
  ],
  'set_config of the session': [
    `await client.query("SELECT set_config('app.tenant', $1, false)", [a]);`,
    `await client.query('SELECT 1');`,
    `await client.query('RESET app.tenant');`,
  ],
  'advisory lock': [
    `await client.query('SELECT pg_advisory_lock($1)', [a]);`,
    'await b();',
    `await client.query('SELECT pg_advisory_unlock($1)', [a]);`,
  ],
  listener: [`await client.query('LISTEN done');`, 'await b();', `await client.query('UNLISTEN done');`],
  'temporary table': [
    `await client.query('CREATE TEMP TABLE t (id int)');`,
    `await client.query('INSERT INTO t VALUES (1)');`,
    `await client.query('DROP TABLE t');`,
  ],
  'prepared statement': [
    `await client.query('PREPARE p AS SELECT 1');`,
    `await client.query('EXECUTE p');`,
    `await client.query('DEALLOCATE p');`,
  ],
  'named query': [`await client.query({ name: 'n', text: 'SELECT 1' });`],
  'text from elsewhere': ['await client.query(a);'],
  'text with a part from elsewhere': ['await client.query(`SELECT * FROM ${a}`);'],
  'statements of a loop': ['for (const statement of a) await client.query(statement);'],
  'lent to unknown code': ['await b(client);'],
  'lent in an object': ['await b({ client });'],
  'in a callback': ['await Promise.all(a.map((id) => client.query(`DELETE FROM t WHERE id = ${id}`)));'],
  'transaction around a savepoint': [
    `await client.query('BEGIN');`,
    `await client.query('SAVEPOINT s');`,
    `await client.query('ROLLBACK TO SAVEPOINT s');`,
    `await client.query('COMMIT');`,
  ],
};

/** Statements after which the next user gets something of theirs, also where none fails. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  schema: ['await client.query(`SET search_path TO ${a}`);', `await client.query('SELECT 1');`],
  'set_config of the session': [
    `await client.query("SELECT set_config('app.tenant', $1, false)", [a]);`,
    `await client.query('SELECT 1');`,
  ],
  'advisory lock': ['await client.query(`SELECT pg_advisory_lock(1)`);', 'await b();'],
  listener: [`await client.query('LISTEN done');`, 'await b(a);'],
  'temporary table': [`await client.query('CREATE TEMP TABLE t (id int)');`, 'await b();'],
};

/** Statements that leave nothing behind, wherever they fail. */
const CLEAN: Readonly<Record<string, readonly string[]>> = {
  read: [`await client.query('SELECT * FROM t WHERE id = $1', [a]);`],
  'constant parts': ["await client.query('SELECT *' + ' FROM t');", 'await client.query(`SELECT ${1}`);'],
  'query object': [`await client.query({ text: 'SELECT 1', values: [a] });`],
  'set_config of a transaction': [`await client.query("SELECT set_config('app.tenant', $1, true)", [a]);`],
  'lock of a transaction': [`await client.query('SELECT pg_advisory_xact_lock($1)', [a]);`],
  'a column that is called like a statement': [`await client.query('SELECT begin, listen FROM t');`],
  logged: ['console.log(client);', `await client.query('SELECT 1');`],
};

ruleTester.run('require-release: what stays on a connection', requireRelease, {
  valid: [],
  invalid: [
    ...Object.entries(DIRTY).map(([name, statements]) => ({
      name,
      code: taken(...statements, 'client.release();'),
      output: destroyed(...statements),
      errors: [{ messageId: 'leftHeld' as const }],
    })),
    ...Object.entries(LEFT).map(([name, statements]) => ({
      name: `left behind: ${name}`,
      code: taken(...statements, 'client.release();'),
      output: null,
      errors: [
        {
          messageId: 'leftHeld' as const,
          suggestions: [
            {
              messageId: 'destroy' as const,
              output: plain(...statements).replace('client.release();', 'client.release(true);'),
            },
          ],
        },
      ],
    })),
    {
      name: 'left behind: a lock of mysql2',
      code: `import mysql from 'mysql2/promise';
const pool = mysql.createPool({});
export async function f(b) {
  const connection = await pool.getConnection();
  await connection.query("SELECT GET_LOCK('a', 10)");
  await b();
  connection.release();
}`,
      output: null,
      errors: [
        {
          messageId: 'leftHeld',
          suggestions: [
            {
              messageId: 'destroy',
              output: `import mysql from 'mysql2/promise';
const pool = mysql.createPool({});
export async function f(b) {
  const connection = await pool.getConnection();
  try {
    await connection.query("SELECT GET_LOCK('a', 10)");
    await b();
  } finally {
    connection.destroy();
  }
}`,
            },
          ],
        },
      ],
    },
    ...Object.entries(CLEAN).map(([name, statements]) => ({
      name,
      code: taken(...statements, 'client.release();'),
      output: plain(...statements),
      errors: [{ messageId: 'leftHeld' as const }],
    })),
    {
      name: 'constants and helpers of the file',
      code: `${PG}const SQL = { begin: 'BEGIN', commit: 'COMMIT' };
async function run(client, id) {
  await client.query('UPDATE a SET x = 1 WHERE id = $1', [id]);
}
export async function f(id) {
  const client = await pool.connect();
  await client.query(SQL.begin);
  await run(client, id);
  await client.query(SQL.commit);
  client.release();
}
`,
      output: `${PG}const SQL = { begin: 'BEGIN', commit: 'COMMIT' };
async function run(client, id) {
  await client.query('UPDATE a SET x = 1 WHERE id = $1', [id]);
}
export async function f(id) {
  const client = await pool.connect();
  let failed = false;
  try {
    await client.query(SQL.begin);
    await run(client, id);
    await client.query(SQL.commit);
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    client.release(failed);
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a helper of the file that only reads',
      code: `${PG}async function read(client, id) {
  return client.query('SELECT * FROM a WHERE id = $1', [id]);
}
export async function f(id) {
  const client = await pool.connect();
  const { rows } = await read(client, id);
  client.release();
  return rows;
}
`,
      output: `${PG}async function read(client, id) {
  return client.query('SELECT * FROM a WHERE id = $1', [id]);
}
export async function f(id) {
  const client = await pool.connect();
  try {
    const { rows } = await read(client, id);
    return rows;
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a catch clause that goes on says that it failed',
      code: taken(
        'try {',
        `  await client.query('BEGIN');`,
        `  await client.query('UPDATE a SET x = 1');`,
        `  await client.query('COMMIT');`,
        '  client.release();',
        '} catch (error) {',
        '  // tell',
        '  b(error);',
        '}',
      ),
      output: taken(
        'let failed = false;',
        'try {',
        `  await client.query('BEGIN');`,
        `  await client.query('UPDATE a SET x = 1');`,
        `  await client.query('COMMIT');`,
        '} catch (error) {',
        '  failed = true;',
        '  // tell',
        '  b(error);',
        '} finally {',
        '  client.release(failed);',
        '}',
      ),
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a name that is taken',
      code: taken('const failed = await client.query(a);', 'client.release();', 'return failed.rows;'),
      output: taken(
        'let hasFailed = false;',
        'try {',
        '  const failed = await client.query(a);',
        '  return failed.rows;',
        '} catch (error) {',
        '  hasFailed = true;',
        '  throw error;',
        '} finally {',
        '  client.release(hasFailed);',
        '}',
      ),
      errors: [{ messageId: 'leftHeld' }],
    },
    ...(
      [
        ['an early return inside the transaction', `await client.query('BEGIN');`, `await client.query('COMMIT');`],
        [
          'an early return with a setting',
          `await client.query('SET ROLE reader');`,
          `await client.query('RESET ROLE');`,
        ],
      ] as const
    ).map(([name, begin, end]) => ({
      name,
      code: taken(
        begin,
        `const { rows } = await client.query('SELECT 1');`,
        'if (rows.length === 0) return null;',
        end,
        'client.release();',
        'return rows;',
      ),
      output: null,
      errors: [{ messageId: 'leftHeld' as const }],
    })),
    {
      name: 'nobody gives back what has a setting',
      code: taken('await client.query(`SET search_path TO ${a}`);', `return client.query('SELECT 1');`),
      output: null,
      errors: [{ messageId: 'neverReleased' }],
    },
  ],
});

ruleTester.run('require-release: other libraries', requireRelease, {
  valid: [],
  invalid: [
    {
      name: 'mysql2 rolls back',
      code: `${MYSQL}export async function f() {
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  await connection.execute('UPDATE a SET x = 1');
  await connection.commit();
  connection.release();
}
`,
      output: `${MYSQL}export async function f() {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.execute('UPDATE a SET x = 1');
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'mysql2 destroys what has a lock',
      code: `${MYSQL}export async function f() {
  const connection = await pool.getConnection();
  await connection.query("SELECT GET_LOCK('a', 10)");
  await connection.query('UPDATE a SET x = 1');
  await connection.query("SELECT RELEASE_LOCK('a')");
  connection.release();
}
`,
      output: `${MYSQL}export async function f() {
  const connection = await pool.getConnection();
  let failed = false;
  try {
    await connection.query("SELECT GET_LOCK('a', 10)");
    await connection.query('UPDATE a SET x = 1');
    await connection.query("SELECT RELEASE_LOCK('a')");
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    if (failed) connection.destroy();
    else connection.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'typeorm rolls back what is active',
      code: `import { DataSource } from 'typeorm';
export class S {
  constructor(private readonly source: DataSource) {}
  async f(rows: object[]) {
    const runner = this.source.createQueryRunner();
    await runner.startTransaction();
    await runner.manager.insert('a', rows);
    await runner.query(\`DELETE FROM \${rows.length}\`);
    await runner.commitTransaction();
    await runner.release();
  }
}
`,
      output: `import { DataSource } from 'typeorm';
export class S {
  constructor(private readonly source: DataSource) {}
  async f(rows: object[]) {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.manager.insert('a', rows);
      await runner.query(\`DELETE FROM \${rows.length}\`);
      await runner.commitTransaction();
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'typeorm cannot discard what has a setting',
      code: `import { DataSource } from 'typeorm';
const source = new DataSource({});
export async function f() {
  const runner = source.createQueryRunner();
  await runner.query('SET search_path TO a');
  await runner.query('SELECT 1');
  await runner.query('RESET search_path');
  await runner.release();
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'typeorm, a text that is not known, which nothing can undo',
      code: `import { DataSource } from 'typeorm';
const source = new DataSource({});
export async function f(table: string) {
  const runner = source.createQueryRunner();
  await runner.query(table);
  await runner.release();
}
`,
      output: null,
      errors: [
        {
          messageId: 'leftHeld',
          data: {
            exit: 'If line 5 throws, control leaves the function',
            what: 'query runner',
            cost: 'When none is left, callers wait forever.',
            remedy: 'Call `release()` in a `finally` block.',
          },
        },
      ],
    },
    {
      name: 'mongodb aborts',
      code: `import { MongoClient } from 'mongodb';
const client = new MongoClient('x');
export async function f() {
  const session = client.startSession();
  session.startTransaction();
  await client.db().collection('a').insertOne({}, { session });
  await session.commitTransaction();
  await session.endSession();
}
`,
      output: `import { MongoClient } from 'mongodb';
const client = new MongoClient('x');
export async function f() {
  const session = client.startSession();
  try {
    session.startTransaction();
    await client.db().collection('a').insertOne({}, { session });
    await session.commitTransaction();
  } catch (error) {
    if (session.inTransaction()) await session.abortTransaction();
    throw error;
  } finally {
    await session.endSession();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'generic-pool destroys',
      code: `import { createPool } from 'generic-pool';
const pool = createPool({});
export async function f() {
  const connection = await pool.acquire();
  await connection.query('BEGIN');
  await connection.query('UPDATE a SET x = 1');
  await connection.query('COMMIT');
  await pool.release(connection);
}
`,
      output: `import { createPool } from 'generic-pool';
const pool = createPool({});
export async function f() {
  const connection = await pool.acquire();
  let failed = false;
  try {
    await connection.query('BEGIN');
    await connection.query('UPDATE a SET x = 1');
    await connection.query('COMMIT');
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    if (failed) await pool.destroy(connection);
    else await pool.release(connection);
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
  ],
});

ruleTester.run('require-release: given back in a transaction', requireRelease, {
  valid: [],
  invalid: [
    {
      name: 'finally',
      code: taken(
        'try {',
        `  await client.query('BEGIN');`,
        `  await client.query('UPDATE a SET x = 1');`,
        `  await client.query('COMMIT');`,
        '} finally {',
        '  client.release();',
        '}',
      ),
      output: destroyed(
        `await client.query('BEGIN');`,
        `await client.query('UPDATE a SET x = 1');`,
        `await client.query('COMMIT');`,
      ),
      errors: [
        {
          messageId: 'givenBackInTransaction',
          data: {
            what: 'client',
            line: '10',
            begin: '6',
            when: ' if something fails in it',
            remedy: 'Call `release(failed)` in a `finally` block, which destroys it after a failure.',
          },
        },
      ],
    },
    {
      name: 'a catch clause that does something else',
      code: `${MYSQL}export async function f(next) {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.query('UPDATE a SET x = 1');
    await connection.commit();
  } catch (error) {
    next(error);
  } finally {
    connection.release();
  }
}
`,
      output: `${MYSQL}export async function f(next) {
  const connection = await pool.getConnection();
  let failed = false;
  try {
    await connection.beginTransaction();
    await connection.query('UPDATE a SET x = 1');
    await connection.commit();
  } catch (error) {
    failed = true;
    next(error);
  } finally {
    if (failed) connection.destroy();
    else connection.release();
  }
}
`,
      errors: [{ messageId: 'givenBackInTransaction' }],
    },
    {
      name: 'a release in the catch clause',
      code: taken(
        'try {',
        `  await client.query('BEGIN');`,
        '  await a(client);',
        `  await client.query('COMMIT');`,
        '  client.release();',
        '} catch (error) {',
        '  client.release();',
        '  throw error;',
        '}',
      ),
      output: taken(
        'try {',
        `  await client.query('BEGIN');`,
        '  await a(client);',
        `  await client.query('COMMIT');`,
        '  client.release();',
        '} catch (error) {',
        '  client.release(true);',
        '  throw error;',
        '}',
      ),
      errors: [{ messageId: 'givenBackInTransaction' }],
    },
    {
      name: 'typeorm',
      code: `import { DataSource } from 'typeorm';
const source = new DataSource({});
export async function f() {
  const runner = source.createQueryRunner();
  await runner.connect();
  await runner.startTransaction();
  try {
    await runner.manager.save({});
    await runner.commitTransaction();
  } finally {
    await runner.release();
  }
}
`,
      output: `import { DataSource } from 'typeorm';
const source = new DataSource({});
export async function f() {
  const runner = source.createQueryRunner();
  await runner.connect();
  await runner.startTransaction();
  try {
    await runner.manager.save({});
    await runner.commitTransaction();
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}
`,
      errors: [{ messageId: 'givenBackInTransaction' }],
    },
    {
      name: 'an early return, which only the author can end',
      code: taken(
        'try {',
        `  await client.query('BEGIN');`,
        `  const { rows } = await client.query('SELECT 1');`,
        '  if (rows.length === 0) return null;',
        `  await client.query('COMMIT');`,
        '  return rows;',
        '} catch (error) {',
        `  await client.query('ROLLBACK');`,
        '  throw error;',
        '} finally {',
        '  client.release();',
        '}',
      ),
      output: null,
      errors: [{ messageId: 'givenBackInTransaction' }],
    },
  ],
});

ruleTester.run('require-release: given back clean', reportsOf(requireRelease), {
  valid: Object.entries({
    'rolled back': [
      '} catch (error) {',
      `  await client.query('ROLLBACK');`,
      '  throw error;',
      '} finally {',
      '  client.release();',
      '}',
    ],
    destroyed: ['  client.release();', '} catch (error) {', '  client.release(error);', '  throw error;', '}'],
    'a flag': ['  a = true;', '} finally {', '  client.release(!a);', '}'],
    'a helper that rolls back': [
      '} catch (error) {',
      '  await rollback(client);',
      '  throw error;',
      '} finally {',
      '  client.release();',
      '}',
    ],
    'a helper of unknown name in the catch clause': [
      '} catch (error) {',
      '  await b(client);',
      '  throw error;',
      '} finally {',
      '  client.release();',
      '}',
    ],
    'text of unknown content in the catch clause': [
      '} catch (error) {',
      '  await client.query(b.undo);',
      '  throw error;',
      '} finally {',
      '  client.release();',
      '}',
    ],
    'only where the transaction is open': [
      '} catch (error) {',
      '  if (b.begun) await client.query("ROLLBACK");',
      '  throw error;',
      '} finally {',
      '  client.release();',
      '}',
    ],
  })
    .map(([name, end]) => ({
      name,
      code: taken(
        'try {',
        `  await client.query('BEGIN');`,
        `  await client.query('UPDATE a SET x = 1');`,
        `  await client.query('COMMIT');`,
        ...end,
      ),
    }))
    .concat(
      Object.entries({
        'a flag that says whether it was committed': taken(
          'let committed = false;',
          'try {',
          `  await client.query('BEGIN');`,
          `  await client.query('UPDATE a SET x = 1');`,
          `  await client.query('COMMIT');`,
          '  committed = true;',
          '} finally {',
          `  try { if (!committed) await client.query('ROLLBACK'); } finally { client.release(); }`,
          '}',
        ),
        'begun on one condition, ended on the same': taken(
          'try {',
          `  if (a) await client.query('BEGIN');`,
          `  await client.query('UPDATE a SET x = 1');`,
          `  if (a) await client.query('COMMIT');`,
          '} catch (error) {',
          `  if (a) await client.query('ROLLBACK');`,
          '  throw error;',
          '} finally {',
          '  client.release();',
          '}',
        ),
        'committed or rolled back by its result': taken(
          'try {',
          `  await client.query('BEGIN');`,
          '  const done = await a(client);',
          `  await client.query(done ? 'COMMIT' : 'ROLLBACK');`,
          '} catch (error) {',
          `  await client.query('ROLLBACK');`,
          '  throw error;',
          '} finally {',
          '  client.release();',
          '}',
        ),
        'committed in the finally': taken(
          'try {',
          `  await client.query('BEGIN');`,
          '  try {',
          '    await a(client);',
          '  } finally {',
          `    await client.query('COMMIT');`,
          '  }',
          '} finally {',
          '  client.release();',
          '}',
        ),
        'mariadb, whose pool rolls back': `import mariadb from 'mariadb';
const pool = mariadb.createPool({});
export async function f() { const c = await pool.getConnection(); try { await c.beginTransaction(); await c.query('x'); await c.commit(); } finally { await c.release(); } }
`,
        'mongodb, which aborts': `import { MongoClient } from 'mongodb';
const client = new MongoClient('x');
export async function f() { const s = client.startSession(); try { s.startTransaction(); await client.db().collection('a').insertOne({}, { session: s }); await s.commitTransaction(); } finally { await s.endSession(); } }
`,
      }).map(([name, code]) => ({ name, code })),
    ),
  invalid: [],
});

/** What has to be committed or rolled back: what is in it, and what begins it. */
const TRANSACTIONS: Readonly<Record<string, readonly [head: string, begin: string, name: string, statements: string]>> =
  {
    knex: [
      `import knex from 'knex';\nconst db = knex({});\n`,
      'const trx = await db.transaction();',
      'trx',
      `await trx('a').insert({});`,
    ],
    sequelize: [
      `import { Sequelize } from 'sequelize';\nconst sequelize = new Sequelize('x');\n`,
      'const t = await sequelize.transaction();',
      't',
      'await User.create({}, { transaction: t });',
    ],
    mssql: [
      `import sql from 'mssql';\n`,
      'const transaction = new sql.Transaction(pool);\n  await transaction.begin();',
      'transaction',
      `await new sql.Request(transaction).query('x');`,
    ],
  };

ruleTester.run('require-release: transactions that end by their outcome', requireRelease, {
  valid: [
    {
      name: 'a function of the file that rolls back what is active, for each of several',
      code: `import { DataSource } from 'typeorm'; const source = new DataSource({});
async function save(runner, item) { try { await runner.startTransaction(); await runner.manager.save(item); await runner.commitTransaction(); } catch (error) { log(error); if (runner.isTransactionActive) await runner.rollbackTransaction(); } }
export async function saveAll(items) { const runner = source.createQueryRunner(); try { await runner.connect(); for (const item of items) await save(runner, item); } finally { await runner.release(); } }`,
    },
  ],
  invalid: [
    {
      name: 'a function of the file that asks something else',
      code: `import { DataSource } from 'typeorm'; const source = new DataSource({});
async function save(runner, item) { try { await runner.startTransaction(); await runner.manager.save(item); await runner.commitTransaction(); } catch (error) { if (item.strict) await runner.rollbackTransaction(); } }
export async function saveAll(items) { const runner = source.createQueryRunner(); try { await runner.connect(); await save(runner, items); } finally { await runner.release(); } }`,
      errors: [{ messageId: 'givenBackInTransaction' }],
    },
    ...Object.entries(TRANSACTIONS).map(([name, [head, begin, variable, statement]]) => ({
      name,
      code: `${head}export async function f(User, pool) {
  ${begin}
  ${statement}
  await ${variable}.commit();
}
`,
      output: `${head}export async function f(User, pool) {
  ${begin}
  try {
    ${statement}
  } catch (error) {
    await ${variable}.rollback();
    throw error;
  }
  await ${variable}.commit();
}
`,
      errors: [{ messageId: 'leftHeld' as const }],
    })),
    {
      name: 'what is used behind the commit is declared in front',
      code: `import { Sequelize } from 'sequelize';
const sequelize = new Sequelize('x');
export async function f(User) {
  const transaction = await sequelize.transaction();
  const user = await User.create({}, { transaction });
  await transaction.commit();
  return user;
}
`,
      output: `import { Sequelize } from 'sequelize';
const sequelize = new Sequelize('x');
export async function f(User) {
  const transaction = await sequelize.transaction();
  let user;
  try {
    user = await User.create({}, { transaction });
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
  await transaction.commit();
  return user;
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
  ],
});

ruleTester.run('require-release: callbacks inside a transaction', reportsOf(requireRelease), {
  valid: [
    {
      name: 'rolled back before it goes back',
      code: `const mysql = require('mysql');
const pool = mysql.createPool({});
exports.f = (cb) => pool.getConnection((err, connection) => {
  if (err) return cb(err);
  connection.beginTransaction((err) => {
    if (err) { connection.release(); return cb(err); }
    connection.query('UPDATE a SET x = 1', (err) => {
      if (err) return connection.rollback(() => { connection.release(); cb(err); });
      connection.commit((err) => {
        if (err) return connection.rollback(() => { connection.release(); cb(err); });
        connection.release();
        cb(null);
      });
    });
  });
});
`,
    },
    {
      name: 'done(error) destroys',
      code: `const { Pool } = require('pg');
const pool = new Pool();
exports.f = (cb) => pool.connect((err, client, done) => {
  if (err) return cb(err);
  client.query('BEGIN', (err) => {
    if (err) { done(err); return cb(err); }
    client.query('COMMIT', (err) => { done(err); cb(err); });
  });
});
`,
    },
  ],
  invalid: [
    {
      name: 'mysql',
      code: `const mysql = require('mysql');
const pool = mysql.createPool({});
exports.f = (cb) => pool.getConnection((err, connection) => {
  if (err) return cb(err);
  connection.beginTransaction((err) => {
    if (err) { connection.release(); return cb(err); }
    connection.query('UPDATE a SET x = 1', (err) => {
      if (err) { connection.release(); return cb(err); }
      connection.commit((err) => { connection.release(); cb(err); });
    });
  });
});
`,
      errors: [{ messageId: 'givenBackInTransaction', line: 3 }],
    },
    {
      name: 'pg',
      code: `const { Pool } = require('pg');
const pool = new Pool();
exports.f = (cb) => pool.connect((err, client, release) => {
  if (err) return cb(err);
  client.query('BEGIN', (err) => {
    if (err) { release(); return cb(err); }
    client.query('UPDATE a SET x = 1', (err) => {
      if (err) { release(); return cb(err); }
      client.query('COMMIT', (err) => { release(); cb(err); });
    });
  });
});
`,
      errors: [{ messageId: 'givenBackInTransaction', line: 3 }],
    },
  ],
});
