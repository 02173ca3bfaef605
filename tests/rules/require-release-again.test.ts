import { requireRelease } from '../../src/rules/require-release.js';
import { ruleTester } from '../rule-tester.js';

const amqp = `import amqp from 'amqplib';\nlet connection;\nconst connect = () => (connection ??= amqp.connect(process.env.AMQP_URL));\n`;
const browser = `import puppeteer from 'puppeteer';\nconst browser = await puppeteer.launch();\n`;
const again = (name: string, code: string) => ({ name, code, errors: [{ messageId: 'openedAgain' as const }] });

ruleTester.run('require-release: what often lasts, opened again and again', requireRelease, {
  valid: [
    {
      name: 'one channel for all',
      code: `${amqp}let channel;\nexport async function publish(queue, text) { channel ??= await (await connect()).createChannel(); channel.sendToQueue(queue, text); }`,
    },
    {
      name: 'set up once',
      code: `${amqp}export async function setup() { const channel = await (await connect()).createChannel(); await channel.assertQueue('a'); }`,
    },
    {
      name: 'a consumer goes on',
      code: `${amqp}export async function listen(queue, fn) { const channel = await (await connect()).createChannel(); await channel.consume(queue, fn); }`,
    },
    {
      name: 'closed with a connection of its own',
      code: `import amqp from 'amqplib';\nexport async function publish(queue, text) { const own = await amqp.connect('amqp://a'); try { const channel = await own.createChannel(); channel.sendToQueue(queue, text); } finally { await own.close(); } }`,
    },
    {
      name: 'kept in a field by the method that opens and returns it',
      code: `${amqp}export class Channel { async connect() { this.channel = await (await connect()).createChannel(); return this.channel; } async get() { if (this.channel) return this.channel; return this.connect(); } async send(queue, text) { const channel = await this.get(); channel.sendToQueue(queue, text); } }`,
    },
    {
      name: 'a channel that the broker closed, replaced by another one of a connection which ends',
      code: `import amqp from 'amqplib';\nexport async function ensure(name) { const own = await amqp.connect('amqp://a'); let channel = await own.createChannel(); try { await channel.assertExchange(name, 'topic'); } catch { channel = await own.createChannel(); await channel.deleteExchange(name); } finally { await channel.close(); await own.close(); } }`,
    },
    {
      name: 'with a connection that is lost as well: a matter of the connection',
      code: `import amqp from 'amqplib';\nexport async function publish(queue, text) { const own = await amqp.connect('amqp://a'); const channel = await own.createChannel(); channel.sendToQueue(queue, text); }`,
    },
    ...[
      ['a variable outside', 'current = session;'],
      ['a container', 'sessions.set(id, session);'],
      ['a list', 'all.push(session);'],
      ['an object of the application', 'app.locals.session = session;'],
      ['the caller', 'return session;'],
    ].map(([where = '', keep = '']) => ({
      name: `part of a session that goes to ${where}`,
      code: `${browser}let current;\nconst sessions = new Map();\nconst all = [];\nexport async function open(app, id) { const context = await browser.createBrowserContext(); const page = await context.newPage(); const session = { context, page }; ${keep} }`,
    })),
    {
      name: 'in a container as part of an object, or alone',
      code: `${browser}const sessions = new Map();\nexport async function open(id) { const context = await browser.createBrowserContext(); const page = await context.newPage(); sessions.set(id, { context, page }); }\nexport async function add(id) { const context = await browser.createBrowserContext(); await context.newPage(); sessions.set(id, context); }`,
    },
    {
      name: 'handed to the caller',
      code: `${amqp}export async function open() { const channel = await (await connect()).createChannel(); await channel.prefetch(1); return channel; }`,
    },
    {
      name: 'handed to other code',
      code: `${amqp}export async function open(queue) { const channel = await (await connect()).createChannel(); register(queue, channel); }`,
    },
    {
      name: 'a page of a browser of the call, which an error leaves open: a matter of the browser',
      code: `import { chromium } from 'playwright';\nexport async function shot(url) { const browser = await chromium.launch(); const page = await browser.newPage(); await page.goto(url); await browser.close(); }`,
    },
    {
      name: 'a context that is closed before its browser, of the call too: what leaves one open leaves both',
      code: `import { chromium } from 'playwright';\nexport async function shot(url) { const browser = await chromium.launch(); const context = await browser.newContext(); const page = await context.newPage(); await page.goto(url); await context.close(); await browser.close(); }`,
    },
    {
      name: 'a page that is closed itself, of a browser of the call that a finally closes',
      code: `import { chromium } from 'playwright';\nexport async function shot(urls) { const browser = await chromium.launch(); try { for (const url of urls) { const page = await browser.newPage(); await page.goto(url); await page.close(); } } finally { await browser.close(); } }`,
    },
    {
      name: 'a channel of a connection of the call',
      code: `import amqp from 'amqplib';\nexport async function publish(queue, text) { const own = await amqp.connect('amqp://a'); const channel = await own.createChannel(); await channel.assertQueue(queue); await own.close(); }`,
    },
    {
      name: 'a page that is closed',
      code: `${browser}export async function shot(url) { const page = await browser.newPage(); try { await page.goto(url); return await page.screenshot(); } finally { await page.close(); } }`,
    },
  ],
  invalid: [
    again(
      'part of an object that goes nowhere',
      `${browser}export async function open() { const context = await browser.createBrowserContext(); const page = await context.newPage(); const session = { context, page }; return session.page.title(); }`,
    ),
    again(
      'a channel for each message',
      `${amqp}export async function publish(queue, text) { const channel = await (await connect()).createChannel(); channel.sendToQueue(queue, text); }`,
    ),
    again(
      'a channel for each message, in a chain',
      `${amqp}export const publish = (queue, text) => connect().then((open) => open.createConfirmChannel()).then((channel) => channel.sendToQueue(queue, text));`,
    ),
    again(
      'a page for each request',
      `${browser}app.get('/shot', async (req, res) => { const page = await browser.newPage(); await page.goto(req.query.url); res.send(await page.screenshot()); });`,
    ),
    {
      name: 'a context that is closed before a browser that others have too',
      code: `import { chromium } from 'playwright';\nconst open = new Set();\nexport async function shot(url) { const browser = await chromium.launch(); open.add(browser); const context = await browser.newContext(); await context.grantPermissions(['camera']); await context.close(); await browser.close(); }`,
      errors: [{ messageId: 'leftHeld' as const }],
    },
    again(
      'a page of a browser in a field',
      `import { chromium } from 'playwright';\nexport class Shots { async open() { this.browser = await chromium.launch(); } async close() { await this.browser.close(); } async shot(url) { const page = await this.browser.newPage(); await page.goto(url); return page.screenshot(); } }`,
    ),
    again(
      'a connection for each subscriber',
      `import Redis from 'ioredis';\nconst redis = new Redis();\nexport async function last(channel) { const own = redis.duplicate(); return own.get(channel); }`,
    ),
  ],
});

