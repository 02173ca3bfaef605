import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const BROWSER = `import puppeteer from 'puppeteer';\n`;
const PG = `import { Client } from 'pg';\n`;
const browser = (before: string, inside: string, caught = 'await browser.close();'): string =>
  `${BROWSER}export async function read(url) {\n  const browser = await puppeteer.launch({ args: [url] });\n  ${before}\n  try {\n    ${inside}\n  } catch (error) {\n    ${caught}\n  }\n}`;
const page = 'const page = await browser.newPage();';
const done = 'const text = await page.content();\n    await browser.close();\n    return text;';
const bad = (name: string, code: string) => ({ name, code, errors: [{ messageId: 'closedOnSomePaths' as const }] });

ruleTester.run('no-client-in-function: closed in a catch, and elsewhere', reportsOf(noClientInFunction), {
  valid: [
    { name: 'all that may fail is caught', code: browser('let page;', `page = await browser.newPage();\n    ${done}`) },
    {
      name: 'each return stands behind a close',
      code: browser(
        'let page;',
        `page = await browser.newPage();\n    if (page.isClosed()) { await browser.close(); return null; }\n    ${done}`,
      ),
    },
    {
      name: 'a return that closes',
      code: browser('let page;', `page = await browser.newPage();\n    return browser.close();`),
    },
    {
      name: 'a connection that cannot be opened leaves nothing open',
      code: `${PG}export async function read(url) {\n  const client = new Client(url);\n  await client.connect();\n  try {\n    const found = await client.query('a');\n    await client.end();\n    return found;\n  } catch (error) {\n    await client.end();\n    throw error;\n  }\n}`,
    },
    {
      name: 'a return before it is opened',
      code: `${PG}export async function read(url, cached) {\n  const client = new Client(url);\n  try {\n    if (cached) return cached;\n    await client.connect();\n    const found = await client.query('a');\n    await client.end();\n    return found;\n  } catch (error) {\n    await client.end();\n    throw error;\n  }\n}`,
    },
    {
      name: 'a return where it is gone',
      code: browser(
        'let page;',
        `page = await browser.newPage();\n    if (!browser.connected) return null;\n    ${done}`,
      ),
    },
    {
      name: 'what stands before has a catch of its own',
      code: browser(
        `let page;\n  try { page = await browser.newPage(); } catch { await browser.close(); throw url; }`,
        done,
      ),
    },
    {
      name: 'a turn of a loop around that goes on with the next page',
      code: browser(
        'let page;',
        `page = await browser.newPage();\n    for (const each of page.frames()) { if (each.detached) continue; await each.content(); }\n    ${done}`,
      ),
    },
  ],
  invalid: [
    bad('an error before the try', browser(page, done)),
    bad(
      'a return before the close',
      browser('let page;', `page = await browser.newPage();\n    if (!(await page.title())) return null;\n    ${done}`),
    ),
    bad(
      'a turn of a loop that leaves one open',
      `${BROWSER}export async function read(url) {\n  for (let turn = 0; turn < 3; turn++) {\n    const browser = await puppeteer.launch({ args: [url] });\n    try {\n      const page = await browser.newPage();\n      if (!(await page.title())) continue;\n      await browser.close();\n      return url;\n    } catch (error) {\n      await browser.close();\n    }\n  }\n}`,
    ),
  ],
});
