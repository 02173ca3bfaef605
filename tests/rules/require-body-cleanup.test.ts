import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { ruleTester } from '../rule-tester.js';

const UNDICI = `import { request, Agent, Client, fetch as undiciFetch } from 'undici';\n`;
const HTTP = `import http from 'node:http'; import https from 'node:https';\n`;

/** Cases by name, all with the same head of imports. */
function named(head: string, cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code: head + code }));
}

function failing(head: string, cases: Readonly<Record<string, readonly [string, string, string?]>>) {
  return Object.entries(cases).map(([name, [code, messageId, output]]) => ({
    name,
    code: head + code,
    output: output === undefined ? null : head + output,
    errors: [{ messageId: messageId as 'leftUnread' }],
  }));
}

ruleTester.run('require-body-cleanup: fetch', requireBodyCleanup, {
  valid: named('', {
    'read on the only path': `async function f(u) { const r = await fetch(u); return r.json(); }`,
    'read in both branches': `async function f(u) { const r = await fetch(u); if (!r.ok) { throw new Error(await r.text()); } return r.json(); }`,
    'cancelled before the throw': `async function f(u) { const r = await fetch(u); if (!r.ok) { void r.body?.cancel().catch(() => {}); throw new Error('x'); } return r.json(); }`,
    'an address that only a document has':
      'const BASE = `/api/${v}/items`; async function f(id) { const r = await fetch(`/api/v1/items/${id}`, { method: "DELETE" }); if (!r.ok) throw new Error("x"); await fetch(BASE); }',
    returned: `async function f(u) { const r = await fetch(u); return r; }`,
    'returned as a promise': `function f(u) { return fetch(u); }`,
    'part of the thrown error': `async function f(u) { const r = await fetch(u); if (!r.ok) throw new HttpError(r); return r.json(); }`,
    'given to an unknown function': `async function f(u) { const r = await fetch(u); await check(r); }`,
    stored: `async function f(u) { this.last = await fetch(u); }`,
    'stored in an object': `async function f(u) { const r = await fetch(u); return { response: r }; }`,
    'a HEAD request': `async function f(u) { const r = await fetch(u, { method: 'HEAD' }); return r.ok; }`,
    'no body for 204': `async function f(u) { const r = await fetch(u); if (r.status === 204) return null; return r.json(); }`,
    'no body for a status in a variable': `async function f(u) { const r = await fetch(u); const status = r.status; if (status === 204 || status === 304) return null; return r.json(); }`,
    'no body at all': `async function f(u) { const r = await fetch(u); if (!r.body) { throw new Error('empty'); } return r.text(); }`,
    'for await': `async function f(u) { const r = await fetch(u); for await (const c of r.body) { if (c.length === 0) break; use(c); } }`,
    'the body given to a pipeline': `async function f(u) { const r = await fetch(u); await pipeline(r.body, out); }`,
    pipeTo: `async function f(u) { const r = await fetch(u); await r.body.pipeTo(out); }`,
    'a continuation that reads': `function f(u) { return fetch(u).then((r) => r.json()); }`,
    'a continuation that reads or throws after reading': `function f(u) { return fetch(u).then((r) => r.text().then((t) => { if (!r.ok) throw new Error(t); return t; })); }`,
    'an outer variable': `async function f(u) { let r; try { r = await fetch(u); } catch (e) { return null; } return r.json(); }`,
    'read by a function of the file': `async function read(r) { return r.ok ? r.json() : r.text(); } async function f(u) { const r = await fetch(u); return read(r); }`,
    aborted: `async function f(u) { const c = new AbortController(); const r = await fetch(u, { signal: c.signal }); if (!r.ok) { c.abort(); throw new Error('x'); } return r.json(); }`,
    'a call that never returns': `async function f(u) { const r = await fetch(u); if (!r.ok) { process.exit(1); } return r.json(); }`,
    'no body in a case': `async function f(u) { const r = await fetch(u); switch (r.status) { case 204: return null; default: return r.json(); } }`,
    'given to a function that reads and throws': `async function fail(r) { throw new Error(await r.text()); } async function f(u) { const r = await fetch(u); if (!r.ok) await fail(r); return r.json(); }`,
    'a clone that is read': `async function f(u) { const r = await fetch(u); log(await r.clone().text()); return r.json(); }`,
    'gone through and read': `async function f(us) { const rs = await Promise.all(us.map((u) => fetch(u))); return Promise.all(rs.map((r) => r.json())); }`,
    'already used': `async function f(u) { const r = await fetch(u); if (r.bodyUsed) return null; return r.json(); }`,
    'released in finally': `async function f(u) { const r = await fetch(u); try { if (!r.ok) throw new Error('x'); return await r.json(); } finally { void r.body?.cancel().catch(() => {}); } }`,
    'cancelled before the next try': `async function f(u) { for (;;) { const r = await fetch(u); if (r.ok) return r.json(); await r.body?.cancel(); } }`,
    'another fetch': `async function f(fetch, u) { const r = await fetch(u); if (!r.ok) throw new Error('x'); }`,
    'a method of the same name': `async function f(repo) { await repo.fetch('origin'); }`,
    'taken over by a closure': `async function f(u) { const r = await fetch(u); return () => r.text(); }`,
    'taken over by a function declaration': `async function f(u) { const r = await fetch(u); function read() { return r.text(); } return { status: r.status, data: read() }; }`,
    'a test': `import { it } from 'vitest'; it('x', async () => { await fetch('http://x'); });`,
  }),
  invalid: failing('', {
    'throw before reading': [
      `async function f(u) { const r = await fetch(u); if (!r.ok) throw new Error('x'); return r.json(); }`,
      'leftUnread',
      `async function f(u) { const r = await fetch(u); if (!r.ok) {
  void r.body?.cancel().catch(() => {});
  throw new Error('x');
} return r.json(); }`,
    ],
    'return before reading': [
      `async function f(u) { const r = await fetch(u); if (!r.ok) { return null; } return r.json(); }`,
      'leftUnread',
      `async function f(u) { const r = await fetch(u); if (!r.ok) { void r.body?.cancel().catch(() => {}); return null; } return r.json(); }`,
    ],
    'only the error branch reads': [
      `async function f(u) { const r = await fetch(u); if (!r.ok) { throw new Error(await r.text()); } log('done'); }`,
      'leftUnread',
      `async function f(u) { const r = await fetch(u); if (!r.ok) { throw new Error(await r.text()); } void r.body?.cancel().catch(() => {}); log('done'); }`,
    ],
    'only the status': [
      `async function f(u) { const r = await fetch(u); return r.ok; }`,
      'neverRead',
      `async function f(u) { const r = await fetch(u); void r.body?.cancel().catch(() => {}); return r.ok; }`,
    ],
    dropped: [
      `async function f(u) { await fetch(u, { method: 'POST' }); }`,
      'neverRead',
      `async function f(u) { const response = await fetch(u, { method: 'POST' }); void response.body?.cancel().catch(() => {}); }`,
    ],
    'a clone that nobody reads': [
      `async function f(u) { const r = await fetch(u); const c = r.clone(); log(c.status); return r.json(); }`,
      'neverRead',
      `async function f(u) { const r = await fetch(u); const c = r.clone(); void c.body?.cancel().catch(() => {}); log(c.status); return r.json(); }`,
    ],
    'only the clone is read': [
      `async function f(u) { const r = await fetch(u); return r.clone().text(); }`,
      'neverRead',
    ],
    'in a catch clause': [
      `async function f(u, v) { try { return await load(u); } catch { const r = await fetch(v); if (!r.ok) { return null; } return r.json(); } }`,
      'leftUnread',
      `async function f(u, v) { try { return await load(u); } catch { const r = await fetch(v); if (!r.ok) { void r.body?.cancel().catch(() => {}); return null; } return r.json(); } }`,
    ],
    'all dropped': [
      `async function f(us) { await Promise.all(us.map((u) => fetch(u))); }`,
      'neverRead',
      `async function f(us) { await Promise.all(us.map((u) => fetch(u).then((response) => response.body?.cancel()))); }`,
    ],
    'only the statuses of all': [
      `async function f(us) { const rs = await Promise.all(us.map((u) => fetch(u))); return rs.every((r) => r.ok); }`,
      'neverRead',
    ],
    'dropped without await': [
      `function f(u) { fetch(u).catch(() => {}); }`,
      'neverRead',
      `function f(u) { fetch(u).then((response) => response.body?.cancel()).catch(() => {}); }`,
    ],
    'a continuation that throws': [
      `function f(u) { return fetch(u).then((r) => { if (!r.ok) throw new Error('x'); return r.json(); }); }`,
      'leftUnread',
      `function f(u) { return fetch(u).then((r) => { if (!r.ok) {
  void r.body?.cancel().catch(() => {});
  throw new Error('x');
} return r.json(); }); }`,
    ],
    'a continuation that ignores it': [
      `function f(u) { return fetch(u).then(() => true); }`,
      'neverRead',
      `function f(u) { return fetch(u).then((response) => {
  void response.body?.cancel().catch(() => {});
  return true;
}); }`,
    ],
    'a conditional continuation': [
      `function f(u) { return fetch(u).then((r) => (r.ok ? r.json() : null)); }`,
      'leftUnread',
      `function f(u) { return fetch(u).then((r) => {
  if (!r.ok) {
    void r.body?.cancel().catch(() => {});
    return null;
  }
  return r.json();
}); }`,
    ],
    'a retry loop': [
      `async function f(u) { for (let i = 0; i < 3; i++) { const r = await fetch(u); if (r.ok) return r.json(); await sleep(1); } }`,
      'leftUnread',
      `async function f(u) { for (let i = 0; i < 3; i++) { const r = await fetch(u); if (r.ok) return r.json(); void r.body?.cancel().catch(() => {}); await sleep(1); } }`,
    ],
    'a redirect loop with one variable': [
      `async function f(u) { let r; do { r = await fetch(u); } while (r.status === 301); return r.json(); }`,
      'overwritten',
      `async function f(u) { let r; do { void r?.body?.cancel().catch(() => {}); r = await fetch(u); } while (r.status === 301); return r.json(); }`,
    ],
    'an outer variable': [
      `async function f(u) { let r; try { r = await fetch(u); } catch (e) { return null; } if (r.status === 404) return null; return r.json(); }`,
      'leftUnread',
      `async function f(u) { let r; try { r = await fetch(u); } catch (e) { return null; } if (r.status === 404) {
  void r.body?.cancel().catch(() => {});
  return null;
} return r.json(); }`,
    ],
    destructured: [
      `async function f(u) { const { ok, status } = await fetch(u); return ok; }`,
      'neverRead',
      `async function f(u) { const { ok, status, body } = await fetch(u); void body?.cancel().catch(() => {}); return ok; }`,
    ],
    'in Promise.all': [
      `async function f(a, b) { const [x, y] = await Promise.all([load(a), fetch(b)]); if (!y.ok) return null; return y.json(); }`,
      'leftUnread',
      `async function f(a, b) { const [x, y] = await Promise.all([load(a), fetch(b)]); if (!y.ok) {
  void y.body?.cancel().catch(() => {});
  return null;
} return y.json(); }`,
    ],
    'a helper that never reads': [
      `function check(r) { if (!r.ok) log(r.status); } async function f(u) { const r = await fetch(u); check(r); return true; }`,
      'leftUnread',
      `function check(r) { if (!r.ok) log(r.status); } async function f(u) { const r = await fetch(u); check(r); void r.body?.cancel().catch(() => {}); return true; }`,
    ],
    'a function of the file that returns it': [
      `async function get(u) { return fetch(u); } export async function f(u) { const r = await get(u); if (!r.ok) throw new Error('x'); return r.json(); }`,
      'leftUnread',
      `async function get(u) { return fetch(u); } export async function f(u) { const r = await get(u); if (!r.ok) {
  void r.body?.cancel().catch(() => {});
  throw new Error('x');
} return r.json(); }`,
    ],
    'across a retry helper': [
      `async function f(u) { const r = await retry(async () => { return await fetch(u); }); if (!r.ok) throw new Error('x'); return r.json(); }`,
      'leftUnread',
      `async function f(u) { const r = await retry(async () => { return await fetch(u); }); if (!r.ok) {
  void r.body?.cancel().catch(() => {});
  throw new Error('x');
} return r.json(); }`,
    ],
    globalThis: [
      `async function f(u) { const r = await globalThis.fetch(u); if (!r.ok) throw new Error('x'); return r.json(); }`,
      'leftUnread',
      `async function f(u) { const r = await globalThis.fetch(u); if (!r.ok) {
  void r.body?.cancel().catch(() => {});
  throw new Error('x');
} return r.json(); }`,
    ],
    break: [
      `async function f(us) { for (const u of us) { const r = await fetch(u); if (!r.ok) break; use(await r.json()); } }`,
      'leftUnread',
      `async function f(us) { for (const u of us) { const r = await fetch(u); if (!r.ok) {
  void r.body?.cancel().catch(() => {});
  break;
} use(await r.json()); } }`,
    ],
    switch: [
      `async function f(u) { const r = await fetch(u); switch (r.status) { case 200: return r.json(); case 404: return null; default: throw new Error(await r.text()); } }`,
      'leftUnread',
      `async function f(u) { const r = await fetch(u); switch (r.status) { case 200: return r.json(); case 404: void r.body?.cancel().catch(() => {}); return null; default: throw new Error(await r.text()); } }`,
    ],
    'a condition': [
      `async function f(u) { const r = await fetch(u); return r.ok && (await r.json()).ready; }`,
      'leftUnread',
      `async function f(u) { const r = await fetch(u); if (!r.ok) {
  void r.body?.cancel().catch(() => {});
} return r.ok && (await r.json()).ready; }`,
    ],
  }),
});

