// The playground as a visitor has it: built, in Chromium, used by roles and names as with a screen reader.
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch, serve } from './browser.js';

const require = createRequire(import.meta.url);
/** axe-core, which looks for what keeps people with a screen reader, a keyboard or weak eyes from using a page. */
const AXE = require.resolve('axe-core/axe.min.js');

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: string[] }[] }[];
}

/** What axe-core finds on a page: the rule, and the elements that break it. */
async function barriers(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

const TITLE = hasBrowser
  ? 'the playground'
  : 'the playground: skipped, because there is no Chromium (apt-get install chromium, or CHROMIUM=/path/to/it)';

describe.skipIf(!hasBrowser)(TITLE, () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serve>>;
  let shared: Page | null = null;
  const problems: string[] = [];

  beforeAll(async () => {
    server = await serve(new URL('../../playground/dist/', import.meta.url));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.stop();
  });
  afterEach(() => {
    expect(problems.splice(0)).toEqual([]);
  });

  /** The page of all tests that need none of their own, at a link. */
  async function open(hash: string): Promise<Page> {
    if (!shared) return (shared = await openNew(hash));
    const page = shared;
    await page.getByRole('tab', { name: 'Reports' }).click();
    const before = await verdict(page);
    const isThere = await page.evaluate((next) => {
      const wasThere = location.hash === next;
      location.hash = next;
      return wasThere;
    }, hash);
    if (isThere) return page;
    await page.waitForFunction((last) => Number(document.body.dataset['verdict']) > last, before);
    return page;
  }

  const verdict = (page: Page): Promise<number> => page.evaluate(() => Number(document.body.dataset['verdict']));

  /** A page in a browser of its own, after its first verdict. */
  async function openNew(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('requestfailed', (request) => problems.push(`${request.url()} failed`));
    await page.goto(server.url + hash);
    await page.waitForSelector('body[data-verdict]');
    return page;
  }

  const reports = (page: Page): Locator => page.getByRole('tabpanel', { name: 'Reports' }).locator('.reports > li');
  const code = (page: Page): Locator => page.getByRole('textbox', { name: 'Code' });
  const status = (page: Page): Locator => page.getByRole('status');

  async function type(page: Page, text: string): Promise<void> {
    await code(page).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  }

  it('lints what is typed', async () => {
    const page = await open('#example=no-client-in-function');
    await type(page, `import { Agent } from 'undici';\nexport const make = (url) => fetch(url);\n`);
    await reports(page).filter({ hasText: 'require-timeouts' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('export const one = 1;\n');
    await page.getByText('Nothing to report.').waitFor();
    expect(await page.locator('.cm-lintRange-error').count()).toBe(0);
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('const = 1');
    await reports(page).filter({ hasText: 'Parsing error' }).waitFor();
  });

  it('underlines what is reported, and goes there', async () => {
    const page = await open('#example=no-client-in-function');
    expect(await page.locator('.cm-lintRange-error').first().textContent()).toBe('new Agent');
    await reports(page).first().getByRole('button', { name: 'Line 4:22' }).press('Enter');
    await page.keyboard.insertText('/* here */');
    expect(await code(page).textContent()).toContain('= /* here */new Agent()');
    // The next test asks for the same example, which the address names until the page has taken this in.
    await page.waitForFunction(() => location.hash.startsWith('#code='));
  });

  it('shows what fixes make of it, and takes that over', async () => {
    const page = await open('#example=no-client-in-function');
    await page.getByRole('tab', { name: 'After --fix' }).click();
    const panel = page.getByRole('tabpanel', { name: 'After --fix' });
    const changed = panel.locator('.cm-changedLine, .cm-insertedLine');
    await changed
      .filter({ hasText: /^const dispatcher = new Agent\(\);$/ })
      .first()
      .waitFor();
    await page.getByRole('tab', { name: 'After migrate' }).click();
    await page.getByRole('tabpanel', { name: 'After migrate' }).getByRole('button', { name: 'Use this code' }).click();
    await status(page).filter({ hasText: 'No reports' }).waitFor();
    expect(await code(page).textContent()).toContain('headersTimeout');
    await code(page).click();
    await page.keyboard.press('Control+Z');
    await status(page).filter({ hasText: '2 reports' }).waitFor();
  });

  it('applies a suggestion', async () => {
    const page = await open('#example=no-client-in-function');
    await page.getByRole('button', { name: /^Set limits: connect 5 s/ }).click();
    await status(page).filter({ hasText: '1 report,' }).waitFor();
    expect(await code(page).textContent()).toContain('headersTimeout');
  });

  it('opens a shared link as it was shared', async () => {
    const page = await open('#example=no-client-in-function');
    await page.getByLabel('Language', { exact: true }).selectOption('ts');
    await page.getByLabel('Config', { exact: true }).selectOption('strict');
    await page.getByLabel('Kind of program', { exact: true }).selectOption('script');
    await type(page, `import { Pool } from 'pg';\nexport const size: number = 1; // ünïcödé 🙂\n`);
    await status(page).filter({ hasText: 'No reports' }).waitFor();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await status(page).filter({ hasText: 'Link copied.' }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(new URL(link).search).toBe('');
    const other = await openNew(new URL(link).hash);
    expect(await code(other).innerText()).toContain('size: number = 1; // ünïcödé 🙂');
    expect(await other.getByLabel('Config', { exact: true }).inputValue()).toBe('strict');
    expect(await other.getByLabel('Kind of program', { exact: true }).inputValue()).toBe('script');
    expect(await other.getByLabel('Language', { exact: true }).inputValue()).toBe('ts');
  });

  it('says of a damaged link that it is one', async () => {
    const page = await open('#code=%25%25%25&language=js');
    expect(await code(page).textContent()).toContain('This link is damaged');
  });

  it('reports each example of the gallery', async () => {
    const page = await open('#example=no-client-in-function');
    const ids = await page
      .getByLabel('Example', { exact: true })
      .locator('option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value).filter(Boolean));
    expect(ids.length).toBeGreaterThan(40);
    const silent: string[] = [];
    for (const id of ids) {
      const before = await verdict(page);
      await page.getByLabel('Example', { exact: true }).selectOption(id);
      await page.waitForFunction((last) => Number(document.body.dataset['verdict']) > last, before);
      const rules = await reports(page).locator('.rule').allTextContents();
      const isFramework = !rules.some((rule) => id.startsWith(rule));
      if (rules.length === 0 || (isFramework && /^(?:no|require|prefer|consistent|one)-/.test(id))) silent.push(id);
    }
    expect(silent).toEqual([]);
  });

  it('switches rules and settings, and says what is wrong with them', async () => {
    const page = await open('#example=require-timeouts');
    await page.getByText('Rules and settings').click();
    await page.getByRole('checkbox', { name: 'require-timeouts' }).uncheck();
    await status(page).filter({ hasText: 'No reports' }).waitFor();
    await page.getByLabel('Settings, as JSON').fill('{ "timeouts": { "connect": -1 } }');
    await page
      .getByRole('alert')
      .filter({ hasText: /^settings\['client-lifecycle'\]\.timeouts.* take\.$/ })
      .waitFor();
    await page.getByLabel('Settings, as JSON').fill('{ "timeouts": { "total": 1000 } }');
    await page.getByRole('checkbox', { name: 'require-timeouts' }).check();
    await status(page).filter({ hasText: '1 report, 1 fixed by --fix' }).waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('');
  });

  it('can be used with the keyboard', async () => {
    const page = await open('#example=no-client-in-function');
    await page.getByRole('tab', { name: 'Reports' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'After --fix' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('End');
    expect(await page.getByRole('tabpanel').getAttribute('id')).toBe('panel-migrated');
    await code(page).focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor') === null)).toBe(true);
  });

  it.each([
    ['dark', 1280],
    ['dark', 390],
    ['light', 1280],
    ['light', 390],
  ] as const)('has no barriers: %s, %i pixels wide', async (colorScheme, width) => {
    const page = await openNew('#example=no-client-in-function', { colorScheme, viewport: { width, height: 800 } });
    const found = { reports: await barriers(page), fixed: [''], settings: [''] };
    await page.getByRole('tab', { name: 'After --fix' }).click();
    await page.getByRole('tabpanel', { name: 'After --fix' }).locator('.cm-changedLine').first().waitFor();
    found.fixed = await barriers(page);
    await page.getByText('Rules and settings').click();
    await page.getByLabel('Settings, as JSON').fill('{ "timeouts": { "connect": -1 } }');
    await page.getByRole('alert').filter({ hasText: 'timeouts' }).waitFor();
    found.settings = await barriers(page);
    expect(found).toEqual({ reports: [], fixed: [], settings: [] });
  });

  it('fits screens of all widths', async () => {
    const page = await open('#example=require-release');
    const wide = [320, 390, 820, 1280];
    const sizes: number[] = [];
    for (const width of wide) {
      await page.setViewportSize({ width, height: 800 });
      sizes.push(await page.evaluate(() => document.documentElement.scrollWidth));
    }
    expect(sizes).toEqual(wide);
  });

  it('is dark where the system is, and stays as somebody chose', async () => {
    const page = await openNew('', { colorScheme: 'dark' });
    const back = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await back();
    await page.getByRole('button', { name: 'Light colours' }).click();
    const light = await back();
    expect(light).not.toBe(dark);
    await page.reload();
    expect(await back()).toBe(light);
  });
});
