import { noListenerPerCall } from '../../src/rules/no-listener-per-call.js';
import { ruleTester } from '../rule-tester.js';

function silent(cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(
  messageId: 'listener' | 'interval' | 'signal',
  cases: Readonly<Record<string, string>>,
): { name: string; code: string; errors: { messageId: typeof messageId }[] }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code, errors: [{ messageId }] }));
}

ruleTester.run('no-listener-per-call: what failed once', noListenerPerCall, {
  valid: Object.entries({
    'a server that cannot listen': `import { app } from './app.js'; app.listen(80).on('error', () => { process.on('SIGINT', () => process.kill(process.pid, 'SIGINT')); });`,
    'a function that it calls': `import { app } from './app.js'; app.listen(80).on('error', catchSignals); function catchSignals() { process.on('SIGINT', () => process.exit(1)); }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'each message',
      code: `import { socket } from './socket.js'; socket.on('message', () => { process.on('SIGINT', () => process.exit(1)); });`,
      errors: [{ messageId: 'listener' }],
    },
  ],
});

const feed = (body: string, more = ''): string => `
  import { EventEmitter } from 'node:events';
  export class Feed { bus = new EventEmitter(); ${more} ${body} }
`;

ruleTester.run('no-listener-per-call: fields of what answers requests', noListenerPerCall, {
  valid: Object.entries({
    'taken away': feed(
      `handle(req, res) { const send = (e) => res.write(e); this.bus.on('x', send); res.on('close', () => this.bus.off('x', send)); }`,
    ),
    once: feed(`handle(req, res) { this.bus.once('x', (e) => res.end(e)); }`),
    'a method of which nothing is known': feed(`start(options) { this.bus.on('x', (e) => log(e)); }`),
    'what the handler makes': feed(`handle(req, res) { this.bus = connect(); this.bus.on('x', (e) => res.write(e)); }`),
    'taken away elsewhere': feed(
      `handle(req, res) { this.bus.on('x', (e) => res.write(e)); }`,
      `stop() { this.bus.removeAllListeners(); }`,
    ),
  }).map(([name, code]) => ({ name, code })),
  invalid: Object.entries({
    'a method': feed(`handle(req, res) { this.bus.on('x', (e) => res.write(e)); }`),
    'a function of a field': feed(`handle = (req, res) => { this.bus.on('x', (e) => res.write(e)); };`),
    'by its types': feed(`stream(request: FastifyRequest) { this.bus.on('x', (e) => e); }`),
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'listener' as const }] })),
});

ruleTester.run('no-listener-per-call', noListenerPerCall, {
  valid: silent({
    'once per process': `
      import Redis from 'ioredis';
      const subscriber = new Redis();
      subscriber.on('message', (channel, message) => console.log(channel, message));
    `,
    'the signal of a request that a server received': `
      export async function file({ req, key }) {
        const controller = new AbortController();
        req.signal.addEventListener('abort', () => controller.abort());
        return load(key, controller.signal);
      }
    `,
    'taken away when the connection ends': `
      import express from 'express';
      import Redis from 'ioredis';
      const app = express();
      const subscriber = new Redis();
      app.get('/events', (req, res) => {
        const send = (channel, message) => res.write(message);
        subscriber.on('message', send);
        const ping = setInterval(() => res.write(':'), 1000);
        req.on('close', () => { subscriber.off('message', send); clearInterval(ping); });
      });
    `,
    'on what belongs to the request': `
      import express from 'express';
      const app = express();
      app.get('/x', (req, res) => { req.on('data', (d) => res.write(d)); res.on('close', () => console.log('gone')); });
    `,
    'on a client of the call': `
      import WebSocket from 'ws';
      export function open(url, read) { const socket = new WebSocket(url); socket.on('message', (m) => read(m)); return socket; }
    `,
    'on a client that the function creates lazily': `
      import { createClient } from 'redis';
      let client;
      export function getClient() { if (!client) { client = createClient(); client.on('error', console.error); } return client; }
    `,
    'a function that registers what it is given': `
      import Redis from 'ioredis';
      const subscriber = new Redis();
      export function subscribe(listener) { subscriber.on('message', listener); }
    `,
    'signals of the process at the start': `
      export function registerShutdown(server) { process.on('SIGTERM', () => server.close()); }
    `,
    'an abort listener that is taken away': `
      export async function load(url, signal) {
        const controller = new AbortController();
        const abort = () => controller.abort(signal.reason);
        signal.addEventListener('abort', abort);
        try { return await fetch(url, { signal: controller.signal }); } finally { signal.removeEventListener('abort', abort); }
      }
    `,
    'an abort listener that runs once': `
      export const wait = (ms, signal) => new Promise((resolve, reject) => { setTimeout(resolve, ms); signal.addEventListener('abort', () => reject(signal.reason), { once: true }); });
    `,
    'the controller of the call': `
      export function speak(stream, abortController) { abortController.signal.addEventListener('abort', () => stream.destroy()); return fetch('x', { signal: abortController.signal }); }
    `,
    'a signal of its own': `
      export function load(url) { const { signal } = new AbortController(); signal.addEventListener('abort', () => console.log('x')); return fetch(url, { signal }); }
    `,
    'signals together': `
      export const load = (url, signal) => fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(1000)]) });
    `,
    'an interval in a field that another method clears': `
      export class Poller { start() { this.timer = setInterval(() => fetch('x'), 1000); } stop() { clearInterval(this.timer); } }
    `,
    'a worker of a cluster, from its start': `
      import cluster from 'node:cluster';
      if (cluster.isPrimary) cluster.fork(); else work();
      function work() { process.on('message', (message) => { if (message === 'stop') process.exit(0); }); fetch('https://a.example'); }
    `,
    'a promise of one answer': `
      import { Worker } from 'node:worker_threads';
      const worker = new Worker('./w.js');
      export const ask = (job) => new Promise((resolve) => { worker.once('message', resolve); worker.postMessage(job); fetch; });
    `,
    'a promise of a connection': `
      import { client } from './client.js';
      export const connect = () => new Promise((resolve, reject) => { client.on('ready', resolve); client.on('error', reject); client.open(); fetch; });
    `,
    'an interval of a module': `
      setInterval(() => fetch('https://health.example.com').then((r) => r.body?.cancel()), 60000).unref();
    `,
    'an interval that the caller gets': `
      export function poll(url) { return setInterval(() => fetch(url), 1000); }
    `,
    'an interval that ends itself': `
      import express from 'express';
      const app = express();
      app.post('/jobs', (req, res) => { let n = 0; const t = setInterval(() => { if (n++ > 3) clearInterval(t); }, 1000); res.end(); });
    `,
  }),
  invalid: [
    ...reported('listener', {
      'a subscriber of a module, in a handler': `
        import express from 'express';
        import Redis from 'ioredis';
        const app = express();
        const subscriber = new Redis();
        app.get('/events', (req, res) => { subscriber.on('message', (channel, message) => res.write(message)); });
      `,
      'a client that another file made': `
        import express from 'express';
        import { bus } from './bus.js';
        const router = express.Router();
        router.get('/stream', (req, res) => { bus.on('change', (change) => res.write(change)); });
        fetch;
      `,
      'the process, in a handler': `
        import express from 'express';
        const app = express();
        app.get('/stream', (req, res) => { process.on('SIGTERM', () => res.end()); });
      `,
      'an exported function, on a client': `
        const mqtt = require('mqtt');
        const client = mqtt.connect('mqtt://broker');
        exports.request = (topic, body) => new Promise((resolve) => { client.on('message', (t, m) => { if (t === topic) resolve(m); }); client.publish(topic, body); });
      `,
      'each call waits for an answer of its own': `
        import { Worker } from 'node:worker_threads';
        const worker = new Worker('./w.js');
        export function ask(job) { return new Promise((resolve) => { worker.on('message', (m) => { if (m.id === job.id) resolve(m); }); worker.postMessage(job); }); }
        fetch;
      `,
      'in a loop': `
        import { createClient } from 'redis';
        const client = createClient();
        for (const channel of ['a', 'b']) client.on('message', (c, m) => { if (c === channel) console.log(m); });
        export async function drain(list) { for (const id of list) { client.on('end', () => console.log(id)); } }
      `,
    }),
    ...reported('interval', {
      'for every request': `
        import express from 'express';
        const app = express();
        app.get('/events', (req, res) => { setInterval(() => res.write(': ping'), 15000); });
      `,
      'for every connection': `
        import { WebSocketServer } from 'ws';
        const server = new WebSocketServer({ port: 8080 });
        server.on('connection', (socket) => { socket.on('error', console.error); const beat = setInterval(() => socket.ping(), 30000); });
      `,
    }),
    ...reported('signal', {
      'a parameter': `
        export async function load(url, signal) {
          const controller = new AbortController();
          signal.addEventListener('abort', () => controller.abort());
          return fetch(url, { signal: controller.signal });
        }
      `,
      'an optional parameter': `
        export function combined(external?: AbortSignal): AbortSignal {
          const controller = new AbortController();
          if (external) external.addEventListener('abort', () => controller.abort(external.reason));
          return controller.signal;
        }
        fetch;
      `,
      'a member of the options': `
        export async function load(url, options) {
          const controller = new AbortController();
          options.signal?.addEventListener('abort', () => controller.abort());
          return fetch(url, { ...options, signal: controller.signal });
        }
      `,
    }),
  ],
});

ruleTester.run('no-listener-per-call: functions that were never added', noListenerPerCall, {
  valid: silent({
    'the same function': `import { bus } from './bus.js'; export function handle(req, res) { const send = (e) => res.write(e); bus.on('x', send); req.on('close', () => bus.off('x', send)); }`,
    'all of them': `import { bus } from './bus.js'; export function handle(req, res) { bus.on('x', (e) => res.write(e)); req.on('close', () => bus.removeAllListeners('x')); }`,
    'a function that sets up': `export async function start(url) { process.on('SIGTERM', () => stop()); await fetch('https://a.example/ready'); }`,
  }),
  invalid: reported('listener', {
    'a function made for it': `import { bus } from './bus.js'; export function handle(req, res) { bus.on('x', (e) => res.write(e)); req.on('close', () => bus.off('x', (e) => res.write(e))); }`,
    'another view of a method': `import { bus } from './bus.js'; export class Feed { handle(req, res) { bus.on('x', this.send.bind(this)); req.on('close', () => bus.off('x', this.send.bind(this))); } }`,
    'what a request is sent with': `export async function load(url) { process.on('SIGINT', () => console.log(url)); return fetch(url); }`,
  }),
});
