import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { ruleTester } from '../rule-tester.js';

const SESSION = `import http2 from 'node:http2';\nconst session = http2.connect('https://api.example.com');\n`;
const GOT = `import got from 'got';\n`;

ruleTester.run('require-body-cleanup: a reader that reads a part', requireBodyCleanup, {
  valid: [
    {
      name: 'cancelled behind it',
      code: `export async function first(url) { const r = await fetch(url); const reader = r.body.getReader(); const { value } = await reader.read(); await reader.cancel(); return value; }`,
    },
    {
      name: 'the response goes to the caller, who reads on',
      code: `export async function peek(url) { const response = await fetch(url); const reader = response.body.getReader(); const { value } = await reader.read(); reader.releaseLock(); return { value, response }; }`,
    },
    {
      name: 'another reader reads on',
      code: `export async function peek(url) { const r = await fetch(url); const one = r.body.getReader(); const { value } = await one.read(); one.releaseLock(); const two = r.body.getReader(); for (;;) { const { done } = await two.read(); if (done) return value; } }`,
    },
    {
      name: 'handlers that ask for more',
      code: `export const load = (url) => fetch(url).then((r) => { const reader = r.body.getReader(); return reader.read().then(function next({ done }) { return done ? null : reader.read().then(next); }); });`,
    },
    {
      name: 'the reader goes to other code',
      code: `export async function peek(url, take) { const r = await fetch(url); const reader = r.body.getReader(); const { value } = await reader.read(); return take(value, reader); }`,
    },
  ],
  invalid: [
    {
      name: 'one chunk, and the lock',
      code: `export async function first(url) {
  const response = await fetch(url);
  const reader = response.body.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return value;
}`,
      errors: [{ messageId: 'readerPart', line: 3 }],
      output: `export async function first(url) {
  const response = await fetch(url);
  const reader = response.body.getReader();
  const { value } = await reader.read();
  void reader.cancel().catch(() => {});
  reader.releaseLock();
  return value;
}`,
    },
    {
      name: 'a try that gives the lock back',
      code: `export async function first(url) {
  const response = await fetch(url);
  const reader = response.body.getReader();
  try {
    const { value } = await reader.read();
    return value;
  } finally {
    reader.releaseLock();
  }
}`,
      errors: [{ messageId: 'readerPart', line: 3 }],
      output: `export async function first(url) {
  const response = await fetch(url);
  const reader = response.body.getReader();
  try {
    const { value } = await reader.read();
    return value;
  } finally {
    void reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}`,
    },
    {
      name: 'no place behind the last read that every way comes to',
      code: `export async function two(url) {
  const response = await fetch(url);
  const reader = response.body.getReader();
  const head = await reader.read();
  if (!head.value) throw new Error('empty');
  const next = await reader.read();
  return [head.value, next.value];
}`,
      errors: [{ messageId: 'readerPart', line: 3 }],
    },
  ],
});

ruleTester.run('require-body-cleanup: streams that are there before their response', requireBodyCleanup, {
  valid: [
    {
      name: 'an http2 stream that is read',
      code: `${SESSION}export const load = () => new Promise((resolve, reject) => { const req = session.request({ ':path': '/' }); let text = ''; req.on('data', (part) => { text += part; }); req.on('end', () => resolve(text)); req.on('error', reject); req.end(); });`,
    },
    {
      name: 'one that is closed when its headers are there',
      code: `${SESSION}export const ping = () => new Promise((resolve) => { const req = session.request({ ':path': '/' }); req.on('response', (headers) => { resolve(headers[':status']); req.close(); }); req.end(); });`,
    },
    {
      name: 'one whose session is destroyed',
      code: `import http2 from 'node:http2';\nexport const ping = (origin) => new Promise((resolve) => { const session = http2.connect(origin); const req = session.request({ ':path': '/' }); req.on('response', (headers) => { resolve(headers[':status']); session.destroy(); }); req.end(); });`,
    },
    {
      name: 'one that the caller gets',
      code: `${SESSION}export function open(body) { const req = session.request({ ':path': '/', ':method': 'POST' }); req.write(body); req.end(); return req; }`,
    },
  ],
  invalid: [
    {
      name: 'a release that leaves what listens for the response alone',
      code: `${SESSION}export const ping = () => new Promise((resolve, reject) => {
  const req = session.request({ ':path': '/' });
  req.on('response', (headers) => resolve(headers[':status']));
  req.on('error', reject);
  req.end();
});`,
      errors: [{ messageId: 'neverRead', line: 4 }],
      output: `${SESSION}export const ping = () => new Promise((resolve, reject) => {
  const req = session.request({ ':path': '/' });
  req.on('response', (headers) => resolve(headers[':status']));
  req.on('error', reject);
  req.end();
  req.resume();
});`,
    },
    {
      name: 'the same of got',
      code: `${GOT}export const status = (url) => new Promise((resolve, reject) => {
  const stream = got.stream(url);
  stream.on('response', (response) => resolve(response.statusCode));
  stream.on('error', reject);
});`,
      errors: [{ messageId: 'neverRead', line: 3 }],
      output: `${GOT}export const status = (url) => new Promise((resolve, reject) => {
  const stream = got.stream(url);
  stream.resume();
  stream.on('response', (response) => resolve(response.statusCode));
  stream.on('error', reject);
});`,
    },
    {
      name: 'nobody listens for anything',
      code: `${GOT}export function load(url, isWanted) {
  const stream = got.stream(url);
  if (!isWanted) return null;
  return stream;
}`,
      errors: [{ messageId: 'leftUnread', line: 3 }],
      output: `${GOT}export function load(url, isWanted) {
  const stream = got.stream(url);
  if (!isWanted) {
    stream.destroy();
    return null;
  }
  return stream;
}`,
    },
  ],
});

