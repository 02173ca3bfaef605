import { requireErrorListener } from '../../src/rules/require-error-listener.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

function silent(cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(cases: Readonly<Record<string, string>>): {
  name: string;
  code: string;
  errors: { messageId: 'ends' }[];
}[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code, errors: [{ messageId: 'ends' }] }));
}

const WSS = `import { WebSocketServer } from 'ws'; const wss = new WebSocketServer({ port: 80 });`;
const feed = (again: string): string =>
  `import WebSocket from 'ws'; export function feed(url, use) { const socket = new WebSocket(url); socket.on('message', use); socket.on('close', () => ${again}); return socket; }`;

ruleTester.run('require-error-listener: what is given to others', reportsOf(requireErrorListener), {
  valid: silent({
    'when it opens': `${WSS} import { use } from './use.js'; wss.on('connection', (socket) => { socket.on('open', () => use(socket)); socket.on('message', (m) => socket.send(m)); });`,
    'a caller that may listen': feed(`console.log('closed')`),
    'a caller of this file that listens': `import net from 'node:net'; function open(port) { const socket = net.connect(port); socket.setNoDelay(true); return socket; } const socket = open(80); socket.on('error', console.error); socket.write('x');`,
  }),
  invalid: reported({
    'with each message': `${WSS} import { handle } from './handle.js'; wss.on('connection', (socket) => { socket.on('message', (m) => handle(socket, m)); });`,
    'nobody takes the next one': feed(`setTimeout(() => feed(url, use), 1_000)`),
    'a caller of this file': `import net from 'node:net'; function open(port) { const socket = net.connect(port); socket.setNoDelay(true); return socket; } const socket = open(80); socket.on('data', console.log);`,
    'what a listener returns': `import { Client } from 'ssh2'; export function run(host, cmd) { const client = new Client(); client.on('ready', () => client.exec(cmd)); client.connect({ host }); }`,
  }),
});

const kept = (body: string): string =>
  `import { Pool } from 'pg'; const kept = globalThis as unknown as { pool?: Pool }; ${body}`;

ruleTester.run('require-error-listener: what the process keeps', reportsOf(requireErrorListener), {
  valid: silent({
    'with a listener under that name': kept(
      `if (!kept.pool) { kept.pool = new Pool(); kept.pool.on('error', console.error); } export const pool = kept.pool;`,
    ),
    'in an object of another file': `import { Pool } from 'pg'; import { kept } from './kept.js'; kept.pool = new Pool();`,
  }),
  invalid: reported({
    'without one': kept(`export const pool = kept.pool ?? new Pool(); kept.pool = pool;`),
  }),
});

const plugin = (body: string): string =>
  `import pg from 'pg'; export default async function plugin(app) { const pool = new pg.Pool(); ${body} }`;

ruleTester.run('require-error-listener: a pool of a plugin', reportsOf(requireErrorListener), {
  valid: silent({
    'with a listener': plugin(`pool.on('error', (e) => app.log.error(e)); app.decorate('pg', pool);`),
    'of one piece of work': plugin(
      `for (const row of app.rows) await pool.query('select 1', [row]); await pool.end();`,
    ),
    'given to a function': plugin(`app.watch(pool);`),
  }),
  invalid: reported({
    decorated: plugin(`app.decorate('pg', pool); app.addHook('onClose', () => pool.end());`),
    'used by its routes': plugin(
      `app.addHook('onClose', () => pool.end()); app.get('/', () => pool.query('select 1'));`,
    ),
  }),
});

const broker = (body: string): string =>
  `import amqp from 'amqplib/callback_api'; amqp.connect('amqp://mq', (error, connection) => { if (error) throw error; ${body} });`;

ruleTester.run('require-error-listener: amqplib with callbacks', reportsOf(requireErrorListener), {
  valid: silent({
    'with a listener': broker(
      `connection.on('error', console.error); connection.createChannel((e, c) => c.prefetch(1));`,
    ),
  }),
  invalid: reported({
    'without one': broker(`connection.on('close', again); connection.createChannel((e, c) => c.prefetch(1));`),
  }),
});

const SERVER = `import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 3001 });\n`;
ruleTester.run('require-error-listener: sockets that others hear as well', reportsOf(requireErrorListener), {
  valid: [
    {
      name: 'a handler of a package gets the server',
      code: `${SERVER}import { applySERVERHandler } from '@trpc/server/adapters/ws';\napplySERVERHandler({ wss, router });\nwss.on('connection', (ws) => { ws.once('close', () => console.log('gone')); });`,
    },
    {
      name: 'another listener of the file',
      code: `${SERVER}wss.on('connection', (ws) => { ws.on('error', console.error); });\nwss.on('connection', (ws) => { ws.once('close', () => console.log('gone')); });`,
    },
  ],
  invalid: [
    {
      name: 'nobody does',
      code: `${SERVER}wss.on('connection', (ws) => { ws.once('close', () => console.log('gone')); });`,
      errors: [{ messageId: 'ends', line: 3 }],
    },
  ],
});
