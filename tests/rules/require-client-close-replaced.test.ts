import { requireClientClose } from '../../src/rules/require-client-close.js';
import { ruleTester } from '../rule-tester.js';

/** A class that opens a connection in `connect()` and closes it at the end. */
const feed = (imports: string, open: string, close: string, trigger: string, before = ''): string => `${imports}
export class Feed {
  constructor(url) {
    this.url = url;
    this.connect();
    ${trigger}
  }
  connect() {
    ${before}
    this.client = ${open};
  }
  stop() {
    this.client.${close}();
  }
}
`;

const ws = (trigger: string, before = ''): string =>
  feed(`import WebSocket from 'ws';`, 'new WebSocket(this.url)', 'close', trigger, before);
const redis = (trigger: string, before = ''): string =>
  feed(`import Redis from 'ioredis';`, 'new Redis(this.url)', 'quit', trigger, before);
const watchdog = `this.timer = setInterval(() => { if (this.isStale()) this.connect(); }, 10_000);`;

const replaced = (name: string, code: string) => ({ name, code, errors: [{ messageId: 'replaced' as const }] });

ruleTester.run('require-client-close: clients that take the place of open ones', requireClientClose, {
  valid: [
    { name: 'opened once', code: ws('') },
    { name: 'again when the socket is gone', code: ws(`this.client.on('close', () => this.connect());`) },
    {
      name: 'again when the socket is gone, later',
      code: ws(`this.client.on('close', () => setTimeout(() => this.connect(), 1000));`),
    },
    { name: 'again on an error', code: redis(`this.client.on('error', () => this.connect());`) },
    {
      name: 'again on an error, in a method',
      code: ws(`this.client.on('error', this.onError.bind(this));`).replace(
        '  stop() {',
        '  onError() {\n    this.connect();\n  }\n  stop() {',
      ),
    },
    {
      name: 'again when the socket is gone, by a method that only its handlers call',
      code: ws(`this.client.on('close', () => this.scheduleReconnect());`).replace(
        '  stop() {',
        '  scheduleReconnect() {\n    setTimeout(() => this.connect(), 1000);\n  }\n  stop() {',
      ),
    },
    { name: 'the old one is ended first', code: ws(watchdog, 'if (this.client) this.client.terminate();') },
    { name: 'the old one is looked at', code: redis(watchdog, 'if (this.client?.status === "ready") return;') },
    { name: 'something is ended first', code: redis(watchdog, 'this.cleanUp();') },
    {
      name: 'the caller ends it',
      code: ws(`setInterval(() => { this.stop(); this.connect(); }, 10_000);`),
    },
    {
      name: 'the caller looks at it',
      code: ws(`setInterval(() => { if (this.client.readyState === 3) this.connect(); }, 10_000);`),
    },
    {
      name: 'the caller looks at it, and the new one opens in a promise',
      code: ws(`setInterval(() => { if (this.client.readyState === 3) this.connect(); }, 10_000);`).replace(
        /connect\(\) \{[^}]*\}/,
        'connect() { return new Promise((resolve) => { this.client = new WebSocket(this.url); this.client.onopen = resolve; }); }',
      ),
    },
    {
      name: 'a copy of the old one is closed behind it',
      code: redis(watchdog, 'const old = this.client;').replace(
        'new Redis(this.url);',
        'new Redis(this.url);\n    old?.quit();',
      ),
    },
    {
      name: 'idle sockets of an agent go by themselves',
      code: feed(`import { Agent } from 'undici';`, 'new Agent()', 'close', watchdog),
    },
    {
      name: 'a local of the run',
      code: `import Redis from 'ioredis';\nsetInterval(async () => {\n  const client = new Redis();\n  try { await client.get('a'); } finally { await client.quit(); }\n}, 1000);`,
    },
    {
      name: 'setters of something that the constructor did not make',
      code: `import Redis from 'ioredis';
export class Store {
  setUrl(url) { this.client = new Redis(url); }
  close() { this.client.quit(); }
}`,
    },
    {
      name: 'the callers of a function look at it',
      code: `import { chromium } from 'playwright';
let browser;
const launch = async () => { browser = await chromium.launch(); };
app.get('/a', async (req, res) => { if (!browser) await launch(); res.send(await browser.version()); });
process.on('SIGINT', () => browser?.close());`,
    },
    {
      name: 'a catch clause: it could not be opened',
      code: redis(`setInterval(async () => { try { await this.ping(); } catch { this.connect(); } }, 1000);`),
    },
  ],
  invalid: [
    replaced('a watchdog, ws', ws(watchdog)),
    replaced('a watchdog, ioredis', redis(watchdog)),
    replaced(
      'a watchdog, and the new one opens in a promise',
      ws(watchdog).replace(
        /connect\(\) \{[^}]*\}/,
        'connect() { return new Promise((resolve) => { this.client = new WebSocket(this.url); this.client.onopen = resolve; }); }',
      ),
    ),
    replaced(
      'a watchdog, amqplib',
      feed(`import amqp from 'amqplib';`, 'amqp.connect(this.url)', 'close', watchdog).replace(
        'connect() {\n    \n    this.client = amqp',
        'async connect() {\n    this.client = await amqp',
      ),
    ),
    replaced('an event of something else', ws(`config.on('change', () => this.connect());`)),
    replaced(
      'through a constant',
      ws(watchdog).replace(
        'this.client = new WebSocket(this.url);',
        'const socket = new WebSocket(this.url);\n    this.client = socket;',
      ),
    ),
    replaced(
      'a function and a variable of the module',
      `import { createClient } from 'redis';
let client;
function open() {
  client = createClient();
  client.connect();
}
open();
setInterval(() => { if (isStale()) open(); }, 1000);
export const get = (key) => client.get(key);
export const close = () => client.quit();
`,
    ),
    replaced(
      'a method that takes the place of the constructor',
      `import pg from 'pg';
export class Store {
  constructor(config) {
    this.pool = new pg.Pool(config);
  }
  updateConfig(config) {
    this.pool = new pg.Pool(config);
  }
  close() {
    return this.pool.end();
  }
}
`,
    ),
    replaced(
      'each message, closed at the end; a class of gRPC by its credentials',
      `const grpc = require('@grpc/grpc-js');
module.exports = function (bus) {
  const node = this;
  bus.on('input', (message) => {
    const proto = bus.protoOf(message);
    node.client = new proto.Greeter(message.server, grpc.credentials.createInsecure());
    node.client.greet(message);
  });
  bus.on('close', () => {
    if (node.client) grpc.closeClient(node.client);
  });
};
`,
    ),
  ],
});