ruleTester.run('require-body-cleanup: undici', requireBodyCleanup, {
  valid: named(UNDICI, {
    read: `async function f(u) { const { body } = await request(u); return body.json(); }`,
    'dumped before the throw': `async function f(u) { const { statusCode, body } = await request(u); if (statusCode !== 200) { void body.dump().catch(() => {}); throw new Error('x'); } return body.json(); }`,
    returned: `async function f(u) { const { body } = await request(u); return body; }`,
    'a callback with an error first': `function f(u, done) { request(u, {}, (err, res) => { if (err) { done(err); return; } done(null, res.body); }); }`,
    'no body for 204': `async function f(u) { const { statusCode, body } = await request(u); if (statusCode === 204) return null; return body.text(); }`,
    'data listener': `async function f(u) { const { body } = await request(u); body.on('data', () => {}); }`,
  }),
  invalid: failing(UNDICI, {
    'body left out of the pattern': [
      `async function f(u) { const { statusCode } = await request(u); return statusCode; }`,
      'neverRead',
      `async function f(u) { const { statusCode, body } = await request(u); void body.dump().catch(() => {}); return statusCode; }`,
    ],
    'throw before reading': [
      `async function f(u) { const { statusCode, body } = await request(u); if (statusCode !== 200) throw new Error('x'); return body.json(); }`,
      'leftUnread',
      `async function f(u) { const { statusCode, body } = await request(u); if (statusCode !== 200) {
  void body.dump().catch(() => {});
  throw new Error('x');
} return body.json(); }`,
    ],
    'formData holds the body': [
      `async function f(u) { const { body } = await request(u); return await body.formData(); }`,
      'neverRead',
    ],
    'through a client': [
      `const c = new Client('http://x'); export async function f() { const r = await c.request({ path: '/', method: 'GET' }); if (r.statusCode >= 400) return null; return r.body.json(); }`,
      'leftUnread',
      `const c = new Client('http://x'); export async function f() { const r = await c.request({ path: '/', method: 'GET' }); if (r.statusCode >= 400) {
  void r.body.dump().catch(() => {});
  return null;
} return r.body.json(); }`,
    ],
    'fetch of undici': [
      `async function f(u) { const r = await undiciFetch(u); if (!r.ok) throw new Error('x'); return r.json(); }`,
      'leftUnread',
      `async function f(u) { const r = await undiciFetch(u); if (!r.ok) {
  void r.body?.cancel().catch(() => {});
  throw new Error('x');
} return r.json(); }`,
    ],
  }),
});

