import { requireClientClose } from '../../src/rules/require-client-close.js';
import { ruleTester } from '../rule-tester.js';
import { acme, acmeWith, commonjs } from './require-client-close.fixture.js';

const u = `import { Agent, Pool, request } from 'undici';\nconst agent = new Agent();\n`;
const migrate = { 'client-lifecycle': { fixes: 'migrate' } };
const module = [{ messageId: 'module' as const }];

const path = (name: string, before: string, after: string) => ({
  name,
  code: u + before,
  output: u + after,
  errors: module,
});
const kept = `import https from 'node:https';\nconst agent = new https.Agent({ keepAlive: true });\n`;
const abrupt = (name: string, before: string, after: string) => ({
  name,
  code: kept + before,
  output: kept + after,
  errors: module,
});

ruleTester.run('require-client-close: into a close path that exists', requireClientClose, {
  valid: [],
  invalid: [
    path(
      'an exported function, awaited behind the others',
      `export async function close() {\n  await db.end();\n}`,
      `export async function close() {\n  await db.end();\n  await agent.close();\n}`,
    ),
    path(
      'in parallel where the others are',
      `export async function close() {\n  await Promise.all([db.end(), cache.quit()]);\n}`,
      `export async function close() {\n  await Promise.all([db.end(), cache.quit(), agent.close()]);\n}`,
    ),
    path(
      'in a list of several lines',
      `export async function close() {\n  await Promise.all([\n    db.end(),\n    cache.quit(),\n  ]);\n}`,
      `export async function close() {\n  await Promise.all([\n    db.end(),\n    cache.quit(),\n    agent.close(),\n  ]);\n}`,
    ),
    path(
      'an arrow that returns a promise',
      `export const shutdown = () => db.end();`,
      `export const shutdown = () => Promise.all([db.end(), agent.close()]);`,
    ),
    path(
      'in front of the end of the process',
      `process.on('SIGTERM', async () => {\n  await app.close();\n  process.exit(0);\n});`,
      `process.on('SIGTERM', async () => {\n  await app.close();\n  await agent.close();\n  process.exit(0);\n});`,
    ),
    path(
      'when the server has answered its last request',
      `process.on('SIGTERM', () => {\n  server.close(() => process.exit(0));\n});`,
      `process.on('SIGTERM', () => {\n  server.close(() => { void agent.close().finally(() => process.exit(0)); });\n});`,
    ),
    path(
      'in a block behind the server',
      `process.once('SIGTERM', () => {\n  server.close(() => {\n    process.exit(0);\n  });\n});`,
      `process.once('SIGTERM', () => {\n  server.close(() => {\n    void agent.close().finally(() => process.exit(0));\n  });\n});`,
    ),
    path(
      'the server gets a callback',
      `process.on('SIGTERM', () => server.close());`,
      `process.on('SIGTERM', () => server.close(() => { void agent.close(); }));`,
    ),
    path(
      'a handler does not become async: the end waits',
      `process.on('SIGTERM', () => {\n  stopTimers();\n  process.exit(0);\n});`,
      `process.on('SIGTERM', () => {\n  stopTimers();\n  void agent.close().finally(() => process.exit(0));\n});`,
    ),
    path(
      'a function that a signal runs',
      `async function shutdown() {\n  await app.close();\n}\nprocess.on('SIGTERM', shutdown);`,
      `async function shutdown() {\n  await app.close();\n  await agent.close();\n}\nprocess.on('SIGTERM', shutdown);`,
    ),
    path(
      'a hook of Fastify',
      `export default async function plugin(fastify) {\n  fastify.addHook('onClose', async () => {\n    await db.end();\n  });\n}`,
      `export default async function plugin(fastify) {\n  fastify.addHook('onClose', async () => {\n    await db.end();\n    await agent.close();\n  });\n}`,
    ),
    path(
      'close-with-grace',
      `closeWithGrace({ delay: 500 }, async () => {\n  await app.close();\n});`,
      `closeWithGrace({ delay: 500 }, async () => {\n  await app.close();\n  await agent.close();\n});`,
    ),
    path(
      'within the try',
      `export async function close() {\n  try {\n    await db.end();\n  } catch (error) {\n    log(error);\n  }\n}`,
      `export async function close() {\n  try {\n    await db.end();\n    await agent.close();\n  } catch (error) {\n    log(error);\n  }\n}`,
    ),
    abrupt(
      'what cuts requests off comes last',
      `export async function close() {\n  await db.end();\n}`,
      `export async function close() {\n  await db.end();\n  agent.destroy();\n}`,
    ),
    abrupt(
      'and never before the server',
      `process.on('SIGTERM', () => {\n  server.close();\n});`,
      `process.on('SIGTERM', () => {\n  server.close(() => { agent.destroy(); });\n});`,
    ),
    {
      name: 'a lazily filled variable may be empty',
      code: `import { Agent } from 'undici';\nlet agent;\nexport const get = () => (agent ??= new Agent());\nexport async function close() {\n  await db.end();\n}`,
      output: `import { Agent } from 'undici';\nlet agent;\nexport const get = () => (agent ??= new Agent());\nexport async function close() {\n  await db.end();\n  await agent?.close();\n}`,
      errors: module,
    },
    {
      name: 'CommonJS without semicolons',
      code: `const { Agent } = require('undici')\nconst agent = new Agent()\nasync function close () {\n  await db.end()\n}\nmodule.exports = { agent, close }\n`,
      output: `const { Agent } = require('undici')\nconst agent = new Agent()\nasync function close () {\n  await db.end()\n  await agent.close()\n}\nmodule.exports = { agent, close }\n`,
      languageOptions: commonjs,
      errors: module,
    },
  ],
});

