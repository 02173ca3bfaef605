// Runs the services of `examples/init` as they are deployed: started, called, and ended by SIGTERM.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What a service did. */
export interface Run {
  readonly answers: readonly string[];
  /** Connections to the upstream, and to Redis. */
  readonly upstream: number;
  readonly redis: number;
  /** What a request got that was in the middle of its work at SIGTERM; nothing where the program is called otherwise. */
  readonly last: string | null;
  readonly end: readonly [code: number | null, signal: string | null];
}

/** A way to run the service of a folder, whose entry is given. */
export type Runner = (folder: string, entry: string) => Promise<Run>;

const CALLS = 40;
const AT_ONCE = 4;
/** A request for which the upstream takes its time. */
const SLOW = 1_000;
const IDS = Array.from({ length: CALLS }, (_, id) => id);

/** Whether the server of Redis, which the queue of the worker is kept in, is installed. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** Calls a web service forty times, four at a time, and once more before its end. */
export const web: Runner = async (folder, entry) => {
  const upstream = await startUpstream();
  const port = await freePort();
  const service = start(folder, entry, { PORT: String(port), UPSTREAM: upstream.url });
  const load = async (id: number): Promise<string> =>
    (await fetch(`http://127.0.0.1:${String(port)}/articles/${String(id)}`)).text();
  await until(async () => (await load(0)) !== '', service);
  const answers: string[] = [];
  for (let first = 0; first < CALLS; first += AT_ONCE)
    answers.push(...(await Promise.all(IDS.slice(first, first + AT_ONCE).map(load))));
  const used = upstream.connections();
  const slow = load(SLOW).catch(() => null);
  await until(() => Promise.resolve(upstream.paths().some((path) => path.endsWith(`/${String(SLOW)}`))), service);
  const end = await endOf(service);
  const last = await slow;
  await upstream.stop();
  return { answers, upstream: used, redis: 0, last, end };
};

/** Gives a worker forty jobs. What it tells the upstream is its answer. */
export const worker: Runner = async (folder, entry) => {
  const upstream = await startUpstream();
  const port = await freePort();
  const redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  await until(() => isListening(port), redis);
  // What the project has installed; this repository has no package of queues.
  const load = createRequire(join(folder, 'package.json'));
  const { Queue } = load('bullmq') as {
    Queue: new (name: string, options: object) => QueueOfMails;
  };
  const queue = new Queue('mails', { connection: { host: '127.0.0.1', port } });
  const client = await queue.client;
  const service = start(folder, entry, {
    REDIS_PORT: String(port),
    REDIS_URL: `redis://127.0.0.1:${String(port)}`,
    UPSTREAM: upstream.url,
  });
  const received = async (): Promise<number> =>
    Number(/total_connections_received:(\d+)/.exec(await client.info('stats'))?.[1]);
  const before = await received();
  await queue.addBulk(IDS.map((id) => ({ name: 'send', data: { id } })));
  await until(async () => Number(await client.get('sent')) === CALLS, service);
  const end = await endOf(service);
  const connections = (await received()) - before;
  await queue.close();
  await upstream.stop();
  redis.kill();
  await once(redis, 'exit');
  return { answers: upstream.paths().sort(), upstream: upstream.connections(), redis: connections, last: null, end };
};

/** What is used of a queue of BullMQ. */
interface QueueOfMails {
  readonly client: Promise<{ info(section: string): Promise<string>; get(key: string): Promise<string | null> }>;
  addBulk(jobs: readonly object[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Calls a handler forty times in a process of its own, as the platform does; nothing there ends it. */
export const lambda: Runner = async (folder, entry) => {
  const upstream = await startUpstream();
  const calls = `import { handler } from './${entry}';
    for (let id = 0; id < ${String(CALLS)}; id++)
      console.log((await handler({ rawPath: String(id) })).body);
    process.exit();`;
  const service = spawn(process.execPath, ['--input-type=module', '--eval', calls], {
    cwd: folder,
    env: { ...process.env, UPSTREAM: upstream.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  service.stdout.on('data', (data: Buffer) => (output += data.toString()));
  const end = (await once(service, 'close')) as [number | null, string | null];
  await upstream.stop();
  return { answers: output.trim().split('\n'), upstream: upstream.connections(), redis: 0, last: null, end };
};

function start(folder: string, entry: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [entry], { cwd: folder, env: { ...process.env, ...env }, stdio: 'inherit' });
}

async function endOf(service: ChildProcess): Promise<Run['end']> {
  const ended = once(service, 'exit') as Promise<[number | null, string | null]>;
  service.kill('SIGTERM');
  return ended;
}

/** An upstream that answers with the path it was asked for, and counts connections. */
async function startUpstream() {
  let connections = 0;
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const { url = '' } = request;
    paths.push(url);
    const answer = (): void => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ path: url }));
    };
    if (url.endsWith(`/${String(SLOW)}`)) setTimeout(answer, 300);
    else answer();
  });
  server.on('connection', () => connections++);
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    connections: () => connections,
    paths: () => paths,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket
      .on('connect', () => {
        resolve(true);
      })
      .on('error', () => {
        resolve(false);
      });
  }).then((is) => {
    socket.destroy();
    return is === true;
  });
}

/** Waits until something holds. @throws Error when the program that it waits for has ended. */
async function until(holds: () => Promise<boolean>, program: ChildProcess): Promise<void> {
  for (;;) {
    if (program.exitCode !== null) throw new Error(`it ended with code ${String(program.exitCode)}`);
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
