import pg from 'pg';
import { closeWithin } from './deadline.js';
import { CLOSE_DEADLINE, CONNECT_TIMEOUT } from './limits.js';

/** Milliseconds after which the server cancels a statement; the client gives up a little later. */
const STATEMENT_TIMEOUT = 30_000;

/** The database. `PGHOST` and the like, or `DATABASE_URL`, say where it is. */
export const database = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 10,
  connectionTimeoutMillis: CONNECT_TIMEOUT,
  idleTimeoutMillis: 30_000,
  statement_timeout: STATEMENT_TIMEOUT,
  query_timeout: STATEMENT_TIMEOUT + 1_000,
});

// An idle connection that the server ends would be an uncaught exception.
database.on('error', (error) => {
  console.error(`A database connection failed while it was idle: ${error.message}`);
});

/** Waits for connections that are in use. */
export function closeDatabase(): Promise<void> {
  return closeWithin(CLOSE_DEADLINE, () => database.end(), () => undefined);
}