const api = (body: string): string =>
  `import { Agent, request } from 'undici';\nexport class Api {\n  agent = new Agent();\n${body}}\n`;

ruleTester.run('require-client-close: into a method that exists', requireClientClose, {
  valid: [],
  invalid: [
    [
      'awaited',
      `  async close() {\n    await this.db.end();\n  }\n`,
      `  async close() {\n    await this.db.end();\n    await this.agent.close();\n  }\n`,
    ],
    [
      'parallel',
      `  async close() {\n    await Promise.all([this.db.end()]);\n  }\n`,
      `  async close() {\n    await Promise.all([this.db.end(), this.agent.close()]);\n  }\n`,
    ],
    [
      'returned',
      `  close() {\n    return this.db.end();\n  }\n`,
      `  close() {\n    return Promise.all([this.db.end(), this.agent.close()]);\n  }\n`,
    ],
    [
      'returned with a type',
      `  close(): Promise<void> {\n    return this.db.end();\n  }\n`,
      `  close(): Promise<void> {\n    return Promise.all([this.db.end(), this.agent.close()]).then(() => undefined);\n  }\n`,
    ],
    ['empty', `  async onModuleDestroy() {}\n`, `  async onModuleDestroy() { await this.agent.close(); }\n`],
  ].map(([name = '', before = '', after = '']) => ({
    name,
    code: api(before),
    output: api(after),
    errors: [{ messageId: 'forgottenField' as const }],
  })),
});

