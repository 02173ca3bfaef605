import { ruleTester } from '../rule-tester.js';
import { failing, named, reportsOnly } from './require-timeouts.fixture.js';

const HTTP = `import http from 'node:http'; import https from 'node:https';\n`;
ruleTester.run('require-timeouts: one of two functions of the same kind', reportsOnly, {
  valid: named(HTTP, {
    'a function that is given': `export function send(options, cb) { const request = options.request ? options.request : https.request; request({ host: 'x' }, cb).end(); }`,
    'a module that is given': `export function send(own, url, cb) { const lib = own || https; lib.get(url, cb); }`,
    'a limit on either': `export function send(u, cb) { const request = u.secure ? https.request : http.request; request({ host: 'x', signal: AbortSignal.timeout(5000) }, cb).end(); }`,
  }),
  invalid: failing(HTTP, {
    functions: [
      `export function send(u, cb) { const request = u.secure ? https.request : http.request; request({ host: 'x' }, cb).end(); }`,
      'noLimit',
    ],
    modules: [
      `export function send(u, cb) { const lib = u.protocol === 'https:' ? https : http; lib.get(u, cb); }`,
      'noLimit',
    ],
  }),
});

ruleTester.run('require-timeouts: calls that wait for something to happen', reportsOnly, {
  valid: named('', {
    "the next invocation of Lambda's runtime":
      'export const next = async (api) => (await fetch(`http://${api}/2018-06-01/runtime/invocation/next`)).json();',
    'the end of a container':
      'export const ends = async (host, id) => (await fetch(`https://${host}/containers/${id}/wait?condition=removed`)).json();',
    'changes of a database': `export const changes = async () => (await fetch('https://couch.example/db/_changes')).json();`,
  }),
  invalid: failing('', {
    'events that are sent': [
      `export const track = async (e) => (await fetch('https://stats.example/events', { method: 'POST', body: e })).json();`,
      'noLimit',
    ],
    'a page called like one': [
      `export const page = async () => (await fetch('https://docs.example/next-steps')).text();`,
      'noLimit',
    ],
  }),
});

ruleTester.run('require-timeouts: what somebody else limits, or this machine', reportsOnly, {
  valid: named('', {
    'a dispatcher in the options of a client with a limit': `import OpenAI from 'openai'; import { ProxyAgent } from 'undici'; export const ai = new OpenAI({ timeout: 60000, fetchOptions: { dispatcher: new ProxyAgent('http://p') } });`,
    'the socket of the machine by default': `import Docker from 'dockerode'; export const docker = new Docker({ version: 'v1.45' });`,
    'a file of the module': `const url = new URL('./a.wasm', import.meta.url); export const load = async () => (await fetch(url)).arrayBuffer();`,
  }),
  invalid: failing('', {
    'a dispatcher of its own': [
      `import { ProxyAgent } from 'undici'; export const load = async (u) => (await fetch(u, { dispatcher: new ProxyAgent('http://p') })).json();`,
      'clientWithoutLimit',
    ],
    'a handler that its client takes for its limits': [
      `import { S3Client } from '@aws-sdk/client-s3'; import { NodeHttpHandler } from '@smithy/node-http-handler'; export const s3 = new S3Client({ requestHandler: new NodeHttpHandler({ connectionTimeout: 1000 }) });`,
      'clientWithoutLimit',
    ],
    'a host': [
      `import Docker from 'dockerode'; export const docker = new Docker({ host: process.env.HOST, port: 2376 });`,
      'clientWithoutLimit',
    ],
  }),
});

ruleTester.run('require-timeouts: a timer that settles a promise and ends nothing', reportsOnly, {
  valid: named('', {
    'it aborts as well': `export const load = (u) => new Promise((resolve, reject) => { const c = new AbortController(); setTimeout(() => { c.abort(); reject(new Error('late')); }, 1000); fetch(u, { signal: c.signal }).then((r) => r.json()).then(resolve, reject); });`,
  }),
  invalid: failing('', {
    'around a fetch': [
      `export const load = (u) => new Promise((resolve, reject) => { const t = setTimeout(() => reject(new Error('late')), 1000); fetch(u).then((r) => r.json()).then(resolve, reject).finally(() => clearTimeout(t)); });`,
      'uncancelled',
    ],
  }),
});

const GRPC = `import { credentials } from '@grpc/grpc-js'; import { UsersClient } from './proto/users_grpc_pb.js';\nconst stub = new UsersClient('x:1', credentials.createInsecure());\n`;
ruleTester.run('require-timeouts: methods of a generated gRPC client', reportsOnly, {
  valid: named(GRPC, {
    'a deadline': `export const get = (m, done) => stub.getUser(m, { deadline: Date.now() + 5000 }, (e, user) => done(e, user));`,
    'a deadline behind metadata': `export const get = (m, meta, done) => stub.getUser(m, meta, { deadline: Date.now() + 5000 }, (e, user) => done(e, user));`,
    'options of a caller': `export const get = (m, options, done) => stub.getUser(m, options, (e, user) => done(e, user));`,
    'a stream': `export const all = (m, done) => stub.listUsers(m).on('data', done);`,
    'a method of the library': `stub.waitForReady(Date.now() + 5000, (e) => { if (e) throw e; });`,
    'an interceptor': `const own = new UsersClient('x:1', credentials.createInsecure(), { interceptors: [withDeadline] }); export const get = (m, done) => own.getUser(m, (e, user) => done(e, user));`,
  }),
  invalid: failing(GRPC, {
    'no deadline': [`export const get = (m, done) => stub.getUser(m, (e, user) => done(e, user));`, 'noLimit'],
    'metadata alone': [`export const get = (m, meta, done) => stub.getUser(m, meta, (e, u) => done(e, u));`, 'noLimit'],
  }),
});

