// The command `init` and `--fix` on the services of `examples/init`, as a user runs them. All share one installation,
// with the compiler and the parser that this repository has.
import { cpSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project, pack, temporaryFolder } from './project.js';
import { hasRedis, lambda, web, worker, type Run, type Runner } from './services.js';

const examples = fileURLToPath(new URL('../../examples/init', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const COMMAND = 'eslint-plugin-client-lifecycle/dist/init/main.js';

interface Service {
  readonly entry: string;
  readonly run: Runner;
  /** The fewest connections to the upstream before, and the most after; likewise those to Redis. */
  readonly upstream: readonly [before: number, after: number];
  readonly redis?: readonly [before: number, after: number];
  /** How it ends; Nest sends the signal again, once all is closed. */
  readonly end?: Run['end'];
}

const SERVICES: Readonly<Record<string, Service>> = {
  'bullmq-js': { entry: 'src/worker.js', run: worker, upstream: [40, 1], redis: [42, 3] },
  'express-js': { entry: 'src/server.js', run: web, upstream: [120, 24] },
  'fastify-ts': { entry: 'src/app.js', run: web, upstream: [80, 10] },
  'hono-ts': { entry: 'src/server.js', run: web, upstream: [40, 5] },
  'nest-ts': { entry: 'src/main.js', run: web, upstream: [80, 10], end: [null, 'SIGTERM'] },
  'lambda-ts': { entry: 'src/handler.js', run: lambda, upstream: [40, 2] },
};
const NAMES = Object.keys(SERVICES);
/** What the packages of all of them are, besides the plugin. */
const PACKAGES = [
  ...['eslint@9', 'undici@7', 'express@5', 'fastify@5', 'hono@4', '@hono/node-server@1', 'bullmq@5', 'ioredis@5'],
  ...['@nestjs/core@11', '@nestjs/common@11', '@nestjs/platform-express@11', 'reflect-metadata', 'rxjs@7'],
  '@types/aws-lambda@8',
];
const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
    types: ['node'],
    rootDir: '.',
    outDir: 'built',
  },
  include: ['before/*/src/**/*.ts', 'after/*/src/**/*.ts'],
};

const textsIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, 'src'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, 'src', name), 'utf8')]),
  );

describe('init, as a user runs it', () => {
  const work = temporaryFolder();
  const root = new Project(join(work.path, 'services'), { 'tsconfig.json': JSON.stringify(TSCONFIG) });
  const copyOf = (copy: 'before' | 'after', name: string): Project => {
    const project = new Project(join(root.folder, copy, name), {});
    cpSync(join(examples, name, 'before'), project.folder, { recursive: true });
    symlinkSync(join(root.folder, 'node_modules'), join(project.folder, 'node_modules'));
    return project;
  };
  const after = new Map<string, Project>();
  const projectOf = (name: string): Project => after.get(name) ?? root;

  beforeAll(async () => {
    const { tarball } = await pack(work.path);
    await root.install(tarball, ...PACKAGES);
    for (const name of ['typescript', 'typescript-eslint', '@types/node'])
      symlinkSync(join(modules, name), join(root.folder, 'node_modules', name));
    for (const name of NAMES) {
      copyOf('before', name);
      after.set(name, copyOf('after', name));
    }
  });
  afterAll(() => {
    work.remove();
  });

  it('shows the plan and writes nothing with --dry-run', async () => {
    const project = projectOf('express-js');
    const own = textsIn(project.folder);
    const { code, output } = await project.tool(COMMAND, 'init', '--dry-run');
    expect([code, output.match(/^(?:new|change) .*$/gm)]).toEqual([
      0,
      [
        'new    src/clients.js: holds dispatcher',
        'new    src/shutdown.js: ends the program on SIGTERM',
        'change src/server.js: calls closeOnSignal()',
        'new    src/keyed.js: keeps one client for equal arguments, for 1 file',
        'new    eslint.config.mjs: turns the rules on',
      ],
    ]);
    expect(textsIn(project.folder)).toEqual(own);
  });

  it('tells wrong usage by its exit code', async () => {
    const project = projectOf('express-js');
    expect((await project.tool(COMMAND)).code).toBe(2);
    expect((await project.tool(COMMAND, 'init', '--framework', 'rails')).code).toBe(2);
  });

  it.each(NAMES)('makes of %s what the example shows', async (name) => {
    const project = projectOf(name);
    expect(await project.tool(COMMAND, 'init')).toMatchObject({ code: 0, errors: '' });
    expect(Object.values(await project.lint('--fix')).flat()).toEqual([]);
    expect(textsIn(project.folder)).toEqual(textsIn(join(examples, name, 'after')));
  });

  it('has nothing to do a second time', async () => {
    const { output } = await projectOf('express-js').tool(COMMAND, 'init');
    expect(output).toMatch(/^Nothing to do: .*\n$/);
  });

  it('leaves code that the compiler accepts', async () => {
    expect(await root.tool('typescript/bin/tsc')).toMatchObject({ code: 0, output: '' });
  });

  describe.each(Object.entries(SERVICES))('%s', (name, { entry, run, upstream, redis = [0, 0], end = [0, null] }) => {
    const skipped = run === worker && !hasRedis;
    const title = skipped ? ' (skipped: there is no redis-server, which Debian has as redis-server)' : '';
    it.skipIf(skipped)(`answers as before, over fewer connections, and ends on SIGTERM${title}`, async () => {
      const folderOf = (copy: string): string => join(root.folder, name.endsWith('-ts') ? 'built' : '', copy, name);
      const before = await run(folderOf('before'), entry);
      const after = await run(folderOf('after'), entry);
      expect(after.answers).toEqual(before.answers);
      expect(new Set(after.answers).size).toBe(40);
      expect(before.upstream).toBeGreaterThanOrEqual(upstream[0]);
      expect(after.upstream).toBeLessThanOrEqual(upstream[1]);
      expect(before.redis).toBeGreaterThanOrEqual(redis[0]);
      expect(after.redis).toBeLessThanOrEqual(redis[1]);
      expect(after.end).toEqual(end);
      // What a request in flight at the end gets: nothing before, its answer after.
      const answer = before.answers[1]?.replaceAll('/1"', '/1000"');
      if (run === web) expect([before.last, after.last]).toEqual([null, answer]);
    });
  });
});
