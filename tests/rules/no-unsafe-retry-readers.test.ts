import { noUnsafeRetry } from '../../src/rules/no-unsafe-retry.js';
import { ruleTester } from '../rule-tester.js';

const again = (head: string, sent: string): string => `
  export async function ${head} {
    for (let attempt = 0; attempt < 3; attempt++) {
      try { const r = await fetch('https://a.example/blocks', { method: 'POST', body: ${sent} }); if (r.status < 500) return r.json(); }
      catch (error) { if (attempt === 2) throw error; }
      await new Promise((done) => setTimeout(done, 2 ** attempt * (500 + Math.random() * 500)));
    }
  }`;

const superagent = (lines: string): string => `
  import superagent from 'superagent';
  export async function ask(settings, name, body) { ${lines} }`;

ruleTester.run('no-unsafe-retry: requests that only read', noUnsafeRetry, {
  valid: Object.entries({
    'a function that finds something': again('findBlock(filter)', 'JSON.stringify(filter)'),
    'a function that gets something, around one that only tries again': `
      export async function getHead(base) {
        const fetchWithRetry = async (attempt) => {
          try { const r = await fetch(base + '/network/status', { method: 'POST', body: '{}' }); if (r.status < 500) return r.json(); throw new Error('x'); }
          catch (error) { if (attempt > 3) throw error; await sleep(2 ** attempt * (500 + Math.random() * 500)); return fetchWithRetry(attempt + 1); }
        };
        return fetchWithRetry(0);
      }`,
    'an operation of FHIR in an address that is put together before': superagent(`
      const url = new URL(settings.base);
      url.pathname += \`/\${name}/$validate\`;
      return superagent.post(url.toString()).retry(3).send(body);`),
    'an address of settings whose name says that it searches': superagent(`
      const url = this.settings.fullSearchUrl;
      return superagent.post(url).send(body).retry(3);`),
    'a text that is put together': superagent(`
      let url = settings.base;
      url += '/orders/search';
      return superagent.post(url).send(body).retry(3);`),
  }).map(([name, code]) => ({ name, code })),
  invalid: Object.entries({
    'a function that does something': again('pushBlock(block)', 'JSON.stringify(block)'),
    'a function that gets or makes something': again('getOrCreateBlock(block)', 'JSON.stringify(block)'),
    'a function that starts like one that gets something': again('listenTo(block)', 'JSON.stringify(block)'),
    'a function within one that gets something': `
      export function getApi(base) {
        const place = async (order) => {
          for (let attempt = 0; attempt < 3; attempt++) {
            try { return await fetch(base + '/orders', { method: 'POST', body: order }); } catch (error) { await sleep(2 ** attempt * Math.random()); }
          }
        };
        return { place };
      }`,
    'an address that is put together for something else': superagent(`
      const url = new URL(settings.base);
      url.pathname += \`/\${name}/orders\`;
      return superagent.post(url.toString()).retry(3).send(body);`),
    'another address that searches': superagent(`
      const other = new URL(settings.base);
      other.pathname += '/search';
      const url = new URL(settings.orders);
      return superagent.post(url.toString()).retry(3).send(body);`),
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'unsafe' as const }] })),
});

ruleTester.run('no-unsafe-retry: requests that have not failed, or have not been sent', noUnsafeRetry, {
  valid: Object.entries({
    'a loop that goes round when an answer lacks something': `
      export async function start(id) {
        for (let retry = 0; retry < 3; retry++) { const { body } = await fetch('https://a.example/' + id); if (body) return body; }
      }`,
    'a function that asks for health among others': `
      async function ask(base, path) {
        for (let attempt = 0; attempt < 3; attempt++) { try { return await (await fetch(new URL(path, base))).json(); } catch (error) { log(error); } }
      }
      export const probe = async (base) => (await ask(base, '/health')) && ask(base, '/v1/models');`,
    'a loop over the addresses of a list, by their numbers': `
      import axios from 'axios';
      export async function place(bases, data) {
        for (let index = 0; index < bases.length; index += 1) {
          const base = bases[index];
          const url = \`\${base}/orders\`;
          const config = { url, method: 'POST', data };
          try { return await axios(config); } catch (error) { log(error); }
        }
      }`,
    'a request that is sent when its connection is there': `
      import http from 'node:http';
      export class Upload {
        async connect(url) {
          for (let attempt = 0; attempt < 3; attempt++) {
            this.request = http.request(url, { method: 'POST' });
            try { await connected(this.request); return; } catch (error) { this.request.destroy(); await sleep(2 ** attempt * Math.random()); }
          }
        }
        send(stream) { stream.pipe(this.request); }
      }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'a loop that goes round at once when a status tells of a failure',
      code: `export async function start(id) {
        for (let retry = 0; retry < 3; retry++) { const { ok, body } = await fetch('https://a.example/' + id); if (ok) return body; }
      }`,
      errors: [{ messageId: 'atOnce' }],
    },
    {
      name: 'a function that asks for something else',
      code: `
        async function ask(base, path) {
          for (let attempt = 0; attempt < 3; attempt++) { try { return await (await fetch(new URL(path, base))).json(); } catch (error) { log(error); } }
        }
        export const models = (base) => ask(base, '/v1/models');`,
      errors: [{ messageId: 'atOnce' }],
    },
    {
      name: 'an element of a list that stays the same',
      code: `
        export async function place(bases, chosen, data) {
          for (let round = 0; round < 3; round += 1) {
            const base = bases[chosen];
            try { return await fetch(\`\${base}/orders\`, { method: 'POST', body: data }); } catch (error) { log(error); }
          }
        }`,
      errors: [{ messageId: 'unsafe' }],
    },
    {
      name: 'a request that is sent each time',
      code: `
        import http from 'node:http';
        export async function upload(url, body) {
          for (let attempt = 0; attempt < 3; attempt++) {
            const request = http.request(url, { method: 'POST' });
            try { request.end(body); return await answered(request); } catch (error) { await sleep(2 ** attempt * Math.random()); }
          }
        }`,
      errors: [{ messageId: 'unsafe' }],
    },
  ],
});