const HTTP2 = `import { connect } from 'node:http2';\nconst session = connect('https://push.example');\n`;
ruleTester.run('require-timeouts: requests of a session of HTTP 2', reportsOnly, {
  valid: named(HTTP2, {
    'a signal': `export const push = (h) => session.request(h, { signal: AbortSignal.timeout(5000) }).resume();`,
    'a timer of the stream': `export const push = (h) => { const s = session.request(h); s.setTimeout(5000, () => s.close()); s.resume(); };`,
    'a timer of the session': `session.setTimeout(5000, () => session.destroy()); export const push = (h) => session.request(h).resume();`,
  }),
  invalid: failing(HTTP2, {
    nothing: [`export const push = (h) => { const s = session.request(h); s.resume(); };`, 'noLimit'],
  }),
});

const NEST = `import { HttpModule } from '@nestjs/axios';\n`;
ruleTester.run('require-timeouts: the HTTP module of Nest', reportsOnly, {
  valid: named(NEST, {
    'a timeout': `export const modules = [HttpModule.register({ timeout: 5000, maxRedirects: 5 })];`,
    'options from elsewhere': `import { http } from './config.js'; export const modules = [HttpModule.register(http)];`,
    'options that are made later': `export const modules = [HttpModule.registerAsync({ useFactory: () => ({ timeout: 5000 }) })];`,
  }),
  invalid: failing(NEST, {
    'options without one': [`export const modules = [HttpModule.register({ maxRedirects: 5 })];`, 'clientWithoutLimit'],
  }),
});

ruleTester.run('require-timeouts: what is made out of an address', reportsOnly, {
  valid: named(HTTP + `import url from 'node:url';\n`, {
    'with a limit that is written later': `export function get(u, cb) { const o = url.parse(u); o.timeout = 500; const req = http.request(o, (res) => { res.resume(); cb(); }); req.on('timeout', () => req.destroy()); req.end(); }`,
    'by another function': `export function get(u, cb) { const req = http.request(url.resolved(u), (res) => { res.resume(); cb(); }); req.end(); }`,
  }),
  invalid: failing(
    HTTP + `import url, { parse } from 'node:url'; import pg from 'pg'; import * as dsn from 'pg-connection-string';\n`,
    {
      'url.parse': [
        `export function get(u, cb) { const o = url.parse(u); o.method = 'POST'; http.request(o, (res) => { res.resume(); cb(); }).end(); }`,
        'noLimit',
      ],
      'in other options': [
        `export function get(u, cb) { https.get({ ...parse(u), headers: {} }, (res) => { res.resume(); cb(); }); }`,
        'noLimit',
      ],
      'of a database': [
        `export function open(u) { const config = dsn.parse(u); if (config.ssl === 'true') config.ssl = true; return new pg.Client(config); }`,
        'noLimit',
      ],
    },
  ),
});

const TIMED = `const timed = (ms) => { const c = new AbortController(); return { c, t: setTimeout(() => c.abort(), ms) }; };\n`;
ruleTester.run('require-timeouts: a timer that is cleared in a chain', reportsOnly, {
  valid: named(TIMED, {
    'behind the body': `export function get(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); return fetch(u, { signal: c.signal }).then((r) => r.json()).finally(() => clearTimeout(t)); }`,
    'where it fails': `export function get(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); return fetch(u, { signal: c.signal }).catch((e) => { clearTimeout(t); throw e; }).then((r) => r.json()); }`,
    'and nothing is read': `export function get(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); return fetch(u, { signal: c.signal }).finally(() => clearTimeout(t)).then((r) => r.ok); }`,
  }),
  invalid: failing(TIMED, {
    'before a callback reads': [
      `export function get(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); return fetch(u, { signal: c.signal }).finally(() => clearTimeout(t)).then((r) => r.json()); }`,
      'timerCleared',
    ],
    'in the callback that reads': [
      `export function get(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); return fetch(u, { signal: c.signal }).then((r) => { clearTimeout(t); return r.text(); }); }`,
      'timerCleared',
    ],
    'before the awaiting function reads': [
      `export async function get(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); const r = await fetch(u, { signal: c.signal }).finally(() => clearTimeout(t)); return r.json(); }`,
      'timerCleared',
    ],
  }),
});

ruleTester.run('require-timeouts: sockets of a server and callbacks by name', reportsOnly, {
  valid: named(
    `import WebSocket from 'ws'; import * as grpc from '@grpc/grpc-js';\nconst proto = grpc.loadPackageDefinition(def); const stub = new proto.Greeter('x:1', grpc.credentials.createInsecure());\n`,
    {
      'a socket that was accepted': `export const accept = (socket, head) => { const ws = new WebSocket(null); ws.setSocket(socket, head, {}); return ws; };`,
      'a call with a deadline': `export const hello = (message, cb) => stub.sayHello(message, { deadline: Date.now() + 1000 }, cb);`,
    },
  ),
  invalid: failing(
    `import * as grpc from '@grpc/grpc-js';\nconst proto = grpc.loadPackageDefinition(def); const stub = new proto.Greeter('x:1', grpc.credentials.createInsecure());\n`,
    {
      'a call without': [`export const hello = (message, cb) => stub.sayHello(message, cb);`, 'noLimit'],
    },
  ),
});
