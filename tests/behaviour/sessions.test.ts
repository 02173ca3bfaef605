import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../../bench/measure/process.mjs';
import { pluginFixer } from './harness.js';
import { ALL_RIGHT, withMariadb, withPostgresql } from './on-databases.js';
import { mysqlProgram, outcome, pgProgram, resetMariadb, resetPostgresql } from './transfers.js';

const DEBIT = `await client.query('UPDATE accounts SET cents = cents - $2 WHERE id = $1', [from, cents]);`;
const CREDIT = `await client.query('UPDATE accounts SET cents = cents + $2 WHERE id = $1', [to, cents]);`;

/** Transfers as people write them; all are put right by `--fix`. */
const TRANSFERS: Readonly<Record<string, string>> = {
  'nothing gives it back when it fails': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  await client.query('BEGIN');
  ${DEBIT}
  if (fails) throw new Error('refused');
  ${CREDIT}
  await client.query('COMMIT');
  client.release();
}`,
  'given back without a rollback': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    ${DEBIT}
    if (fails) throw new Error('refused');
    ${CREDIT}
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}`,
  'a statement fails, and the catch clause goes on': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    ${DEBIT}
    await client.query(fails ? 'SELECT broken' : 'SELECT 1');
    ${CREDIT}
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    console.error(error.message);
  }
}`,
  'a schema that stays': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  await client.query('SET search_path TO tenant, public');
  if (fails) throw new Error('refused');
  await client.query('SELECT sum(cents) FROM accounts');
  await client.query('RESET search_path');
  client.release();
}`,
  'helpers of the file begin and commit': `async function begin(client) {
  await client.query('BEGIN');
}
async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  await begin(client);
  ${DEBIT}
  if (fails) throw new Error('refused');
  ${CREDIT}
  await client.query('COMMIT');
  client.release();
}`,
};

withPostgresql('a transfer that fails half-way', (port) => {
  it('goes wrong without a fix: the next request commits the half, or loses its own work', async () => {
    await resetPostgresql(port());
    const text = pgProgram(1, TRANSFERS['given back without a rollback'] ?? '');
    const seen = await outcome('without a fix', text, port());
    expect(seen).not.toBeNull();
    expect(seen?.sum === 1000 && seen.present === seen.acknowledged).toBe(false);
  }, 90_000);

  for (const [name, transfer] of Object.entries(TRANSFERS)) {
    it.each([1, 3])(
      `${name}: is right after --fix, with %i connections`,
      async (max) => {
        await resetPostgresql(port());
        const before = pgProgram(max, transfer);
        const after = pluginFixer({}, scratch)(before, join(scratch, 'program.mjs'));
        expect(after).not.toBe(before);
        expect(await outcome(`${name} ${String(max)}`, after, port())).toEqual({
          ...ALL_RIGHT,
          schemas: ['public', 'public', 'public', 'public'],
        });
      },
      90_000,
    );
  }
});

const MYSQL_TRANSFERS: Readonly<Record<string, string>> = {
  'nothing gives it back when it fails': `async function transfer(from, to, cents, fails) {
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  await connection.execute('UPDATE accounts SET cents = cents - ? WHERE id = ?', [cents, from]);
  if (fails) throw new Error('refused');
  await connection.execute('UPDATE accounts SET cents = cents + ? WHERE id = ?', [cents, to]);
  await connection.commit();
  connection.release();
}`,
  'a lock is held besides': `async function transfer(from, to, cents, fails) {
  const connection = await pool.getConnection();
  try {
    await connection.query("SELECT GET_LOCK('transfer', 5)");
    await connection.query('START TRANSACTION');
    await connection.execute('UPDATE accounts SET cents = cents - ? WHERE id = ?', [cents, from]);
    if (fails) throw new Error('refused');
    await connection.execute('UPDATE accounts SET cents = cents + ? WHERE id = ?', [cents, to]);
    await connection.query('COMMIT');
    await connection.query("SELECT RELEASE_LOCK('transfer')");
  } finally {
    connection.release();
  }
}`,
};

withMariadb('a transfer that fails half-way', (port) => {
  it.each(Object.entries(MYSQL_TRANSFERS))(
    '%s: is right after --fix',
    async (name, transfer) => {
      await resetMariadb(port());
      const before = mysqlProgram(transfer);
      const after = pluginFixer({}, scratch)(before, join(scratch, 'program.mjs'));
      expect(after).not.toBe(before);
      const seen = await outcome(`mysql ${name}`, after, port());
      expect(seen).toEqual({ ...ALL_RIGHT, schemas: [] });
    },
    90_000,
  );
});
