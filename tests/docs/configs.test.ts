// Each block of configuration in the README and the guides (```js config) is loaded and lints a file, so that a wrong
// rule, option or setting in it fails here.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint, type Linter } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { allPages, blocksOf, isScript } from './blocks.js';

const folder = mkdtempSync(join(fileURLToPath(new URL('.', import.meta.url)), 'config-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const CODE = `import { Agent } from 'undici';\nexport const load = () => fetch('https://api.example.com', { dispatcher: new Agent() });\n`;
/** Modules that a page imports and that stand for a reader's own. */
const OWN = /^import (?:\{ (\w+) \}|(\w+)) from '(?:\.[^']*|@acme[^']*)';$/gm;

describe('blocks of configuration', () => {
  const blocks = allPages()
    .flatMap(blocksOf)
    .filter((block) => isScript(block) && block.words[0] === 'config');

  it('are there', () => {
    expect(blocks.map(({ page }) => page)).toContain('README.md');
  });

  it('are all that import the plugin as a module', () => {
    const others = allPages()
      .flatMap(blocksOf)
      .filter(({ code, words }) => words[0] !== 'config' && code.includes("from 'eslint-plugin-client-lifecycle'"));
    expect(others.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });

  it.each(blocks)('$page, line $line, is a config that ESLint takes', async ({ code, line, page }) => {
    const file = join(folder, `${page.replace(/\W/g, '-')}-${line}.mjs`);
    const entry = new URL('../../src/index.ts', import.meta.url).href;
    const text = code
      .replace(
        OWN,
        (_, named: string | undefined, single: string | undefined) => `const ${named ?? single ?? ''} = [];`,
      )
      .replace("'eslint-plugin-client-lifecycle'", `'${entry}'`)
      .replace(/^import type .*$|^import \{ type .*$|, \{ type \w+(?:, type \w+)* \}|\s+satisfies \w+/gm, '');
    writeFileSync(file, text);
    const { default: config } = (await import(file)) as { default: Linter.Config[] };
    const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: config });
    const [result] = await eslint.lintText(CODE, { filePath: join(folder, 'src/service.js') });
    const isOurs = config.some(({ rules = {} }) =>
      Object.keys(rules).some((rule) => rule.startsWith('client-lifecycle/')),
    );
    expect(isOurs).toBe(true);
    expect(result?.messages.filter(({ fatal }) => fatal)).toEqual([]);
    expect(Object.keys(plugin.rules).length).toBeGreaterThan(0);
  });
});
