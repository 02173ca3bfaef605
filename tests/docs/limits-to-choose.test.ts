// The code of "Limits to choose" is run as it stands on the page.
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from './blocks.js';

interface Page {
  connectionsFor(callsPerSecond: number, p99Seconds: number, ceiling?: number): number;
  limitFor(p99Ms: number): number;
  watchUndici(): { counts: Record<string, number>; readonly stop: () => void };
  poolStats(pool: { stats: Record<string, number> }): Record<string, number>;
  watchHttp(): { counts: Record<string, number>; readonly stop: () => void };
  agentStats(agent: http.Agent): Record<string, number>;
  readonly CONNECTION_EVENTS: Readonly<Record<string, readonly string[]>>;
  countEvents(
    client: EventEmitter,
    names: readonly string[],
  ): { counts: Record<string, number>; readonly stop: () => void };
  watchPg(pool: EventEmitter, report: (numbers: Record<string, number>) => void, everyMs: number): () => void;
}

const code = blocksOf('docs/limits-to-choose.md').filter(({ words }) => words[0] === 'run');
const file = join(mkdtempSync(join(tmpdir(), 'limits-')), 'page.mjs');
writeFileSync(file, code.map((block) => block.code).join('\n'));
const page = (await import(pathToFileURL(file).href)) as Page;

const server = http.createServer((_request, response) => response.end('x'));
let url = '';
beforeAll(async () => {
  server.listen(0);
  await once(server, 'listening');
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

describe('the code of "Limits to choose"', () => {
  it('computes connections and limits', () => {
    expect(page.connectionsFor(200, 0.2)).toBe(50);
    expect(page.connectionsFor(200, 0.2, 20)).toBe(20);
    expect(page.connectionsFor(0.1, 0.01)).toBe(1);
    expect(page.limitFor(240)).toBe(800);
  });

  it('counts what fetch opens and sends', async () => {
    const { counts, stop } = page.watchUndici();
    await (await fetch(url)).text();
    stop();
    await (await fetch(url)).text();
    expect(counts).toMatchObject({ requests: 1, failed: 0 });
  });

  it('counts the requests of node:http, and the sockets that are new', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1, timeout: 4_000 });
    const { counts, stop } = page.watchHttp();
    for (let sent = 0; sent < 2; sent++) {
      const [response] = (await once(http.get(url, { agent }), 'response')) as [http.IncomingMessage];
      response.resume();
      await once(response, 'end');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    stop();
    agent.destroy();
    expect(counts).toEqual({ started: 2, finished: 2, newSockets: 1 });
  });

  it('reads the numbers of a pool', () => {
    const stats = { connected: 3, free: 1, pending: 2, queued: 4, running: 5 };
    expect(page.poolStats({ stats })).toEqual({ connected: 3, free: 1, waiting: 6, busy: 5 });
  });

  it('counts the sockets of an agent', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1, timeout: 4_000 });
    const load = async (): Promise<void> => {
      const [response] = (await once(http.get(url, { agent }), 'response')) as [http.IncomingMessage];
      response.resume();
      await once(response, 'end');
    };
    const both = [load(), load()];
    expect(page.agentStats(agent)).toEqual({ busy: 1, idle: 0, waiting: 1 });
    await Promise.all(both);
    agent.destroy();
    expect(page.agentStats(agent).waiting).toBe(0);
  });

  it('reports the numbers of a pool of pg, and stops', async () => {
    const pool = Object.assign(new EventEmitter(), { totalCount: 10, idleCount: 4, waitingCount: 2 });
    const reported = new EventEmitter();
    const stop = page.watchPg(pool, (numbers) => reported.emit('numbers', numbers), 5);
    pool.emit('error', new Error('dropped'));
    const [numbers] = (await once(reported, 'numbers')) as [Record<string, number>];
    expect(numbers).toEqual({ busy: 6, idle: 4, waiting: 2, failed: 1 });
    stop();
    expect(pool.listenerCount('error')).toBe(0);
  });

  it.each(['mysql2', 'mongodb', 'ioredis', 'redis'])('counts the events of %s', (library) => {
    const names = page.CONNECTION_EVENTS[library] ?? [];
    const client = new EventEmitter();
    const { counts, stop } = page.countEvents(client, names);
    for (const name of names) client.emit(name);
    client.emit(names[0] ?? '');
    stop();
    expect(names.length).toBeGreaterThan(3);
    expect(Object.values(counts)).toEqual([2, ...names.slice(1).map(() => 1)]);
    expect(client.eventNames()).toEqual([]);
  });
});