ruleTester.run('require-body-cleanup: Node.js http', requireBodyCleanup, {
  valid: named(HTTP, {
    resumed: `http.get('http://x', (res) => { if (res.statusCode !== 200) { res.resume(); return; } res.pipe(out).on('error', e); res.on('error', e); });`,
    'read by events': `https.get('https://x', (res) => { let d = ''; res.setEncoding('utf8'); res.on('data', (c) => { d += c; }); res.on('end', () => done(d)); });`,
    'no response listener': `http.request('http://x').end();`,
    'handed over': `http.get('http://x', (res) => { done(null, res); });`,
    'request destroyed': `const req = http.get('http://x', (res) => { if (res.statusCode !== 200) { req.destroy(); return; } res.on('data', use); });`,
  }),
  invalid: failing(HTTP, {
    ignored: [
      `http.get('http://x', (res) => { done(res.statusCode); });`,
      'neverRead',
      `http.get('http://x', (res) => { res.resume(); done(res.statusCode); });`,
    ],
    'returns before reading': [
      `http.get('http://x', (res) => { if (res.statusCode !== 200) { fail(); return; } res.on('data', use); });`,
      'leftUnread',
      `http.get('http://x', (res) => { if (res.statusCode !== 200) { res.resume(); fail(); return; } res.on('data', use); });`,
    ],
    'response event': [
      `const req = https.request('https://x'); req.on('response', (res) => { if (res.statusCode !== 200) return; res.resume(); }); req.end();`,
      'leftUnread',
      `const req = https.request('https://x'); req.on('response', (res) => { if (res.statusCode !== 200) {
  res.resume();
  return;
} res.resume(); }); req.end();`,
    ],
    'end listener alone': [
      `http.get('http://x', (res) => { res.on('end', done); });`,
      'neverRead',
      `http.get('http://x', (res) => { res.resume(); res.on('end', done); });`,
    ],
    'pipe without error handling': [`http.get('http://x', (res) => { res.pipe(out); });`, 'pipe'],
  }),
});

