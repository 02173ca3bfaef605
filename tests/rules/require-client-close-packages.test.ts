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
    {
      name: 'what holds it goes to unknown code',
      code: `${redis}${limiter}import { register } from './register.js';\nregister(new RateLimiterRedis({ storeClient: new Redis() }));`,
    },
  ],
  invalid: [
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
