import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const HTTP = `import http, { type IncomingMessage } from 'node:http'; import https from 'node:https';\n`;

function silent(cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(cases: Readonly<Record<string, readonly ['neverRead' | 'leftUnread' | 'reader', number, string]>>) {
  return Object.entries(cases).map(([name, [messageId, line, code]]) => ({
    name,
    code,
    errors: [{ messageId, line }],
  }));
}

ruleTester.run('require-body-cleanup: where responses come from', reportsOf(requireBodyCleanup), {
  valid: silent({
    'a parameter that the function only looks at': `export function check(response: Response): Response { if (!response.ok) throw new Error('x'); return response; }`,
    'a parameter of which only a bad one is read': `export async function assertOk(response: Response): Promise<void> { if (!response.ok) { throw new Error(await response.text()); } if (response.headers.get('content-type') !== 'x') throw new Error('x'); }`,
    'a parameter of which a bad one is read for a log': `export async function isGood(response: Response): Promise<boolean> { if (response.status >= 400) { log(await response.text()); return false; } return true; }`,
    'a parameter of which the else branch reads a bad one': `export async function isGood(response: Response): Promise<boolean> { if (response.ok) { return true; } else { log(await response.text()); } return false; }`,
    'a response of another library': `import type { Response } from 'express'; export function answer(res: Response): void { if (res.locals.x) throw new Error('x'); res.json(1); }`,
    'the request of a server': `${HTTP}export function handle(req: IncomingMessage, res: http.ServerResponse): void { if (req.method !== 'POST') { res.end(); return; } req.resume(); }`,
    'a function that is given fetch to keep': `const wrapped = wrap(fetch); export const load = async (url) => { const result = await wrapped(url); return result; };`,
    'a member of an interface with another type': `interface Options { send(url: string): Promise<Answer> } export async function load({ send }: Options) { const r = await send('u'); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'what takes a response, and may give it back': `interface FetchEvent { respondWith(response: Promise<Response> | Response): Promise<Response> } export const listen = (event: FetchEvent) => { event.respondWith(answer(event)); };`,
    'an upgrade to a WebSocket': `export async function open(url) { const r = await fetch(url, { headers: { Upgrade: 'websocket' } }); if (!r.webSocket) throw new Error('x'); return r.webSocket; }`,
    'an upgrade that only its answer shows': `export async function open(url, options) { const r = await fetch(url, options); const socket = r.webSocket; if (!socket) throw new Error('x'); return socket; }`,
    'a stream of things that some code makes': `export async function* each<T>(stream: ReadableStream<T>) { const reader = stream.getReader(); try { for (;;) { const { done, value } = await reader.read(); if (done) return; yield value; } } finally { reader.releaseLock(); } }`,
    'what a server receives': `export async function store(requestBody: ReadableStream): Promise<void> { const reader = requestBody.getReader(); for (;;) { const { done, value } = await reader.read(); if (done) return; await save(JSON.parse(value)); } }`,
    'what a method takes in': `export class Store { async ingestData(stream: ReadableStream<Uint8Array>) { const reader = stream.getReader(); try { for (;;) { const { done, value } = await reader.read(); if (done) return; await this.put(value); } } finally { reader.releaseLock(); } } }`,
    'what a function reads that is named for what a server receives': `async function* readRequestBody(body: ReadableStream<Uint8Array>) { const reader = body.getReader(); try { for (;;) { const result = await reader.read(); if (result.done) return; yield Buffer.from(result.value); } } finally { reader.releaseLock(); } }`,
    'a file of the module': `export async function compile() { const r = await fetch(new URL('./a.wasm', import.meta.url)); if (!r.ok) throw new Error('x'); return r.arrayBuffer(); }`,
    'a signal with a limit, unless the caller has one': `class Api { limit(options) { return options?.signal ?? AbortSignal.timeout(this.ms); } async remove(url, options) { const r = await fetch(url, { signal: this.limit(options) }); if (!r.ok) throw new Error('x'); } }`,
    'a reader that every early exit cancels': `export async function first(url) { const r = await fetch(url); const reader = r.body.getReader(); for (;;) { const { done, value } = await reader.read(); if (done) return null; if (value[0] === 1) { reader.cancel().catch(() => {}); return value; } } }`,
    'a promise of a response that has been read by then': `${HTTP}export async function check(url) { let text = ''; const res = await new Promise<IncomingMessage>((resolve, reject) => { https.get(url, (answer) => { answer.on('data', (part) => { text += part; }); answer.on('end', () => resolve(answer)); }).on('error', reject); }); if (res.statusCode !== 200) throw new Error('x'); return text; }`,
    'the callback drains it': `${HTTP}function send(url, done) { http.get(url, (res) => done(null, res)); } send('http://x', (error, res) => { if (error !== null) { log(error); return; } res.resume(); });`,
    'a path without an origin, which only a browser resolves': `export async function load(id) { const r = await fetch('/api/items/' + id); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'a path from the page that is open': `export async function load(id) { const r = await fetch('./items/' + id); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'a query of the page that is open': `export async function load(id) { const r = await fetch(\`?id=\${id}\`); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'a path from a constant': `const BASE = '/api'; export async function load(id) { const r = await fetch(\`\${BASE}/items/\${id}\`); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'a HEAD through a function of the file': `async function send(url, init) { const r = await fetch(url, init); return r; } export async function exists(url) { const r = await send(url, { method: 'HEAD' }); if (!r.ok) return false; return r.headers.has('etag'); }`,
    'a live signal through a function of the file': `async function send(url, init) { const r = await fetch(url, init); return r; } export async function exists(url) { const r = await send(url, { signal: AbortSignal.timeout(5000) }); return r.ok; }`,
    'a response that a function of the file makes itself': `function send(url: string): Promise<Response> { return new Promise((resolve) => ask(url, (status) => resolve(new Response(null, { status })))); } export async function load(url: string) { const r = await send(url); if (r.status >= 300) throw new Error('x'); return r.text(); }`,
    'a variable typed as a response that nobody here reads': `export async function check(send) { const r: Response = await send(); if (!r.ok) throw new Error('x'); return r; }`,
    'a stream that the caller reads': `export function pick(stream: ReadableStream, plain: boolean) { if (plain) return null; return stream; }`,
    'an axios response whose data is no stream': `import type { AxiosResponse } from 'axios'; export function read(r: AxiosResponse<string>) { if (r.status !== 200) throw new Error('x'); return r.data.toString(); }`,
    'a member of what a helper returns, read by its caller': `async function get(url) { const response = await fetch(url); return { response, at: 1 }; } export async function load(url) { const { response } = await get(url); return response.json(); }`,
    'a member of what a helper returns that has read it': `async function get(url) { const response = await fetch(url); const data = await response.json(); return { response, data }; } export async function load(url) { const { response, data } = await get(url); return response.ok ? data : null; }`,
    'another member of what a helper returns': `async function get(url) { const response = await fetch(url); return { response, at: 1 }; } export async function load(url) { const { at } = await get(url); return at; }`,
    'all settled and read': `export async function f(us) { await Promise.allSettled(us.map(async (u) => { const r = await fetch(u); await r.text(); })); }`,
    'all read in a loop': `export async function f(us) { for (const r of await Promise.all(us.map((u) => fetch(u)))) { log(r.status); use(await r.text()); } }`,
    'all read in a loop over a variable': `export async function f(us) { const rs = await Promise.all(us.map((u) => fetch(u))); for (const r of rs) { if (r.ok) use(await r.json()); else await r.body?.cancel(); } }`,
    'all read twice over': `export async function f(us) { const rs = await Promise.all(us.map((u) => fetch(u))); for (const r of rs) log(r.status); return Promise.all(rs.map((r) => r.text())); }`,
    'all of which somebody gets': `export async function f(us) { const rs = await Promise.allSettled(us.map((u) => fetch(u))); return read(rs); }`,
    'another event of a request': `${HTTP}import { once } from 'node:events'; export async function f(url) { const req = http.request(url, (res) => res.resume()); req.end(); const [socket] = await once(req, 'socket'); return socket.localPort; }`,
    'a response that a function named once is given': `${HTTP}export async function f(url, once) { const req = http.request(url); req.end(); const [res] = await once(req, 'response'); return res.statusCode; }`,
    'a stream made of another and piped on with both errors heard': `import { Readable } from 'node:stream'; export async function f(url, out) { const r = await fetch(url); const s = Readable.from(r.body); s.on('error', fail); out.on('error', fail); s.pipe(out); }`,
    'a helper that returns it, read by its caller': `async function get(url) { const r = await fetch(url); return r; } export async function load(url) { const r = await get(url); return r.json(); }`,
  }),
  invalid: [
    ...reported({
      'each of all in a loop': [
        'leftUnread',
        1,
        `export async function f(us) { for (const r of await Promise.all(us.map((u) => fetch(u)))) { if (!r.ok) throw new Error('x'); use(await r.text()); } }`,
      ],
      'each of all in a loop over a variable': [
        'leftUnread',
        1,
        `export async function f(us) { const rs = await Promise.all(us.map((u) => fetch(u))); for (const r of rs) { if (!r.ok) continue; use(await r.text()); } }`,
      ],
      'each of all, asked for its status': [
        'neverRead',
        1,
        `export async function f(us) { return (await Promise.all(us.map((u) => fetch(u)))).map((r) => r.status); }`,
      ],
      'a member of what a helper returns': [
        'leftUnread',
        2,
        `async function get(url) { const response = await fetch(url); return { response, at: Date.now() }; }
export async function load(url) { const { response: r } = await get(url); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'fetch bound to the global object': [
        'leftUnread',
        2,
        `const send = globalThis.fetch.bind(globalThis);
export async function load(url) { const r = await send(url); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'all settled and dropped': [
        'neverRead',
        1,
        `export async function f(us) { await Promise.allSettled(us.map((u) => fetch(u))); }`,
      ],
      'one of several that are waited for and dropped': [
        'neverRead',
        1,
        `export async function f(a, work) { await Promise.all([fetch(a), work()]); }`,
      ],
      'the response event that once waits for': [
        'leftUnread',
        3,
        `${HTTP}import { once } from 'node:events'; export async function f(url) {
const req = http.request(url); req.end(); const [res] = await once(req, 'response'); if (res.statusCode !== 200) throw new Error('x'); return text(res); }`,
      ],
      'a member of an interface that is typed as fetch': [
        'leftUnread',
        2,
        `interface Options { readonly fetch: typeof fetch; base: string }
export async function load({ fetch: send, base }: Options) { const r = await send(base); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'a field whose interface has such a member': [
        'leftUnread',
        3,
        `type Deps = { fetcher: typeof globalThis.fetch };
export class Api { constructor(private readonly deps: Readonly<Deps>) {}
async load(url: string) { const r = await this.deps.fetcher(url); if (!r.ok) throw new Error('x'); return r.text(); } }`,
      ],
      'one of two requests, whose response is lost in one place': [
        'leftUnread',
        2,
        `export async function load(secure, url, dispatcher) {
  const r = secure ? await fetch(url, { dispatcher }) : await fetch(url); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'the same where only a type tells of one of them': [
        'leftUnread',
        1,
        `export async function load(url: string, own?: () => Promise<Response>) { const r = own ? await own() : await fetch(url); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'a named type of a function that promises one': [
        'leftUnread',
        2,
        `type Send = (url: string) => Promise<Response>;
export async function load(send: Send, url: string) { const r = await send(url); if (r.status !== 200) throw new Error('x'); return r.json(); }`,
      ],
      'a method of an interface': [
        'leftUnread',
        2,
        `interface Transport { send(url: string): Promise<Response> }
export async function load(transport: Transport, url: string) { const r = await transport.send(url); if (!r.ok) return null; return r.json(); }`,
      ],
      'a function in an object literal': [
        'leftUnread',
        2,
        `const http = { send: async (url) => { const r = await fetch(url); return r; } };
export async function load(url) { const r = await http.send(url); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'a registry of functions': [
        'leftUnread',
        2,
        `const senders = { a: (url) => fetch(url), b(url) { return fetch(url + '/b'); } };
export async function load(kind, url) { const r = await senders[kind](url); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'functions in a field': [
        'leftUnread',
        2,
        `export class Api { readonly calls = { get: (url) => fetch(url) };
async load(url) { const r = await this.calls.get(url); if (!r.ok) throw new Error('x'); return r.json(); } }`,
      ],
      'a method that is inherited': [
        'leftUnread',
        2,
        `class Base { request(url) { return fetch(url); } }
export class Api extends Base { async load(url) { const r = await this.request(url); if (!r.ok) throw new Error('x'); return r.json(); } }`,
      ],
      'a stream that may be missing': [
        'reader',
        1,
        `export async function drain(stream: ReadableStream<Uint8Array> | null, max: number) { if (!stream) return 0; const reader = stream.getReader(); let n = 0; for (;;) { const { done, value } = await reader.read(); if (done) return n; n += value.byteLength; if (n > max) throw new Error('x'); } }`,
      ],
      'a part of what a logger gets': [
        'leftUnread',
        1,
        `export async function load(url, logger) { const response = await fetch(url); if (!response.ok) { logger.warn({ response, url }, 'failed'); return null; } return response.json(); }`,
      ],
      'a parameter that the function reads': [
        'leftUnread',
        1,
        `export async function parse(response: Response): Promise<unknown> { if (!response.ok) throw new Error('x'); return response.json(); }`,
      ],
      'a parameter that the function reads on the good way, and of a bad one a message': [
        'leftUnread',
        1,
        `export async function parse(response: Response): Promise<unknown> { if (response.redirected) return null; if (!response.ok) throw new Error(await response.text()); return response.json(); }`,
      ],
      'a message that a method reads': [
        'leftUnread',
        3,
        `${HTTP}class Client {
  handle(res: IncomingMessage, done) { if (res.statusCode !== 200) return done(0); res.on('data', done); }
}`,
      ],
      'a function that promises a response': [
        'leftUnread',
        1,
        `export async function retry(send: () => Promise<Response>) { const r = await send(); if (r.status === 429) return null; return r; }`,
      ],
      'what is typed like fetch': [
        'leftUnread',
        3,
        `export class Api { constructor(private readonly http: typeof fetch) {}
  async load(url: string) {
    const r = await this.http(url); if (!r.ok) throw new Error('x'); return r.json(); } }`,
      ],
      'an address with an origin': [
        'leftUnread',
        1,
        `export async function load(id) { const r = await fetch('//example.com/items/' + id); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'a variable with the type of a response': [
        'leftUnread',
        1,
        `export async function load(send) { const r: Response = await send(); if (!r.ok) throw new Error('x'); return r.json(); }`,
      ],
      'a value asserted to be a response': [
        'leftUnread',
        2,
        `export async function load(send, url) {
  const r = (await send(url, { method: 'GET' })) as Response; if (r.status >= 500) throw new Error('x'); return r.json(); }`,
      ],
      'what a typed variable hands to a method, once': [
        'leftUnread',
        3,
        `export class Api { async load(send) {
    const r = (await send('u')) as Response; return this.parse(r); }
  async parse(r: Response) { if (!r.ok) throw new Error('x'); return r.json(); } }`,
      ],
      'a web stream that the function reads': [
        'leftUnread',
        1,
        `export async function copy(stream: ReadableStream<Uint8Array>, target, limit) { if (limit < 1) return 0; await stream.pipeTo(target); return 1; }`,
      ],
      'an axios response with a stream': [
        'leftUnread',
        3,
        `import type { AxiosResponse } from 'axios'; import type { Readable } from 'node:stream';

export function save(r: AxiosResponse<Readable>, file) { if (r.status !== 200) throw new Error('x'); r.data.on('data', (part) => file.write(part)); }`,
      ],
      'a call that is given fetch': [
        'leftUnread',
        1,
        `export async function load(limiter, url) { const r = await limiter.call(fetch, url); if (!r.ok) return null; return r.json(); }`,
      ],
      'one of two functions': [
        'neverRead',
        2,
        `${HTTP}export function ping(url, secure, done) { const request = secure ? https.request : http.request; request(url, (res) => done(res.statusCode)).end(); }`,
      ],
      'a helper that keeps it in a variable first': [
        'leftUnread',
        2,
        `async function get(url) { const r = await fetch(url); return r; }
export async function load(url) { const r = await get(url); if (r.status === 404) return null; return r.json(); }`,
      ],
      'a promise that is resolved with it': [
        'neverRead',
        2,
        `${HTTP}export async function status(url) { const res = await new Promise((resolve) => https.get(url, resolve)); return res.statusCode; }`,
      ],
      'a helper of the file that reads it sometimes': [
        'leftUnread',
        2,
        `async function read(r) { if (!r.ok) throw new Error('x'); return r.json(); }
export async function load(url) { return read(await fetch(url)); }`,
      ],
      'a callback of the file': [
        'leftUnread',
        2,
        `${HTTP}function send(url, done) { http.get(url, (res) => done(null, res)); } send('http://x', (error, res) => { if (error !== null) return; log(res.statusCode); });`,
      ],
      'a function in a registry': [
        'leftUnread',
        1,
        `export const loaders = { json: async (url) => { const r = await fetch(url); if (!r.ok) return null; return r.json(); } };`,
      ],
    }),
  ],
});

ruleTester.run('require-body-cleanup: what happens to responses', reportsOf(requireBodyCleanup), {
  valid: silent({
    'an error that ends a program, and its connections with it': `import { Command } from 'commander'; export const pull = new Command('pull').action(async (url) => { const r = await fetch(url); if (!r.ok) throw new Error('x'); await save(await r.text()); });`,
    'a timer ends the request': `export async function load(url) { const r = await fetch(url, { signal: AbortSignal.timeout(1000) }); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'a composed signal with a timer': `export async function load(url, stop) { const signal = AbortSignal.any([stop, AbortSignal.timeout(1000)]); const r = await fetch(url, { signal }); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'a timer that nothing clears': `export async function load(url) { const c = new AbortController(); setTimeout(() => c.abort(), 1000).unref(); const r = await fetch(url, { signal: c.signal }); if (!r.ok) throw new Error('x'); return r.json(); }`,
    'a stream of events, which is iterated': `import { BedrockRuntimeClient, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime'; const client = new BedrockRuntimeClient({}); export async function* ask(input) { const answer = await client.send(new InvokeModelWithResponseStreamCommand(input)); for await (const event of answer.body ?? []) yield event; }`,
    'a stream that has another name': `import { PollyClient, SynthesizeSpeechCommand } from '@aws-sdk/client-polly'; const polly = new PollyClient({}); export async function say(input) { const { AudioStream } = await polly.send(new SynthesizeSpeechCommand(input)); return AudioStream.transformToByteArray(); }`,
    'a reader loop that ends only when it is done': `export async function load(url) { const r = await fetch(url); const reader = r.body.getReader(); const parts = []; while (true) { const { done, value } = await reader.read(); if (done) break; parts.push(value); } return Buffer.concat(parts); }`,
    'a reader loop that writes to a stream, which tells of its end by an event': `export async function send(url, res) { const r = await fetch(url); const reader = r.body.getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; res.write(value); } res.end(); }`,
    'a reader loop whose early exit cancels': `export async function load(url, max) { const r = await fetch(url); const reader = r.body.getReader(); let size = 0; for (;;) { const { done, value } = await reader.read(); if (done) return size; size += value.byteLength; if (size > max) { await reader.cancel(); throw new Error('too large'); } } }`,
    'what is no stream': `import { S3 } from '@aws-sdk/client-s3'; import { Readable } from 'node:stream'; const s3 = new S3({}); export async function load(Key) { const r = await s3.getObject({ Bucket: 'b', Key }); if (r.Body instanceof Readable) { return text(r.Body); } throw new Error('x'); }`,
    'an opaque redirect': `export async function load(url) { const r = await fetch(url, { redirect: 'manual' }); if (r.type === 'opaqueredirect') return null; return r.json(); }`,
    'no status, no response': `export async function load(url, text) { const r = text ? null : await fetch(url); if (r?.status) return r.text(); return text; }`,
    'statuses without a body in a list': `export async function load(url) { const r = await fetch(url); if ([204, 304].includes(r.status)) return null; return r.json(); }`,
    'a constant for such a status': `export async function load(url) { const r = await fetch(url); if (r.status === HttpStatus.NO_CONTENT) return null; return r.json(); }`,
    'an empty body by its length': `export async function load(url) { const r = await fetch(url); if (r.headers.get('content-length') === '0') return null; return r.json(); }`,
  }),
  invalid: reported({
    'an instance of axios whose answers are streams': [
      'leftUnread',
      3,
      `import axios from 'axios';\nconst files = axios.create({ responseType: 'stream', timeout: 1000 });\nexport const load = async (url) => { const r = await files.get(url); if (r.headers['x-empty']) return null; return r.data; };`,
    ],
    'one branch answers something else': [
      'leftUnread',
      1,
      `export async function load(url, hidden) { const r = await fetch(url); return hidden ? new Response(null) : r; }`,
    ],
    'only written down': [
      'neverRead',
      1,
      `export async function load(url) { const r = await fetch(url); logger.info(JSON.stringify(r)); this.logger.warn(r); }`,
    ],
    'a reader behind an optional body': [
      'reader',
      2,
      `export async function load(url) { const r = await fetch(url);
const reader = r.body?.getReader(); if (!reader) return; for (;;) { const { done, value } = await reader.read(); if (done) break; if (value.length > 10) throw new Error('x'); } }`,
    ],
    'a reader whose loop asks for it': [
      'reader',
      2,
      `export async function load(url, handle) { const r = await fetch(url);
const reader = r.body?.getReader(); while (reader) { const { done, value } = await reader.read(); if (done) break; handle(value); } }`,
    ],
    'a stream that has another name and stays unread': [
      'neverRead',
      1,
      `import { PollyClient, SynthesizeSpeechCommand } from '@aws-sdk/client-polly'; const polly = new PollyClient({}); export async function cost(input) { const { RequestCharacters } = await polly.send(new SynthesizeSpeechCommand(input)); return RequestCharacters; }`,
    ],
    'a reader loop that hands chunks to other code': [
      'reader',
      1,
      `export async function load(url, handle) { const r = await fetch(url); const reader = r.body.getReader(); for (;;) { const { done, value } = await reader.read(); if (done) break; await handle(value); } }`,
    ],
    'a test for the body behind one of the status': [
      'leftUnread',
      1,
      `export async function load(url) { const r = await fetch(url); if (r.ok && r.body) return r.json(); return null; }`,
    ],
    'a release that a later call makes': [
      'leftUnread',
      1,
      `export async function load(url) { const r = await fetch(url); const clean = () => { void r.body?.cancel(); }; if (!r.ok) throw new Error('x'); clean(); }`,
    ],
    'a close of the request in another branch': [
      'leftUnread',
      2,
      `${HTTP}export function load(url, done) { const req = https.get(url, (res) => { res.on('error', () => req.destroy()); if (res.statusCode === 302) { req.destroy(); return; } if (res.statusCode !== 200) { done(); return; } res.on('data', done); }); }`,
    ],
    'a timer that is cleared before': [
      'leftUnread',
      1,
      `export async function load(url) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); const r = await fetch(url, { signal: c.signal }); clearTimeout(t); if (!r.ok) throw new Error('x'); return r.json(); }`,
    ],
  }),
});

ruleTester.run('require-body-cleanup: requests that end by themselves, when asked for', reportsOf(requireBodyCleanup), {
  valid: [],
  invalid: [
    {
      name: 'a timer ends the request',
      code: `export async function load(url) { const r = await fetch(url, { signal: AbortSignal.timeout(1000) }); if (!r.ok) throw new Error('x'); return r.json(); }`,
      options: [{ limitedRequests: true }],
      errors: [{ messageId: 'leftUnread' }],
    },
  ],
});