ruleTester.run('require-body-cleanup: streams of libraries', requireBodyCleanup, {
  valid: [
    {
      name: 'axios buffers',
      code: `import axios from 'axios'; export async function f(u) { const r = await axios.get(u); if (r.status !== 200) throw new Error('x'); return r.data; }`,
    },
    {
      name: 'the error of a stream is handed on',
      code: `import axios from 'axios'; export async function f(u) { try { return (await axios.get(u, { responseType: 'stream' })).data; } catch (e) { if (e.response?.status === 404) log('x'); throw e; } }`,
    },
    {
      name: 'the stream of an error is destroyed',
      code: `import axios from 'axios'; export async function f(u) { try { return (await axios.get(u, { responseType: 'stream' })).data; } catch (e) { if (e.response) { e.response.data.destroy(); return e.response.status; } return null; } }`,
    },
    {
      name: 'statuses that are no errors',
      code: `import axios from 'axios'; export async function f(u) { try { return (await axios.get(u, { responseType: 'stream', validateStatus: () => true })).data; } catch (e) { return e.response?.status; } }`,
    },
    {
      name: 'an error without a stream',
      code: `import axios from 'axios'; export async function f(u) { try { return (await axios.get(u)).data; } catch (e) { return e.response?.status; } }`,
    },
    {
      name: 'got buffers',
      code: `import got from 'got'; export async function f(u) { const r = await got(u); return r.statusCode; }`,
    },
    {
      name: 'an axios stream that is destroyed',
      code: `import axios from 'axios'; export async function f(u) { const r = await axios.get(u, { responseType: 'stream' }); if (r.status !== 200) { r.data.destroy(); return null; } return r.data; }`,
    },
    {
      name: 'S3 read',
      code: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'; const s3 = new S3Client({}); export async function f(Key) { const { Body } = await s3.send(new GetObjectCommand({ Key })); return Body.transformToString(); }`,
    },
    {
      name: 'S3 command without a stream',
      code: `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'; const s3 = new S3Client({}); export async function f(Key) { await s3.send(new PutObjectCommand({ Key })); }`,
    },
    {
      name: 'a reader that is cancelled',
      code: `async function f(u) { const r = await fetch(u); const reader = r.body.getReader(); try { for (;;) { const { done, value } = await reader.read(); if (done) break; use(value); } } finally { void reader.cancel().catch(() => {}); } }`,
    },
    {
      name: 'a reader that is handed on',
      code: `async function f(u) { const r = await fetch(u); const reader = r.body.getReader(); return reader; }`,
    },
  ],
  invalid: [
    {
      name: 'an axios stream',
      code: `import axios from 'axios'; export async function f(u) { const r = await axios.get(u, { responseType: 'stream' }); if (r.status !== 200) throw new Error('x'); return r.data; }`,
      output: `import axios from 'axios'; export async function f(u) { const r = await axios.get(u, { responseType: 'stream' }); if (r.status !== 200) {
  r.data.destroy();
  throw new Error('x');
} return r.data; }`,
      errors: [{ messageId: 'leftUnread' }],
    },
    {
      name: 'the stream of an error',
      code: `import axios from 'axios'; export async function f(u) { try { return (await axios.get(u, { responseType: 'stream' })).data; } catch (e) { if (axios.isAxiosError(e) && e.response?.status === 404) return null; return undefined; } }`,
      errors: [{ messageId: 'errorBody' }],
    },
    {
      name: 'S3',
      code: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'; const s3 = new S3Client({}); export async function f(Key) { const o = await s3.send(new GetObjectCommand({ Key })); return o.ContentLength; }`,
      errors: [{ messageId: 'neverRead' }],
    },
    {
      name: 'a reader with releaseLock',
      code: `async function f(u) { const r = await fetch(u); const reader = r.body.getReader(); try { for (;;) { const { done, value } = await reader.read(); if (done) break; use(value); } } finally { reader.releaseLock(); } }`,
      output: `async function f(u) { const r = await fetch(u); const reader = r.body.getReader(); try { for (;;) { const { done, value } = await reader.read(); if (done) break; use(value); } } finally { void reader.cancel().catch(() => {}); reader.releaseLock(); } }`,
      errors: [{ messageId: 'reader' }],
    },
    {
      name: 'the body of one run of a loop',
      code: `${UNDICI}async function f(u) { for (;;) { const { statusCode, body } = await request(u); if (statusCode === 503) continue; return body.json(); } }`,
      output: `${UNDICI}async function f(u) { for (;;) { const { statusCode, body } = await request(u); if (statusCode === 503) {
  void body.dump().catch(() => {});
  continue;
} return body.json(); } }`,
      errors: [{ messageId: 'leftUnread' }],
    },
    {
      name: 'node-fetch',
      code: `import fetch from 'node-fetch'; export async function f(u) { const r = await fetch(u); if (!r.ok) throw new Error('x'); return r.json(); }`,
      output: `import fetch from 'node-fetch'; export async function f(u) { const r = await fetch(u); if (!r.ok) {
  r.body?.resume();
  throw new Error('x');
} return r.json(); }`,
      errors: [{ messageId: 'leftUnread' }],
    },
    {
      name: 'implicit exceptions when asked for',
      code: `async function f(u) { const r = await fetch(u); check(); return r.json(); }`,
      options: [{ implicitThrows: true }],
      errors: [{ messageId: 'leftUnread' }],
    },
  ],
});