ruleTester.run('require-client-close: with migrate', requireClientClose, {
  valid: [],
  invalid: [
    {
      name: 'an exported function behind the declarations, and one function for two clients',
      code: `import { Agent } from 'undici';\nexport const a = new Agent();\nexport const b = new Agent();\n`,
      output: [
        `import { Agent } from 'undici';\nexport const a = new Agent();\nexport const b = new Agent();\n\nexport async function closeClients(): Promise<void> {\n  await a.close();\n}\n`,
        `import { Agent } from 'undici';\nexport const a = new Agent();\nexport const b = new Agent();\n\nexport async function closeClients(): Promise<void> {\n  await a.close();\n  await b.close();\n}\n`,
      ],
      settings: migrate,
      errors: [...module, ...module],
    },
    {
      name: 'a name that is taken',
      code: `import { Agent } from 'undici';\nexport const agent = new Agent();\nexport function closeClients(x: number) { return x; }\n`,
      output: `import { Agent } from 'undici';\nexport const agent = new Agent();\nexport function closeClients(x: number) { return x; }\n\nexport async function closeAgent(): Promise<void> {\n  await agent.close();\n}\n`,
      settings: migrate,
      errors: module,
    },
    {
      name: 'CommonJS',
      code: `const { Agent } = require('undici');\nconst agent = new Agent();\nmodule.exports = { agent };\n`,
      output: `const { Agent } = require('undici');\nconst agent = new Agent();\nmodule.exports = { agent };\n\nmodule.exports.closeClients = async function closeClients() {\n  await agent.close();\n};\n`,
      filename: 'a.js',
      languageOptions: commonjs,
      settings: migrate,
      errors: module,
    },
    {
      name: 'a function behind the client where the file exports its object first',
      code: `const api = {};\nmodule.exports = api;\nconst { Agent } = require('undici');\nconst agent = new Agent();\napi.load = (url) => agent.request(url);\n`,
      output: `const api = {};\nmodule.exports = api;\nconst { Agent } = require('undici');\nconst agent = new Agent();\n\nmodule.exports.closeClients = async function closeClients() {\n  await agent.close();\n};\n\napi.load = (url) => agent.request(url);\n`,
      filename: 'a.js',
      languageOptions: commonjs,
      settings: migrate,
      errors: module,
    },
    {
      name: 'methods of a class',
      code: `import { Agent } from 'undici';\nexport class Api {\n  #agent = new Agent();\n}\n`,
      output: `import { Agent } from 'undici';\nexport class Api {\n  #agent = new Agent();\n\n  async close(): Promise<void> {\n    await this.#agent.close();\n  }\n\n  async [Symbol.asyncDispose](): Promise<void> {\n    await this.close();\n  }\n}\n`,
      settings: migrate,
      errors: [{ messageId: 'field' }],
    },
    {
      name: 'methods of a class, where the close is done at once',
      code: `import https from 'node:https';\nexport class Api {\n  #agent = new https.Agent({ keepAlive: true });\n}\n`,
      output: `import https from 'node:https';\nexport class Api {\n  #agent = new https.Agent({ keepAlive: true });\n\n  close(): void {\n    this.#agent.destroy();\n  }\n\n  [Symbol.dispose](): void {\n    this.close();\n  }\n}\n`,
      settings: migrate,
      errors: [{ messageId: 'field' }],
    },
    {
      name: 'a client that is made in one of two ways, so that there always is one',
      code: `import { Redis } from 'ioredis';
function connect(nodes) {
  let client;
  if (nodes) {
    client = new Redis.Cluster(nodes);
  } else client = new Redis();
  return client.on('error', log);
}
export const redis = connect(config.nodes);
`,
      output: `import { Redis } from 'ioredis';
function connect(nodes) {
  let client;
  if (nodes) {
    client = new Redis.Cluster(nodes);
  } else client = new Redis();
  return client.on('error', log);
}
export const redis = connect(config.nodes);

export async function closeClients(): Promise<void> {
  await redis.quit();
}
`,
      settings: migrate,
      errors: module,
    },
    {
      name: 'one whose close fails where nothing has connected it stays out of a shutdown that does more',
      code: `import { DataSource } from 'typeorm';\nexport class Store {\n  source = new DataSource({ type: 'postgres' });\n  async close() {\n    await flush();\n  }\n}\n`,
      output: null,
      errors: [{ messageId: 'forgottenField' as const }],
    },
    {
      name: 'one that the file connects is closed there',
      code: `import { createClient } from 'redis';\nconst redis = createClient({});\nawait redis.on('error', report).connect();\nexport async function closeClients() {\n  await db.end();\n}\n`,
      output: `import { createClient } from 'redis';\nconst redis = createClient({});\nawait redis.on('error', report).connect();\nexport async function closeClients() {\n  await db.end();\n  await redis.quit();\n}\n`,
      errors: module,
    },
    ...['createClientPool', 'createSentinel'].map((name) => ({
      name: `${name}() of redis has no quit()`,
      code: `import { ${name} } from 'redis';\nconst redis = ${name}({});\nexport async function closeClients() {\n  await db.end();\n}\n`,
      output: `import { ${name} } from 'redis';\nconst redis = ${name}({});\nexport async function closeClients() {\n  await db.end();\n  await redis.close();\n}\n`,
      errors: module,
    })),
    {
      name: 'the hook of a provider of Nest',
      code: `import { Agent } from 'undici';\nimport { Injectable } from '@nestjs/common';\n@Injectable()\nexport class Api {\n  agent = new Agent();\n}\n`,
      output: `import { Agent } from 'undici';\nimport { Injectable } from '@nestjs/common';\n@Injectable()\nexport class Api {\n  agent = new Agent();\n\n  async onApplicationShutdown(): Promise<void> {\n    await this.agent.close();\n  }\n}\n`,
      settings: migrate,
      errors: [{ messageId: 'field' }],
    },
    ...(
      [
        [
          'a file of a directive',
          `'use server';\nimport { Agent } from 'undici';\nexport const agent = new Agent();\n`,
          'actions.ts',
        ],
        [
          'a route of SvelteKit',
          `import { Agent } from 'undici';\nexport const agent = new Agent();\n`,
          'src/routes/+server.ts',
        ],
      ] as const
    ).map(([name, code, filename]) => ({
      name,
      code,
      filename,
      settings: { 'client-lifecycle': { fixes: 'migrate', role: 'library' } },
      output: null,
      errors: module,
    })),
    {
      name: 'a class with an unknown superclass',
      code: `import { Agent } from 'undici';\nimport { Base } from './b.js';\nexport class Api extends Base {\n  #agent = new Agent();\n}\n`,
      output: null,
      settings: migrate,
      errors: [{ messageId: 'field' }],
    },
    {
      name: 'a static client of a class without a name',
      code: `import { Agent } from 'undici';\nexport default class {\n  static agent = new Agent();\n}\n`,
      output: null,
      settings: migrate,
      errors: [{ messageId: 'field' }],
    },
    {
      name: 'a static client where the name of the static method is taken',
      code: `import { Agent } from 'undici';\nexport class Api {\n  static agent = new Agent();\n  static close = true;\n}\n`,
      output: null,
      settings: migrate,
      errors: [{ messageId: 'field' }],
    },
    {
      name: 'a container',
      code: `import { Agent } from 'undici';\nconst all = new Map();\nexport function of(key) {\n  let agent = all.get(key);\n  if (!agent) {\n    agent = new Agent();\n    all.set(key, agent);\n  }\n  return agent;\n}\n`,
      output: null,
      settings: migrate,
      errors: module,
    },
  ],
});

