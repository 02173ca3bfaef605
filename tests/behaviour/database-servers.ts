import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A database server of its own for a test. */
export interface DatabaseServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Where Debian puts PostgreSQL's programs, the newest version first; `null` where it is not installed. */
export function postgresPrograms(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const versions = readdirSync(root).sort((left, right) => Number(right) - Number(left));
  const folder = versions.map((version) => join(root, version, 'bin')).find((each) => existsSync(join(each, 'initdb')));
  return folder ?? null;
}

/** The server program of MariaDB; `null` where it is not installed. */
export function mariadbProgram(): string | null {
  return ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/sbin/mysqld'].find((each) => existsSync(each)) ?? null;
}

/** Database servers refuse to run as root. */
function unprivileged(user: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function folderFor(name: string, { uid, gid }: ReturnType<typeof unprivileged>): string {
  const folder = mkdtempSync(join(tmpdir(), `client-lifecycle-${name}-`));
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}

/** Starts PostgreSQL with an empty database, trusting everybody on this machine. */
export async function startPostgresql(programs: string): Promise<DatabaseServer> {
  const owner = unprivileged('postgres');
  const folder = folderFor('postgresql', owner);
  const data = join(folder, 'data');
  execFileSync(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const child = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-F'],
    { ...owner, cwd: folder, stdio: 'ignore' },
  );
  // A fast shutdown, which waits for no client.
  return running(child, folder, port, 'SIGINT', () =>
    execFileSync(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }),
  );
}

/** Starts MariaDB with an empty database; everybody on this machine is its administrator. */
export async function startMariadb(program: string): Promise<DatabaseServer> {
  const owner = unprivileged('mysql');
  const folder = folderFor('mariadb', owner);
  const data = join(folder, 'data');
  mkdirSync(data);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(data, owner.uid, owner.gid);
  execFileSync(
    'mariadb-install-db',
    [`--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    {
      ...owner,
      cwd: folder,
      stdio: 'ignore',
    },
  );
  const port = await freePort();
  const socket = join(folder, 'socket');
  const child = spawn(
    program,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--port=${String(port)}`,
      `--socket=${socket}`,
      '--bind-address=127.0.0.1',
      '--skip-grant-tables',
      '--skip-networking=0',
      '--innodb-buffer-pool-size=32M',
    ],
    { ...owner, cwd: folder, stdio: 'ignore' },
  );
  return running(child, folder, port, 'SIGTERM', () =>
    execFileSync('mariadb-admin', ['--no-defaults', `--socket=${socket}`, 'ping'], { stdio: 'ignore' }),
  );
}

/** Waits until a server answers. */
async function running(
  child: ChildProcess,
  folder: string,
  port: number,
  end: NodeJS.Signals,
  ask: () => void,
): Promise<DatabaseServer> {
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null) {
      child.kill(end);
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 150; attempt++) {
    try {
      ask();
      return { port, stop };
    } catch {
      await sleep(200);
    }
  }
  await stop();
  throw new Error('The database server does not answer.');
}
