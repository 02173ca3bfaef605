import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { ruleTester } from '../rule-tester.js';

/** A report of `neverRead` or `leftUnread` with what the fix makes of the code. */
function fixed(
  name: string,
  messageId: 'neverRead' | 'leftUnread' | 'overwritten',
  code: string,
  output: string | null,
) {
  return { name, code, output, errors: [{ messageId }] };
}

ruleTester.run('require-body-cleanup: where the release stands', requireBodyCleanup, {
  valid: [],
  invalid: [
    fixed(
      'directly after the decision, in front of what the branch waits for',
      'leftUnread',
      `async function poll(url, attempts) {
  for (let i = 0; i < attempts; i++) {
    const response = await fetch(url);
    if (response.status === 200) return response.json();
    // give it some time
    await sleep(1000 * i);
  }
  return null;
}`,
      `async function poll(url, attempts) {
  for (let i = 0; i < attempts; i++) {
    const response = await fetch(url);
    if (response.status === 200) return response.json();
    void response.body?.cancel().catch(() => {});
    // give it some time
    await sleep(1000 * i);
  }
  return null;
}`,
    ),
    {
      name: 'where an earlier `continue` has none yet',
      code: `async function load(urls) {
  for (const url of urls) {
    if (isKnown(url))
      continue;
    const response = await fetch(url);
    if (!response.ok) {
      continue;
    }
    use(await response.json());
  }
}`,
      output: `async function load(urls) {
  for (const url of urls) {
    if (isKnown(url))
      continue;
    const response = await fetch(url);
    if (!response.ok) {
      void response.body?.cancel().catch(() => {});
      continue;
    }
    use(await response.json());
  }
}`,
      errors: [
        {
          messageId: 'leftUnread',
          data: {
            exit: 'The `continue` on line 7 starts the next round',
            release: 'void response.body?.cancel().catch(() => {});',
          },
        },
      ],
    },
    fixed(
      'in front of a return, not where an earlier round returned',
      'leftUnread',
      `async function send(url, parts) {
  while (parts.length > 0) {
    if (isLate()) {
      return null;
    }
    const response = await fetch(url, { method: 'PUT', body: parts.shift() });
    if (response.status === 308) {
      continue;
    }
    return response.json();
  }
}`,
      `async function send(url, parts) {
  while (parts.length > 0) {
    if (isLate()) {
      return null;
    }
    const response = await fetch(url, { method: 'PUT', body: parts.shift() });
    if (response.status === 308) {
      void response.body?.cancel().catch(() => {});
      continue;
    }
    return response.json();
  }
}`,
    ),
    fixed(
      'in front of a close that waits for the body',
      'neverRead',
      `import { request } from 'undici';
export async function statusOf(url, makeAgent) {
  const agent = makeAgent();
  const { statusCode } = await request(url, { dispatcher: agent });
  await agent.close();
  return statusCode;
}`,
      `import { request } from 'undici';
export async function statusOf(url, makeAgent) {
  const agent = makeAgent();
  const { statusCode, body } = await request(url, { dispatcher: agent });
  void body.dump().catch(() => {});
  await agent.close();
  return statusCode;
}`,
    ),
    fixed(
      'behind a look at the body, which is to show it as it was',
      'neverRead',
      `export async function f(url) {
  const response = await fetch(url);

  // Logs the stream
  console.log(response.body);
}`,
      `export async function f(url) {
  const response = await fetch(url);

  // Logs the stream
  console.log(response.body);
  void response.body?.cancel().catch(() => {});
}`,
    ),
    fixed(
      'above the comment of the statement, and inside braces that are added',
      'leftUnread',
      `import axios from 'axios';
export async function store(url, file) {
  const response = await axios.get(url, { responseType: 'stream' });
  if (response.status === 204)
    // nothing to store
    return null;
  else if (response.status === 404) return undefined; // gone
  if (response.headers['content-type'] === 'text/html') {
    // pages are not stored
    return false;
  }
  return save(response.data, file);
}`,
      `import axios from 'axios';
export async function store(url, file) {
  const response = await axios.get(url, { responseType: 'stream' });
  if (response.status === 204)
    // nothing to store
    return null;
  else if (response.status === 404) {
    response.data.destroy();
    return undefined; // gone
  }
  if (response.headers['content-type'] === 'text/html') {
    response.data.destroy();
    // pages are not stored
    return false;
  }
  return save(response.data, file);
}`,
    ),
    fixed(
      'in the branch that reads nothing, when the others go on together',
      'leftUnread',
      `async function load(url) {
  const response = await fetch(url);
  let data = null;
  if (response.ok) data = await response.json();
  return data;
}`,
      `async function load(url) {
  const response = await fetch(url);
  let data = null;
  if (response.ok) {
    data = await response.json();
  } else {
    void response.body?.cancel().catch(() => {});
  }
  return data;
}`,
    ),
    fixed(
      'in front of the throw of a try whose catch knows no response',
      'leftUnread',
      `async function load(url) {
  try {
    const response = await fetch(url);
    if (response.status >= 500) throw new Error('server');
    return await response.json();
  } catch {
    return null;
  }
}`,
      `async function load(url) {
  try {
    const response = await fetch(url);
    if (response.status >= 500) {
      void response.body?.cancel().catch(() => {});
      throw new Error('server');
    }
    return await response.json();
  } catch {
    return null;
  }
}`,
    ),
    fixed(
      'in cases of a switch, and behind one without a default',
      'leftUnread',
      `import fetch from 'node-fetch';
export async function find(url) {
  const res = await fetch(url);
  switch (res.status) {
    case 200:
      return res.json();
    case 404:
    case 410:
      return null;
  }
  throw new Error('status ' + res.status);
}`,
      `import fetch from 'node-fetch';
export async function find(url) {
  const res = await fetch(url);
  switch (res.status) {
    case 200:
      return res.json();
    case 404:
    case 410:
      res.body?.resume();
      return null;
  }
  res.body?.resume();
  throw new Error('status ' + res.status);
}`,
    ),
    fixed(
      'in front of jumps to labels',
      'leftUnread',
      `import { request } from 'undici';
export async function all(urls) {
  const texts = [];
  next: for (const url of urls) {
    for (let i = 0; i < 3; i++) {
      const { statusCode, body } = await request(url);
      if (statusCode === 503) continue;
      if (statusCode === 404) continue next;
      if (statusCode === 410) break next;
      texts.push(await body.text());
      break;
    }
  }
  return texts;
}`,
      `import { request } from 'undici';
export async function all(urls) {
  const texts = [];
  next: for (const url of urls) {
    for (let i = 0; i < 3; i++) {
      const { statusCode, body } = await request(url);
      if (statusCode === 503) {
        void body.dump().catch(() => {});
        continue;
      }
      if (statusCode === 404) {
        void body.dump().catch(() => {});
        continue next;
      }
      if (statusCode === 410) {
        void body.dump().catch(() => {});
        break next;
      }
      texts.push(await body.text());
      break;
    }
  }
  return texts;
}`,
    ),
    fixed(
      'not in front of a call that needs the body, even if it does not free it',
      'neverRead',
      `import { request } from 'undici';
export async function form(url) {
  const { body } = await request(url);
  const data = await body.formData();
  return data;
}`,
      `import { request } from 'undici';
export async function form(url) {
  const { body } = await request(url);
  const data = await body.formData();
  void body.dump().catch(() => {});
  return data;
}`,
    ),
    fixed(
      'in a file without semicolons',
      'neverRead',
      `export async function notify(url) {
  await fetch(url, { method: 'POST' })
  ;[1, 2].forEach(log)
}`,
      `export async function notify(url) {
  const response = await fetch(url, { method: 'POST' })
  void response.body?.cancel().catch(() => {})
  ;[1, 2].forEach(log)
}`,
    ),
  ],
});