const PINNED = `import { fetch, Agent } from 'undici';\n`;
ruleTester.run('require-body-cleanup: the end of the dispatcher that sends a request', requireBodyCleanup, {
  valid: [
    {
      name: 'destroys the connection of the body',
      code: `import { pin } from './pin.js';\nexport async function probe(url, address) { const dispatcher = address ? pin(address) : undefined; try { const response = await fetch(url, { dispatcher }); if (response.status > 299) throw new Error('no'); return true; } finally { await dispatcher?.destroy(); } }`,
    },
    {
      name: 'of a helper that sends it',
      code: `import { pin } from './pin.js';\nasync function send(url, init) { return await fetch(url, { ...init, redirect: 'manual' }); }\nexport async function probe(url) { const dispatcher = pin(url); try { const response = await send(url, { dispatcher }); return response.status; } finally { await dispatcher.destroy(); } }`,
    },
  ],
  invalid: [
    {
      name: 'on some ways only',
      code: `${PINNED}export async function probe(url) {
  const dispatcher = new Agent();
  const response = await fetch(url, { dispatcher });
  if (!response.ok) return false;
  await dispatcher.destroy();
  return true;
}`,
      output: `${PINNED}export async function probe(url) {
  const dispatcher = new Agent();
  const response = await fetch(url, { dispatcher });
  if (!response.ok) {
    void response.body?.cancel().catch(() => {});
    return false;
  }
  await dispatcher.destroy();
  return true;
}`,
      errors: [{ messageId: 'leftUnread', line: 4 }],
    },
    {
      name: 'by a close, which waits for the body',
      code: `${PINNED}export async function probe(url) {
  const dispatcher = new Agent();
  const response = await fetch(url, { dispatcher });
  await dispatcher.close();
  return response.status;
}`,
      output: `${PINNED}export async function probe(url) {
  const dispatcher = new Agent();
  const response = await fetch(url, { dispatcher });
  void response.body?.cancel().catch(() => {});
  await dispatcher.close();
  return response.status;
}`,
      errors: [{ messageId: 'neverRead', line: 4 }],
    },
  ],
});

ruleTester.run('require-body-cleanup: what every run of a generator leaves is told first', requireBodyCleanup, {
  valid: [],
  invalid: [
    {
      name: 'a loop that goes on behind a yield',
      code: `export async function* all(urls) {
  for (const url of urls) {
    const response = await fetch(url);
    if (!response.ok) {
      yield null;
      continue;
    }
    yield response.json();
  }
}`,
      output: `export async function* all(urls) {
  for (const url of urls) {
    const response = await fetch(url);
    if (!response.ok) {
      void response.body?.cancel().catch(() => {});
      yield null;
      continue;
    }
    yield response.json();
  }
}`,
      errors: [
        {
          messageId: 'leftUnread',
          data: {
            exit: 'The `continue` on line 6 starts the next round',
            release: 'void response.body?.cancel().catch(() => {});',
          },
        },
      ],
    },
  ],
});
