import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project, pack, temporaryFolder } from './project.js';

const example = fileURLToPath(new URL('../../examples/init/express-js', import.meta.url));
const COMMAND = 'eslint-plugin-client-lifecycle/dist/init/main.js';
const work = temporaryFolder();
afterAll(() => {
  work.remove();
});

const textsIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, 'src'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, 'src', name), 'utf8')]),
  );

interface Run {
  readonly answers: readonly string[];
  readonly connections: number;
  readonly end: readonly [code: number | null, signal: string | null];
}

/** Starts the service of a folder, calls it forty times, four at a time, and ends it by SIGTERM. */
async function run(folder: string): Promise<Run> {
  let connections = 0;
  const upstream = createServer((request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ path: request.url }));
  });
  upstream.on('connection', () => connections++);
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const address = upstream.address() as AddressInfo;
  const env = { ...process.env, PORT: String(port), UPSTREAM: `http://127.0.0.1:${String(address.port)}` };
  const service = spawn(process.execPath, ['src/server.js'], { cwd: folder, env, stdio: 'inherit' });
  const ended = once(service, 'exit') as Promise<[number | null, string | null]>;
  const load = async (id: number): Promise<string> =>
    (await fetch(`http://127.0.0.1:${String(port)}/articles/${String(id)}`)).text();
  for (let tries = 0; tries < 100; tries++) {
    try {
      await load(0);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const answers: string[] = [];
  for (let start = 0; start < 40; start += 4)
    answers.push(...(await Promise.all([0, 1, 2, 3].map((offset) => load(start + offset)))));
  service.kill('SIGTERM');
  const end = await ended;
  await new Promise((resolve) => upstream.close(resolve));
  return { answers, connections, end };
}

describe('init, as a user runs it', () => {
  let project: Project;
  let before: Run;
  beforeAll(async () => {
    const { tarball } = await pack(work.path);
    project = new Project(join(work.path, 'service'), {});
    cpSync(join(example, 'before'), project.folder, { recursive: true });
    await project.install(tarball, 'eslint@9', 'express@5', 'undici@7');
    before = await run(project.folder);
  });

  it('shows the plan and writes nothing with --dry-run', async () => {
    const own = textsIn(project.folder);
    const { code, output } = await project.tool(COMMAND, 'init', '--dry-run');
    expect([code, output.match(/^(?:new|change) .*$/gm)]).toEqual([
      0,
      [
        'new    src/clients.js: holds dispatcher',
        'new    src/shutdown.js: ends the program on SIGTERM',
        'change src/server.js: calls it',
        'new    src/keyed.js: keeps one client for equal arguments, for 1 file',
        'new    eslint.config.mjs: turns the rules on',
      ],
    ]);
    expect(textsIn(project.folder)).toEqual(own);
  });

  it('tells wrong usage by its exit code', async () => {
    expect((await project.tool(COMMAND)).code).toBe(2);
    expect((await project.tool(COMMAND, 'init', '--framework', 'rails')).code).toBe(2);
  });

  it('makes a service that opens few connections and ends well', async () => {
    expect((await project.tool(COMMAND, 'init')).code).toBe(0);
    expect(await project.lint('--fix')).toMatchObject({
      'src/deliveries.js': [],
      'src/prices.js': [],
      'src/server.js': [],
    });
    expect(textsIn(project.folder)).toEqual(textsIn(join(example, 'after')));
    const after = await run(project.folder);
    expect(after.answers).toEqual(before.answers);
    expect(before.connections).toBeGreaterThanOrEqual(120);
    expect(after.connections).toBeLessThanOrEqual(24);
    expect(after.end).toEqual([0, null]);
    expect((await project.tool(COMMAND, 'init')).output).toMatch(/^There is nothing to write: .*\n$/);
  });
});