ruleTester.run('require-body-cleanup: types that deny what releases a body', requireBodyCleanup, {
  valid: [],
  invalid: (['ts', 'js'] as const).map((extension) => ({
    name: `cross-fetch in a .${extension} file`,
    code: `import fetch from 'cross-fetch';
export async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error('no');
  return response.json();
}`,
    output:
      extension === 'ts'
        ? null
        : `import fetch from 'cross-fetch';
export async function load(url) {
  const response = await fetch(url);
  if (!response.ok) {
    response.body?.resume();
    throw new Error('no');
  }
  return response.json();
}`,
    filename: `a.${extension}`,
    errors: [{ messageId: 'leftUnread' as const }],
  })),
});

ruleTester.run('require-body-cleanup: a response that may not be there', requireBodyCleanup, {
  valid: [],
  invalid: [
    fixed(
      'a rejection that becomes null',
      'leftUnread',
      `async function load(url) {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return null;
  return response.text();
}`,
      `async function load(url) {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) {
    void response?.body?.cancel().catch(() => {});
    return null;
  }
  return response.text();
}`,
    ),
    fixed(
      'a rejection of a dropped request that becomes undefined',
      'neverRead',
      `async function ping(url) {
  await fetch(url).catch(() => undefined);
}`,
      `async function ping(url) {
  const response = await fetch(url).catch(() => undefined);
  void response?.body?.cancel().catch(() => {});
}`,
    ),
    fixed(
      'a rejection of a dropped request that becomes nothing of a known type',
      'neverRead',
      `async function ping(url) {
  await fetch(url).catch(() => {});
}`,
      `async function ping(url) {
  await fetch(url).then((response) => response.body?.cancel()).catch(() => {});
}`,
    ),
    fixed(
      'another object in its place',
      'neverRead',
      `async function ping(url) {
  const response = await fetch(url).catch(() => ({ ok: false }));
  return response.ok;
}`,
      null,
    ),
    fixed(
      'a helper that returns null when the request fails',
      'neverRead',
      `async function get(url) {
  try {
    return await fetch(url);
  } catch {
    return null;
  }
}
async function isUp(url) {
  const response = await get(url);
  return response !== null && response.ok;
}`,
      `async function get(url) {
  try {
    return await fetch(url);
  } catch {
    return null;
  }
}
async function isUp(url) {
  const response = await get(url);
  void response?.body?.cancel().catch(() => {});
  return response !== null && response.ok;
}`,
    ),
    fixed(
      'a condition that holds without a response as well',
      'leftUnread',
      `async function load(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    report(error);
  }
  if (!response || response.status === 404) {
    return null;
  }
  return response.text();
}`,
      `async function load(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    report(error);
  }
  if (!response || response.status === 404) {
    void response?.body?.cancel().catch(() => {});
    return null;
  }
  return response.text();
}`,
    ),
    fixed(
      'the next request of a loop replaces it',
      'overwritten',
      `async function follow(url) {
  let response;
  do {
    response = await fetch(url);
  } while (response.status === 307);
  return response.text();
}`,
      `async function follow(url) {
  let response;
  do {
    void response?.body?.cancel().catch(() => {});
    response = await fetch(url);
  } while (response.status === 307);
  return response.text();
}`,
    ),
  ],
});