ruleTester.run('require-client-close: a static client belongs to all instances', requireClientClose, {
  valid: [],
  invalid: [
    {
      name: 'no method of an instance closes it',
      code: `import { Agent } from 'undici';
export class Api {
  static #agent = new Agent();
  static pool = new Agent();
  #own = new Agent();
}
`,
      output: [
        `import { Agent } from 'undici';
export class Api {
  static #agent = new Agent();
  static pool = new Agent();
  #own = new Agent();

  static async close(): Promise<void> {
    await Api.#agent.close();
  }
}
`,
        `import { Agent } from 'undici';
export class Api {
  static #agent = new Agent();
  static pool = new Agent();
  #own = new Agent();

  static async close(): Promise<void> {
    await Api.#agent.close();
    await Api.pool.close();
  }

  async close(): Promise<void> {
    await this.#own.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
`,
      ],
      settings: migrate,
      errors: [{ messageId: 'field' }, { messageId: 'field' }, { messageId: 'field' }],
    },
    {
      name: 'a static method that ends the class does',
      code: `import { Agent } from 'undici';
export class Api {
  static agent = new Agent();
  static async stop() {
    await Api.server.close();
  }
  async close() {}
}
`,
      output: `import { Agent } from 'undici';
export class Api {
  static agent = new Agent();
  static async stop() {
    await Api.server.close();
    await Api.agent.close();
  }
  async close() {}
}
`,
      errors: [{ messageId: 'forgottenField' }],
    },
  ],
});

