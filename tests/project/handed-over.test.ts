import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixFile, lintFile } from './lint.js';

let scratch = '';
let count = 0;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'handed-over-'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

type Files = Readonly<Record<string, string>>;

/** A project of its own whose first file is linted. */
function projectOf(files: Files): string {
  const folder = join(scratch, String(count++));
  const manifest = JSON.stringify({ name: 'a', type: 'module', dependencies: { fastify: '5', '@nestjs/core': '11' } });
  for (const [name, text] of Object.entries({ 'package.json': manifest, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What is reported of the end of clients in the first of some files. */
function reportsOf(files: Files): string[] {
  const folder = projectOf(files);
  return lintFile(folder, Object.keys(files)[0] ?? '').filter((report) => report.startsWith('require-client-close'));
}

const HEAD = `import fp from 'fastify-plugin';\nimport Redis from 'ioredis';\n\n`;
const plugin = (body: string): string => `${HEAD}export default fp(async (app) => {\n${body}});\n`;
const INLINE = plugin(`  app.decorate('redis', new Redis('redis://a'));\n`);
const USER = `import Fastify from 'fastify';\nimport redis from './redis.js';\nconst app = Fastify();\nawait app.register(redis);\n`;

describe('a client that an application is decorated with', () => {
  const reported: unknown = expect.stringMatching(
    /Nothing closes `new Redis\(\)` of ioredis, which the application keeps/,
  );

  it.each<[string, Files]>([
    ['at once', { 'redis.js': INLINE, 'app.js': USER }],
    [
      'as a constant that the plugin uses as well',
      {
        'redis.js': plugin(
          `  const redis = new Redis('redis://a');\n  redis.on('error', console.error);\n  app.decorate('redis', redis);\n`,
        ),
      },
    ],
    [
      'as a constant of the module',
      {
        'app.js': `import Fastify from 'fastify';\nimport Redis from 'ioredis';\nconst app = Fastify();\nconst redis = new Redis('redis://a');\napp.decorate('redis', redis);\nawait app.listen({ port: 3000 });\n`,
      },
    ],
  ])('is reported where nothing ends it: %s', (_name, files) => {
    expect(reportsOf(files)).toEqual([reported]);
  });

  it.each<[string, Files]>([
    [
      'its hook',
      {
        'redis.js': plugin(
          `  const redis = new Redis('redis://a');\n  app.decorate('redis', redis);\n  app.addHook('onClose', (instance) => end(instance));\n`,
        ),
      },
    ],
    [
      'another file by its name',
      { 'redis.js': INLINE, 'app.js': `${USER}export const stop = () => app.redis.quit();\n` },
    ],
    [
      'what gets it as well',
      {
        'redis.js': plugin(
          `  const redis = new Redis('redis://a');\n  keep(redis);\n  app.decorate('redis', redis);\n`,
        ),
      },
    ],
    [
      'nothing has to: an agent keeps no process',
      { 'redis.js': INLINE.replace(/Redis/g, 'Agent').replace('ioredis', 'undici') },
    ],
    ['another framework may', { 'redis.js': INLINE.replace('fastify-plugin', './plugin.js') }],
  ])('is not where %s', (_name, files) => {
    expect(reportsOf(files)).toEqual([]);
  });

  it('is closed in a hook of the application', () => {
    const named = `  const redis = new Redis('redis://a');\n`;
    const hook = `  app.addHook('onClose', async () => {\n    await redis.quit();\n  });\n`;
    const folder = projectOf({ 'redis.js': INLINE, 'app.js': USER });
    expect(fixFile(folder, 'redis.js', 'require-client-close')).toBe(
      plugin(`${named}  app.decorate('redis', redis);\n${hook}`),
    );
    const own = projectOf({
      'redis.js': plugin(
        `${named}  app.decorate('cache', redis); // for all routes\n  app.get('/', () => redis.get('a'));\n`,
      ),
    });
    expect(fixFile(own, 'redis.js', 'require-client-close')).toBe(
      plugin(
        `${named}  app.decorate('cache', redis); // for all routes\n${hook}  app.get('/', () => redis.get('a'));\n`,
      ),
    );
  });
});

describe('a client that a provider gives to Nest', () => {
  const module = (factory: string, more = ''): string =>
    `import { Module } from '@nestjs/common';\nimport Redis from 'ioredis';\n\n@Module({ providers: [{ provide: 'REDIS', useFactory: ${factory} }] })\nexport class RedisModule {${more}}\n`;
  const reported: unknown = expect.stringMatching(
    /Nothing closes `new Redis\(\)` of ioredis, which the provider `REDIS` gives/,
  );

  it.each<[string, Files]>([
    ['at once', { 'redis.module.ts': module(`() => new Redis('redis://a')`) }],
    [
      'as a constant',
      { 'redis.module.ts': module(`() => {\n  const redis = new Redis('redis://a');\n  return redis;\n}`) },
    ],
  ])('is reported where nothing ends it: %s', (_name, files) => {
    expect(reportsOf(files)).toEqual([reported]);
  });

  it.each<[string, Files]>([
    [
      'the module',
      {
        'redis.module.ts': module(
          `() => new Redis('redis://a')`,
          ` constructor(ref) { this.ref = ref; } onModuleDestroy() { return this.ref.get('REDIS').quit(); } `,
        ),
      },
    ],
    [
      'a service that gets it',
      {
        'redis.module.ts': module(`() => new Redis('redis://a')`),
        'service.ts': `import { Inject } from '@nestjs/common';\nexport class Service { constructor(redis) { this.redis = redis; } async onModuleDestroy() { await this.redis.quit(); } }\n`,
      },
    ],
  ])('is not where %s may end it', (_name, files) => {
    expect(reportsOf(files)).toEqual([]);
  });
});
