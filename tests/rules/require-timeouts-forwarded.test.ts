import { ruleTester } from '../rule-tester.js';
import { failing, named, reportsOnly } from './require-timeouts.fixture.js';

const IMPORTED = `const fetch = (...args) => import('node-fetch').then(({ default: f }) => f(...args));\n`;
ruleTester.run('require-timeouts: a function that calls another with all it gets', reportsOnly, {
  valid: named('', {
    'whose caller sets a limit': `${IMPORTED}export const load = async (url) => (await fetch(url, { signal: AbortSignal.timeout(5000) })).json();`,
    'whose callers are elsewhere': `export const send = (...args) => fetch(...args);`,
    'that adds a limit': `const send = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(5000) });\nexport const load = (url) => send(url, {});`,
    'that gets more than it passes on': `const send = (name, ...args) => fetch(...args);\nexport const load = (url, init) => send('x', url, init);`,
  }),
  invalid: failing('', {
    'after an import that it waits for': [
      `${IMPORTED}export const load = async (url) => (await fetch(url)).json();`,
      'noLimit',
      2,
    ],
    'in a statement': [
      `async function send(...args) { const { default: f } = await import('node-fetch'); return f(...args); }\nexport const load = async (url) => (await send(url, { method: 'POST' })).json();`,
      'noLimit',
      2,
    ],
    'at each call without one': [
      `const send = async (...args) => await fetch(...args);\nexport const load = (url) => send(url);\nexport const save = (url) => send(url, { method: 'PUT', signal: AbortSignal.timeout(5000) });`,
      'noLimit',
      2,
    ],
  }),
});

const NEEDLE = `import needle from 'needle';\nimport { options } from './options.js';\n`;
ruleTester.run('require-timeouts: a function of the module takes options for all requests', reportsOnly, {
  valid: named(NEEDLE, {
    'with limits': `needle.defaults({ response_timeout: 5000, read_timeout: 30000 });\nexport const load = (url) => needle('get', url);`,
    'of elsewhere': `needle.defaults(options);\nexport const load = (url) => needle.get(url);`,
    'some of them of elsewhere': `needle.defaults({ ...options, user_agent: 'x' });\nexport const load = (url) => needle.get(url);`,
    'that was required': `const other = require('needle');\nother.defaults({ response_timeout: 5000, read_timeout: 30000 });\nexport const load = (url) => other('get', url);`,
  }),
  invalid: failing(NEEDLE, {
    'without limits': [
      `needle.defaults({ user_agent: 'x' });\nexport const load = (url) => needle.get(url);`,
      'noLimit',
      4,
    ],
    'with a limit on connecting alone': [
      `needle.defaults({ open_timeout: 5000 });\nexport const load = (url) => needle('get', url);`,
      'noLimit',
      4,
    ],
  }),
});

ruleTester.run('require-timeouts: code of a page that is driven', reportsOnly, {
  valid: named('', {
    'a function that is sent': `export const load = (page, url) => page.evaluate(async (to) => (await fetch(to)).text(), url);`,
    'a function with a name': `const inPage = async (to) => (await fetch(to)).text();\nexport const load = (page, url) => page.evaluate(inPage, url);`,
  }),
  invalid: failing('', {
    'beside it': [
      `export const load = async (page, url) => { await page.evaluate(() => 1); return (await fetch(url)).text(); };`,
      'noLimit',
    ],
  }),
});