ruleTester.run('require-client-close: suggestions', requireClientClose, {
  valid: [],
  invalid: [
    {
      name: 'a signal handler that lets the server finish and ends the process',
      code: `import { createServer } from 'node:http';\nimport { Agent } from 'undici';\nconst agent = new Agent();\nconst server = createServer(handle);\nserver.listen(1);\n`,
      errors: [
        {
          messageId: 'module',
          suggestions: [
            {
              messageId: 'closeOnSignal',
              output: `import { createServer } from 'node:http';\nimport { Agent } from 'undici';\nconst agent = new Agent();\nconst server = createServer(handle);\nserver.listen(1);\n\nprocess.once('SIGTERM', () => {\n  setTimeout(() => process.exit(1), 10_000).unref();\n  server.close(() => {\n    void agent.close().catch(() => undefined).finally(() => process.kill(process.pid, 'SIGTERM'));\n  });\n});\n`,
            },
          ],
        },
      ],
    },
    {
      name: 'a signal handler beside routes, which ends neither the server nor the process, gets no close',
      code: `import { Pool } from 'undici';\nconst pool = new Pool('http://a');\nprocess.once('SIGTERM', () => {\n  stopTicker();\n});\nexport default async function routes(app) {\n  app.get('/a', async () => (await pool.request({ path: '/', method: 'GET' })).body.json());\n}\n`,
      output: null,
      filename: 'routes.js',
      settings: { 'client-lifecycle': { role: 'service' } },
      errors: [
        {
          messageId: 'module',
          suggestions: [
            {
              messageId: 'exportClose',
              output: `import { Pool } from 'undici';\nconst pool = new Pool('http://a');\nprocess.once('SIGTERM', () => {\n  stopTicker();\n});\nexport default async function routes(app) {\n  app.get('/a', async () => (await pool.request({ path: '/', method: 'GET' })).body.json());\n}\n\nexport async function closeClients() {\n  await pool.close();\n}\n`,
            },
          ],
        },
      ],
    },
    {
      name: 'without migrate, exports and methods are suggestions',
      code: `import { Agent } from 'undici';\nexport const agent = new Agent();\n`,
      settings: { 'client-lifecycle': { role: 'library' } },
      errors: [
        {
          messageId: 'module',
          suggestions: [
            {
              messageId: 'exportClose',
              output: `import { Agent } from 'undici';\nexport const agent = new Agent();\n\nexport async function closeClients(): Promise<void> {\n  await agent.close();\n}\n`,
            },
          ],
        },
      ],
    },
    {
      name: 'a pool of the settings',
      code: `import { Pool } from 'acme-db';\nexport const pool = new Pool();\n`,
      output: `import { Pool } from 'acme-db';\nexport const pool = new Pool();\n\nexport async function closeClients(): Promise<void> {\n  await pool.end();\n}\n`,
      settings: acmeWith({ fixes: 'migrate' }),
      errors: module,
    },
    {
      name: 'a library without a name for its connection',
      code: `import db from 'acme-orm';\nawait db.connect('x');\nexport const find = () => db.find();\n`,
      settings: acme,
      errors: module,
    },
  ],
});