ruleTester.run('require-body-cleanup: names and expressions', requireBodyCleanup, {
  valid: [],
  invalid: [
    fixed(
      'an arrow that returns a member of the call',
      'neverRead',
      `const isUp = async (url) => (await fetch(url)).ok;`,
      `const isUp = async (url) => {
  const response = await fetch(url);
  void response.body?.cancel().catch(() => {});
  return response.ok;
};`,
    ),
    fixed(
      'a call that a condition may skip',
      'neverRead',
      `async function check(url, on) {
  if (on && !(await fetch(url)).ok) throw new Error('down');
}`,
      null,
    ),
    fixed(
      'what a condition evaluates first',
      'neverRead',
      `async function check(url) {
  if (!(await fetch(url)).ok) throw new Error('down');
}`,
      `async function check(url) {
  const response = await fetch(url);
  void response.body?.cancel().catch(() => {});
  if (!response.ok) throw new Error('down');
}`,
    ),
    fixed(
      'a name that is taken',
      'neverRead',
      `async function check(url, body) {
  const { status } = await fetch(url, { method: 'PUT', body });
  return status;
}`,
      `async function check(url, body) {
  const { status, body: unread } = await fetch(url, { method: 'PUT', body });
  void unread?.cancel().catch(() => {});
  return status;
}`,
    ),
    fixed(
      'a callback without a parameter',
      'neverRead',
      `import https from 'node:https';
export function touch(url, done) {
  https.get(url, () => done());
}`,
      `import https from 'node:https';
export function touch(url, done) {
  https.get(url, (response) => {
    response.resume();
    done();
  });
}`,
    ),
    fixed(
      'a choice in an expression',
      'leftUnread',
      `const load = (url) => fetch(url).then((response) => (response.status === 200 ? response.json() : null));`,
      `const load = (url) => fetch(url).then((response) => {
  if (response.status !== 200) {
    void response.body?.cancel().catch(() => {});
    return null;
  }
  return response.json();
});`,
    ),
    fixed(
      'a choice whose condition calls something',
      'leftUnread',
      `async function load(url) {
  const response = await fetch(url);
  return isWanted(url) ? response.json() : null;
}`,
      null,
    ),
    fixed(
      'responses that an early end leaves out',
      'neverRead',
      `async function allUp(urls) {
  const responses = await Promise.all(urls.map((url) => fetch(url)));
  return responses.every((response) => response.ok);
}`,
      null,
    ),
  ],
});
