import { requireClientClose } from '../../src/rules/require-client-close.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const redis = `import Redis from 'ioredis';\n`;
const limiter = `import { RateLimiterRedis } from 'rate-limiter-flexible';\n`;
const session = `import session from 'express-session';\nimport { RedisStore } from 'connect-redis';\n`;
const module = (name: string, code: string) => ({ name, code, errors: [{ messageId: 'module' as const }] });

ruleTester.run('require-client-close: clients given to packages', reportsOf(requireClientClose), {
  valid: [
    {
      name: 'closed beside the package that uses it',
      code: `${redis}${limiter}const client = new Redis();\nexport const limiter = new RateLimiterRedis({ storeClient: client });\nexport const close = () => client.quit();`,
    },
    {
      name: 'what holds it is ended',
      code: `${redis}import { RedisPubSub } from 'graphql-redis-subscriptions';\nconst pubsub = new RedisPubSub({ publisher: new Redis() });\nprocess.on('SIGTERM', () => pubsub.close());`,
    },
    {
      name: 'given to what ends things',
      code: `${redis}import { gracefulShutdown } from 'some-package';\nconst client = new Redis();\ngracefulShutdown(client);`,
    },
    {
      name: 'given to code of the project',
      code: `${redis}import { watch } from './watch.js';\nconst client = new Redis();\nwatch(client);`,
    },
    {
      name: 'a part of the workspace, as far as is known',
      code: `${redis}import { Store } from '@acme/store';\nconst client = new Redis();\nexport const store = new Store(client);`,
    },
    ...['{ dispatcher: new ProxyAgent(url) }', 'url ? { dispatcher: new ProxyAgent(url) } : undefined'].map(
      (fetchOptions) => ({
        name: `inside a client that is not known to take it, which a function makes: ${fetchOptions}`,
        code: `import OpenAI from 'openai';\nimport { ProxyAgent } from 'undici';\nconst build = (url) => new OpenAI({ fetchOptions: ${fetchOptions} });\nexport class Models {\n  constructor(url) {\n    this.openAI = build(url);\n  }\n  list() {\n    return this.openAI.models.list();\n  }\n}`,
      }),
    ),
    {
      name: 'what holds it goes to unknown code',
      code: `${redis}${limiter}import { register } from './register.js';\nregister(new RateLimiterRedis({ storeClient: new Redis() }));`,
    },
    {
      name: 'an option says that the plugin ends it',
      code: `${redis}import fastifyRedis from 'fastify-redis';\nconst client = new Redis();\napp.register(fastifyRedis, { client, closeClient: true });`,
    },
    {
      name: 'an option of a plugin of the project',
      code: `${redis}import { plugin } from './plugin.js';\nconst client = new Redis();\napp.register(plugin, { client });`,
    },
    {
      name: 'a local of set-up that goes to unknown code as well',
      code: `${redis}${session}import { watch } from './watch.js';\nasync function main() { const client = new Redis(); watch(client); app.use(session({ store: new RedisStore({ client }), secret: 'a' })); }\nmain();`,
    },
    {
      name: 'a local of a function that runs for each request',
      code: `${redis}${session}app.get('/', (req, res) => { const client = new Redis(); session({ store: new RedisStore({ client }), secret: 'a' })(req, res); });`,
    },
  ],
  invalid: [
    module(
      'an adapter of a socket server',
      `${redis}import { createAdapter } from 'socket.io-redis';\nconst pub = new Redis();\nio.adapter(createAdapter(pub));`,
    ),
    module(
      'an option of a plugin',
      `${redis}import fastifyRedis from 'fastify-redis';\nconst client = new Redis();\napp.register(fastifyRedis, { client });`,
    ),
    module(
      'a local of set-up',
      `${redis}${session}async function main() { const client = new Redis(); await client.ping(); app.use(session({ store: new RedisStore({ client }), secret: 'a' })); app.listen(80); }\nmain();`,
    ),
    module(
      'a connection of it goes into the request',
      `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const lend = async (req, res, next) => { req.db = await pool.connect(); res.on('finish', () => req.db.release()); next(); };`,
    ),
    module(
      'an object of what it made goes to the project',
      `import { MongoClient } from 'mongodb';\nimport { Users } from './users.js';\nconst client = new MongoClient('mongodb://a');\nexport const users = new Users({ db: client.db('a') });`,
    ),
    {
      name: 'lent to a job while it runs',
      code: `import { QueueEvents } from 'bullmq';\nexport class Runs { constructor() { this.events = new QueueEvents('runs', { connection: { host: 'a' } }); } async run(job) { await job.waitUntilFinished(this.events); } }`,
      errors: [{ messageId: 'field' }],
    },
    module(
      'a class of a package, an option',
      `${redis}${limiter}export const limiter = new RateLimiterRedis({ storeClient: new Redis(), points: 5 });`,
    ),
    module(
      'a class of a package, a name in between',
      `${redis}${limiter}const client = new Redis();\nconst limiter = new RateLimiterRedis({ storeClient: client });\nexport const take = (key) => limiter.consume(key);`,
    ),
    module(
      'a middleware',
      `${redis}${session}const client = new Redis();\napp.use(session({ store: new RedisStore({ client }), secret: 'a' }));`,
    ),
    module(
      'a function of a package',
      `import pg from 'pg';\nimport { createHandler } from 'some-handler';\nconst pool = new pg.Pool();\nexport const handler = createHandler({ pool });`,
    ),
  ],
});
