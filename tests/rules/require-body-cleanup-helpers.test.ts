import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { ruleTester } from '../rule-tester.js';

interface Found {
  readonly line: number;
  readonly code: string;
  readonly output: string | null;
}

function reported(cases: Readonly<Record<string, Found>>) {
  return Object.entries(cases).map(([name, { line, code, output }]) => ({
    name,
    code,
    output,
    errors: [{ messageId: 'leftUnread' as const, line }],
  }));
}

ruleTester.run('require-body-cleanup: functions that look at a response and throw', requireBodyCleanup, {
  valid: Object.entries({
    'one that reads what it throws for': `async function check(res) { if (!res.ok) throw new Error(await res.text()); }
export async function load(url) { const res = await fetch(url); await check(res); return res.json(); }`,
    'the same for a typed parameter': `export async function check(res: Response): Promise<void> { if (!res.ok) throw new Error(await res.text()); }`,
    'one that releases it': `function check(res) { if (!res.ok) { res.body?.cancel(); throw new Error('x'); } }
export async function load(url) { const res = await fetch(url); check(res); return res.json(); }`,
    'a caller that reads it after the error': `function check(res) { if (!res.ok) throw new Error('x'); }
export async function load(url) {
  const res = await fetch(url);
  try { check(res); return await res.json(); } catch { throw new Error(await res.text()); }
}`,
    'one that never throws': `function note(res) { console.log(res.status); }
export async function load(url) { const res = await fetch(url); note(res); return res.json(); }`,
    'a request with a live limit': `function check(res) { if (!res.ok) throw new Error('x'); }
export async function load(url) { const res = await fetch(url, { signal: AbortSignal.timeout(5000) }); check(res); return res.json(); }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: reported({
    'once, however many responses it gets': {
      line: 5,
      code: `function check(res) {
  if (!res.ok) throw new Error(String(res.status));
}
export async function load(url) {
  const res = await fetch(url); check(res); return res.json();
}
export async function text(url) {
  const res = await fetch(url); check(res); return res.text();
}`,
      output: `function check(res) {
  if (!res.ok) {
    void res.body?.cancel().catch(() => {});
    throw new Error(String(res.status));
  }
}
export async function load(url) {
  const res = await fetch(url); check(res); return res.json();
}
export async function text(url) {
  const res = await fetch(url); check(res); return res.text();
}`,
    },
    'a method, on one of its ways': {
      line: 7,
      code: `export class Api {
  #check(response) {
    if (response.status === 304) return;
    if (response.status === 401) {
      this.token = null; throw new Error('token');
    }
  } async load(url) { const response = await fetch(url); this.#check(response); return response.json(); }
}`,
      output: `export class Api {
  #check(response) {
    if (response.status === 304) return;
    if (response.status === 401) {
      void response.body?.cancel().catch(() => {});
      this.token = null; throw new Error('token');
    }
  } async load(url) { const response = await fetch(url); this.#check(response); return response.json(); }
}`,
    },
    'an asynchronous one, which takes it apart': {
      line: 7,
      code: `import { request } from 'undici';
async function check({ statusCode }) {
  if (statusCode > 299)
    throw new Error(String(statusCode));
}
export async function load(url) {
  const response = await request(url);
  await check(response);
  return response.body.json();
}`,
      output: `import { request } from 'undici';
async function check({ statusCode, body }) {
  if (statusCode > 299) {
    void body.dump().catch(() => {});
    throw new Error(String(statusCode));
  }
}
export async function load(url) {
  const response = await request(url);
  await check(response);
  return response.body.json();
}`,
    },
    'exported, so that somebody may go on with the response: no fix': {
      line: 2,
      code: `export function check(res) { if (!res.ok) throw new Error('x'); }
export async function load(url) { const res = await fetch(url); check(res); return res.json(); }`,
      output: null,
    },
    'one that always throws': {
      line: 3,
      code: `function fail(res) { throw new Error('bad ' + res.status); }
export async function load(url) {
  const res = await fetch(url);
  if (!res.ok) fail(res);
  return res.json();
}`,
      output: `function fail(res) { throw new Error('bad ' + res.status); }
export async function load(url) {
  const res = await fetch(url);
  if (!res.ok) {
    void res.body?.cancel().catch(() => {});
    fail(res);
  }
  return res.json();
}`,
    },
  }),
});

ruleTester.run('require-body-cleanup: functions that are given what only types tell of', requireBodyCleanup, {
  valid: [],
  invalid: [
    {
      name: 'the function that reads it on another way is at fault, once for all callers',
      code: `async function make(url: string): Promise<Response> { return get(url); }
async function read(res: Response) {
  if (!res.ok) throw new Error('x');
  return res.json();
}
export const one = async (url: string) => read(await make(url));
export const two = async (url: string) => read(await make(url + '/'));`,
      output: `async function make(url: string): Promise<Response> { return get(url); }
async function read(res: Response) {
  if (!res.ok) {
    void res.body?.cancel().catch(() => {});
    throw new Error('x');
  }
  return res.json();
}
export const one = async (url: string) => read(await make(url));
export const two = async (url: string) => read(await make(url + '/'));`,
      errors: [{ messageId: 'leftUnread', line: 2 }],
    },
  ],
});

ruleTester.run('require-body-cleanup: functions that return the response which they are given', requireBodyCleanup, {
  valid: Object.entries({
    'one that reads what it throws for': `async function ensure(res) { if (!res.ok) throw new Error(await res.text()); return res; }
export const load = async (url) => { const res = await ensure(await fetch(url)); return res.json(); };`,
    'one that returns another one as well': `function choose(res) { if (!res.ok) return fallback(res); return res; }
export const load = async (url) => { const res = choose(await fetch(url)); if (res.x) throw new Error('x'); return res.json(); };`,
    'what it returns leaves': `function note(res) { console.log(res.status); return res; }
export const load = async (url) => note(await fetch(url));`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    ...reported({
      'around the request': {
        line: 6,
        code: `function ensure(res) {
  if (!res.ok) throw new Error(String(res.status));
  return res;
}
export async function load(url) {
  const res = ensure(await fetch(url));
  return res.json();
}`,
        output: `function ensure(res) {
  if (!res.ok) {
    void res.body?.cancel().catch(() => {});
    throw new Error(String(res.status));
  }
  return res;
}
export async function load(url) {
  const res = ensure(await fetch(url));
  return res.json();
}`,
      },
      'a method, under a second name': {
        line: 7,
        code: `class Api {
  check(res) {
    if (res.status !== 200) throw new Error('x');
    return res;
  }
  async load(url) {
    const res = await fetch(url);
    const good = this.check(res);
    return good.json();
  }
}`,
        output: `class Api {
  check(res) {
    if (res.status !== 200) {
      void res.body?.cancel().catch(() => {});
      throw new Error('x');
    }
    return res;
  }
  async load(url) {
    const res = await fetch(url);
    const good = this.check(res);
    return good.json();
  }
}`,
      },
      'the caller loses it afterwards': {
        line: 3,
        code: `function note(res) { console.log(res.status); return res; }
export async function load(url) {
  const res = note(await fetch(url));
  if (res.status === 404) return null;
  return res.json();
}`,
        output: `function note(res) { console.log(res.status); return res; }
export async function load(url) {
  const res = note(await fetch(url));
  if (res.status === 404) {
    void res.body?.cancel().catch(() => {});
    return null;
  }
  return res.json();
}`,
      },
    }),
  ],
});

ruleTester.run('require-body-cleanup: functions that read a response and return it', requireBodyCleanup, {
  valid: Object.entries({
    'a helper that has read it': `async function send(url) {
  const response = await fetch(url);
  console.log(await response.text());
  return response;
}
export async function notify(url) { const response = await send(url); return response.status; }`,
    'callbacks whose results nobody takes': `export async function notify(urls) {
  await Promise.all(urls.map(async (url) => {
    const response = await fetch(url, { method: 'POST', body: 'x' });
    console.log(response, await response.text());
    return response;
  }));
}`,
    ...Object.fromEntries(
      [
        'promise.catch(() => {}); const response = await promise; return response.json();',
        'await Promise.all([promise, wait()]); const response = await promise; return response.json();',
        'await Promise.allSettled([promise]); return promise.then((response) => response.json());',
        'await promise; return (await promise).text();',
        'const { status } = await promise; return [status, await (await promise).text()];',
      ].map((body) => [
        `a promise that is waited for more than once: ${body}`,
        `export async function load(url) { const promise = fetch(url); ${body} }`,
      ]),
    ),
    'a continuation': `const send = (url) => fetch(url).then(async (response) => { await response.text(); return response; });
export async function notify(url) { const { status } = await send(url); return status; }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'a helper that has read it on one way only',
      code: `async function send(url) {
  const response = await fetch(url);
  if (response.status === 400) {
    console.log(await response.text());
    return response;
  }
  return response;
}
export async function notify(url) {
  const response = await send(url);
  return response.status;
}
`,
      output: `async function send(url) {
  const response = await fetch(url);
  if (response.status === 400) {
    console.log(await response.text());
    return response;
  }
  return response;
}
export async function notify(url) {
  const response = await send(url);
  void response.body?.cancel().catch(() => {});
  return response.status;
}
`,
      errors: [{ messageId: 'neverRead' as const, line: 10 }],
    },
    {
      name: 'callbacks that return it unread',
      code: `export async function notify(urls) {
  await Promise.all(urls.map(async (url) => {
    const response = await fetch(url);
    return response;
  }));
}
`,
      output: null,
      errors: [{ messageId: 'neverRead' as const }],
    },
    {
      name: 'a promise that is waited for more than once, of which nothing reads the body',
      code: `export async function load(url) {
  const promise = fetch(url);
  promise.catch(() => {});
  const response = await promise;
  return response.status;
}
`,
      output: `export async function load(url) {
  const promise = fetch(url);
  promise.catch(() => {});
  const response = await promise;
  void response.body?.cancel().catch(() => {});
  return response.status;
}
`,
      errors: [{ messageId: 'neverRead' as const, line: 2 }],
    },
    ...[
      'await Promise.all(urls.map(async (url) => { const response = await fetch(url); log(response.status); return response; }));',
      'const first = fetch(urls[0]); await Promise.all([first, wait()]); log((await first).status);',
    ].map((body) => ({
      name: `no release in front of other code that sees it: ${body}`,
      code: `export async function notify(urls) {\n  ${body}\n}\n`,
      output: null,
      errors: [{ messageId: 'neverRead' as const }],
    })),
  ],
});
