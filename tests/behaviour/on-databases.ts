import { afterAll, beforeAll, describe } from 'vitest';
import {
  mariadbProgram,
  postgresPrograms,
  startMariadb,
  startPostgresql,
  type DatabaseServer,
} from './database-servers.js';

/** Tests that get the port of a server which runs while they do. */
type Tests = (port: () => number) => void;

/** What thirty transfers leave behind when none goes wrong and none is lost. */
export const ALL_RIGHT = { sum: 1000, acknowledged: 30, present: 30 };

/** Tests with a PostgreSQL of their own, left out with a message where it is not installed. */
export function withPostgresql(title: string, tests: Tests): void {
  withServer(`${title}, with PostgreSQL`, 'postgresql', postgresPrograms(), startPostgresql, tests);
}

/** Tests with a MariaDB of their own, left out with a message where it is not installed. */
export function withMariadb(title: string, tests: Tests): void {
  withServer(`${title}, with MariaDB`, 'mariadb-server', mariadbProgram(), startMariadb, tests);
}

function withServer(
  title: string,
  debian: string,
  program: string | null,
  start: (program: string) => Promise<DatabaseServer>,
  tests: Tests,
): void {
  if (program === null) console.warn(`${title}: not run, because Debian's ${debian} is not installed.`);
  describe.skipIf(program === null)(title, () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await start(program ?? '');
    }, 90_000);
    afterAll(() => server.stop());
    tests(() => server.port);
  });
}