const typeorm = `import { DataSource } from 'typeorm';\nconst dataSource = new DataSource({});\n`;

ruleTester.run('require-release: what says by itself whether it is to be released', requireRelease, {
  valid: [
    {
      name: 'awaited although it is no promise',
      code: `${typeorm}export async function save(row) { const runner = await dataSource.createQueryRunner(); await runner.connect(); await runner.startTransaction(); try { await runner.manager.save(row); await runner.commitTransaction(); } catch (error) { await runner.rollbackTransaction(); throw error; } finally { await runner.release(); } }`,
    },
    {
      name: 'given, perhaps inside a transaction',
      code: `${typeorm}export async function save(row, runner = dataSource.createQueryRunner()) { const nested = runner.isTransactionActive; if (!nested) await runner.connect(); try { await runner.manager.save(row); } finally { if (!nested) await runner.release(); } }`,
    },
    {
      name: 'given, perhaps inside a transaction, which the same flag ends',
      code: `${typeorm}export async function save(row, runner = dataSource.createQueryRunner()) { const nested = runner.isTransactionActive; if (!nested) { await runner.connect(); await runner.startTransaction(); } try { await runner.manager.save(row); if (!nested) await runner.commitTransaction(); } catch (error) { if (!nested) await runner.rollbackTransaction(); throw error; } finally { if (!nested) await runner.release(); } }`,
    },
    {
      name: 'asked where it is released',
      code: `${typeorm}export async function save(row) { const runner = dataSource.createQueryRunner(); try { await runner.manager.save(row); } finally { if (!runner.isTransactionActive && runner.isReleased === false) await runner.release(); } }`,
    },
  ],
  invalid: [
    {
      name: 'awaited although it is no promise, and never released',
      code: `${typeorm}export async function save(row) { const runner = await dataSource.createQueryRunner(); await runner.manager.save(row); }`,
      errors: [{ messageId: 'neverReleased' }],
    },
  ],
});