ruleTester.run('require-body-cleanup: streams and closes', requireBodyCleanup, {
  valid: named(UNDICI, {
    'read before the close': `async function f(u) { const a = new Agent(); try { const { body } = await request(u, { dispatcher: a }); return await body.text(); } finally { await a.close(); } }`,
    'a PassThrough cannot fail': `import { PassThrough } from 'node:stream'; export function f(source, res) { const pass = new PassThrough(); source.body.once('error', () => pass.destroy()); source.body.pipe(pass); }`,
    'the body of a request': `import http from 'node:http'; export function f(body) { const req = http.request('http://x'); req.on('error', log); body.pipe(req); }`,
    'operators of RxJS': `export function f(source, map) { source.body.pipe(map((x) => x)); return source.data.pipe(map); }`,
    'a body that is piped on': `import { createGzip } from 'node:zlib'; export function f(o) { o.body = o.body.pipe(createGzip()); }`,
    'closed by somebody else': `async function f(u, a) { const { body } = await request(u, { dispatcher: a }); return body; }`,
  }),
  invalid: [
    {
      name: 'the body is returned and the close waits for it',
      code: `${UNDICI}async function f(u) { const a = new Agent(); try { const { body } = await request(u, { dispatcher: a }); return body; } finally { await a.close(); } }`,
      errors: [{ messageId: 'closeBeforeRead' }],
    },
    {
      name: 'the same without a name',
      code: `${UNDICI}async function f(u) { const a = new Agent(); try { return (await request(u, { dispatcher: a })).body; } finally { await a.close(); } }`,
      errors: [{ messageId: 'closeBeforeRead' }],
    },
    {
      name: 'the same with fetch',
      code: `${UNDICI}async function f(u) { const a = new Agent(); try { return await undiciFetch(u, { dispatcher: a }); } finally { await a.close(); } }`,
      errors: [{ messageId: 'closeBeforeRead' }],
    },
    {
      name: 'a member of the call',
      code: `async function f(u) {\n  return (await fetch(u)).ok;\n}`,
      output: `async function f(u) {\n  const response = await fetch(u);\n  void response.body?.cancel().catch(() => {});\n  return response.ok;\n}`,
      errors: [{ messageId: 'neverRead' }],
    },
    {
      name: 'pipe to pipeline',
      code: `${UNDICI}export async function f(u, file) {\n  const { body } = await request(u);\n  body.pipe(file);\n}`,
      errors: [
        {
          messageId: 'pipe',
          suggestions: [
            {
              messageId: 'usePipeline',
              output: `${UNDICI.trimEnd()}\nimport { pipeline } from 'node:stream/promises';\nexport async function f(u, file) {\n  const { body } = await request(u);\n  await pipeline(body, file);\n}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a body from elsewhere into a file',
      code: `import fs from 'node:fs';\nexport function f(result, path, done) { const file = fs.createWriteStream(path); result.Body.pipe(file).on('error', done).on('close', done); }`,
      output: `import fs from 'node:fs';\nimport { pipeline } from 'node:stream';\nexport function f(result, path, done) { const file = fs.createWriteStream(path); pipeline(result.Body, file, () => {}).on('error', done).on('close', done); }`,
      errors: [{ messageId: 'pipe', line: 2 }],
    },
    {
      name: 'pipeline in the place of pipe in a chain',
      code: `import http from 'node:http';\nhttp.get('http://x', (res) => { res.pipe(out).on('error', e); });`,
      output: `import http from 'node:http';\nimport { pipeline } from 'node:stream';\nhttp.get('http://x', (res) => { pipeline(res, out, () => {}).on('error', e); });`,
      errors: [{ messageId: 'pipe', line: 2 }],
    },
    {
      name: 'pipeline in the place of pipe where the destination is listened to by name',
      code: `import https from 'node:https';\nexport const save = (url, file, done) => {\n  file.on('error', done);\n  https.get(url, (res) => {\n    res.pipe(file);\n  });\n};`,
      output: `import https from 'node:https';\nimport { pipeline } from 'node:stream';\nexport const save = (url, file, done) => {\n  file.on('error', done);\n  https.get(url, (res) => {\n    pipeline(res, file, () => {});\n  });\n};`,
      errors: [{ messageId: 'pipe', line: 5 }],
    },
  ],
});
