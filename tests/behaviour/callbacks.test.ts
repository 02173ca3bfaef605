import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../../bench/measure/process.mjs';
import { pluginFixer } from './harness.js';
import { ALL_RIGHT, withMariadb, withPostgresql } from './on-databases.js';
import { mysqlProgram, outcome, pgProgram, resetMariadb, resetPostgresql } from './transfers.js';

/** So long waits a test for a program that is to hang, in milliseconds. */
const PATIENCE = 5_000;

/** Both accounts in one statement, so that nothing happens by half. */
const MOVE = 'UPDATE accounts SET cents = cents + CASE id WHEN $1 THEN -$3::int ELSE $3::int END WHERE id IN ($1, $2)';
const FAILS = `fails ? 'SELECT broken' : 'SELECT 1'`;
/** What the programs call waits for the callback. */
const PROMISED = `const transfer = (...given) =>
  new Promise((resolve, reject) => move(...given, (error) => (error ? reject(error) : resolve())));
`;

/** Work with callbacks as people write it, which forgets the connection when something fails. */
const PG: Readonly<Record<string, string>> = {
  'an early return': `function move(from, to, cents, fails, callback) {
  pool.connect((err, client, release) => {
    if (err) return callback(err);
    client.query(${FAILS}, (err) => {
      if (err) return callback(err);
      client.query('${MOVE}', [from, to, cents], (err) => {
        release();
        callback(err);
      });
    });
  });
}`,
  'nothing gives it back': `function move(from, to, cents, fails, callback) {
  pool.connect(function (err, client) {
    if (err) return callback(err);
    client.query('${MOVE}', [from, to, fails ? 'many' : cents], function (err) {
      callback(err);
    });
  });
}`,
};

/** Inside a transaction no plain release is right: the connection is taken out of the pool, and the server rolls back. */
const PG_TRANSACTION = `function move(from, to, cents, fails, callback) {
  pool.connect((err, client, release) => {
    if (err) return callback(err);
    client.query('BEGIN', (err) => {
      if (err) return callback(err);
      client.query('UPDATE accounts SET cents = cents - $2 WHERE id = $1', [from, cents], (err) => {
        if (err || fails) return callback(err ?? new Error('refused'));
        client.query('UPDATE accounts SET cents = cents + $2 WHERE id = $1', [to, cents], (err) => {
          if (err) return callback(err);
          client.query('COMMIT', (err) => {
            release();
            callback(err);
          });
        });
      });
    });
  });
}`;

/** The program, and what `--fix` makes of it. */
function fixed(before: string): string {
  return pluginFixer({}, scratch)(before, join(scratch, 'program.mjs'));
}

withPostgresql('work with callbacks that fails', (port) => {
  const right = { ...ALL_RIGHT, schemas: ['public', 'public', 'public', 'public'] };
  it.each(Object.entries(PG))(
    '%s: loses the connection before --fix, and none behind it',
    async (name, text) => {
      const before = pgProgram(1, `${text}\n${PROMISED}`);
      await resetPostgresql(port());
      expect(await outcome(`callback before ${name}`, before, port(), PATIENCE)).toBeNull();
      const after = fixed(before);
      expect(after).not.toBe(before);
      for (const max of [1, 3]) {
        await resetPostgresql(port());
        const text = after.replace('max: 1,', `max: ${String(max)},`);
        expect(await outcome(`callback after ${name}`, text, port())).toEqual(right);
      }
    },
    90_000,
  );

  it('loses no money inside a transaction, and no connection', async () => {
    const before = pgProgram(1, `${PG_TRANSACTION}\n${PROMISED}`);
    await resetPostgresql(port());
    expect(await outcome('callback before a transaction', before, port(), PATIENCE)).toBeNull();
    const after = fixed(before);
    expect(after).toContain('release(true);');
    for (const max of [1, 3]) {
      await resetPostgresql(port());
      const text = after.replace('max: 1,', `max: ${String(max)},`);
      expect(await outcome('callback after a transaction', text, port())).toEqual(right);
    }
  }, 90_000);
});

const MYSQL_MOVE = 'UPDATE accounts SET cents = cents + IF(id = ?, -7, 7) WHERE id IN (?, ?)';
const MYSQL: Readonly<Record<string, string>> = {
  'an early return': `function move(from, to, cents, fails, callback) {
  plain.getConnection((err, connection) => {
    if (err) return callback(err);
    connection.query(${FAILS}, (err) => {
      if (err) return callback(err);
      connection.query('${MYSQL_MOVE}', [from, from, to], (err) => {
        connection.release();
        callback(err);
      });
    });
  });
}`,
  'given back where it works only': `function move(from, to, cents, fails, callback) {
  plain.getConnection(function (err, connection) {
    if (err) return callback(err);
    connection.query('${MYSQL_MOVE}', fails ? [] : [from, from, to], function (err) {
      if (err) {
        callback(err);
        return;
      }
      connection.release();
      callback(null);
    });
  });
}`,
};

/** Transfers in a transaction, with a rollback that forgets the connection, and a way that forgets both. */
const MYSQL_TRANSACTION = `function move(from, to, cents, fails, callback) {
  plain.getConnection((err, connection) => {
    if (err) return callback(err);
    connection.beginTransaction((err) => {
      if (err) return callback(err);
      connection.query('UPDATE accounts SET cents = cents - ? WHERE id = ?', [cents, from], (err) => {
        if (err) return callback(err);
        connection.query(fails ? 'SELECT broken' : 'SELECT 1', (err) => {
          if (err && from % 2) return callback(err);
          if (err) {
            connection.rollback(() => {
              callback(err);
            });
            return;
          }
          connection.query('UPDATE accounts SET cents = cents + ? WHERE id = ?', [cents, to], (err) => {
            if (err) return callback(err);
            connection.commit((err) => {
              if (err) return callback(err);
              connection.release();
              callback(null);
            });
          });
        });
      });
    });
  });
}`;

withMariadb('work with callbacks that fails', (port) => {
  const programs = Object.entries({ ...MYSQL, 'a transaction': MYSQL_TRANSACTION });
  it.each(['mysql', 'mysql2'].flatMap((library) => programs.map(([name, text]) => ({ library, name, text }))))(
    '$library, $name: loses the connection before --fix, and none behind it',
    async ({ library, name, text }) => {
      const before = mysqlProgram(
        `import callbacks from '${library}';\nconst plain = callbacks.createPool({ ...address, connectionLimit: 1 });\n${text}\n${PROMISED}`,
      ).replace('await pool.end();', 'await pool.end();\nplain.end();');
      await resetMariadb(port());
      expect(await outcome(`${library} callback before ${name}`, before, port(), PATIENCE)).toBeNull();
      const after = fixed(before);
      expect(after).not.toBe(before);
      await resetMariadb(port());
      expect(await outcome(`${library} callback after ${name}`, after, port())).toEqual({ ...ALL_RIGHT, schemas: [] });
    },
    90_000,
  );
});
