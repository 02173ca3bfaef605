import typescript from '@typescript-eslint/parser';
import * as astro from 'astro-eslint-parser';
import { Linter } from 'eslint';
import * as svelte from 'svelte-eslint-parser';
import { describe, expect, it } from 'vitest';
import * as vue from 'vue-eslint-parser';
import plugin from '../src/index.js';

/** Code that gives every rule something to report and to fix. */
const CODE = `import { Agent, request } from 'undici';
import pg from 'pg';

const pool = new pg.Pool();
class Api { #agent = new Agent(); get(url) { return request(url, { dispatcher: this.#agent }); } }
export async function load(url) {
  const agent = new Agent();
  const response = await fetch(url, { dispatcher: agent });
  if (!response.ok) throw new Error('no');
  const client = await pool.connect();
  const rows = await client.query('SELECT 1');
  client.release();
  return [rows, await response.json(), await new Api().get(url)];
}
`;
/** Nothing of it is imported, so that an import would be added, and the first statement is what is reported. */
const BARE = `export const load = async (url) => { const a = await fetch(url); return a.ok ? a.json() : null; };
module.exports.client = new (require('undici').Agent)();
`;

const parsers: Readonly<Record<string, object>> = { vue, svelte, astro };

const components: readonly (readonly [string, string, (script: string) => string])[] = [
  [
    'vue',
    'a.vue',
    (script) => `<template><p>{{ url }}</p></template>\n<script>\n${script}</script>\n<style>p {}</style>\n`,
  ],
  [
    'vue',
    'setup.vue',
    (script) =>
      `<script lang="ts">\nexport const name = 'a';\n</script>\n<script setup lang="ts">\n${script.replaceAll('export ', '')}</script>\n<template><p/></template>\n`,
  ],
  ['vue', 'template.vue', () => '<template><p>undici {{ fetch("a") }}</p></template>\n'],
  [
    'svelte',
    'a.svelte',
    (script) => `<script>\n${script}</script>\n<p>{#await load('/a') then row}{row}{/await}</p>\n`,
  ],
  [
    'svelte',
    'module.svelte',
    (script) =>
      `<script module>\n${script}</script>\n<script>\n  let url = '';\n</script>\n<p on:click={() => fetch(url)}>a</p>\n`,
  ],
  ['svelte', 'markup.svelte', () => `<p>undici {fetch('a')}</p>\n`],
  ['astro', 'a.astro', (script) => `---\n${script}---\n<html><p>{await load('/a')}</p></html>\n`],
  [
    'astro',
    'inline.astro',
    (script) =>
      `---\n${script}---\n<script>\nimport { Agent } from 'undici';\nexport const agent = new Agent();\n</script>\n<p>a</p>\n`,
  ],
  ['astro', 'markup.astro', () => `<p>undici {fetch('a')}</p>\n`],
];

describe.each(components)('%s: %s', (parser, filename, component) => {
  it.each([
    ['recommended', CODE],
    ['migrate', CODE],
    ['strict', CODE],
    ['migrate', BARE],
    ['strict', BARE],
  ] as const)('%s writes only into the script', (name, script) => {
    const text = component(script);
    const config: Linter.Config[] = [
      ...[plugin.configs[name]].flat().map((each) => ({ ...each, files: ['**'] })),
      {
        files: ['**'],
        settings: { 'client-lifecycle': { role: 'service', ...(name === 'migrate' ? { fixes: 'migrate' } : {}) } },
        languageOptions: {
          parser: parsers[parser] as Linter.Parser,
          parserOptions: { parser: typescript, extraFileExtensions: ['.vue', '.svelte', '.astro'] },
        },
      },
    ];
    const linter = new Linter({ cwd: '/' });
    const { output, messages } = linter.verifyAndFix(text, config, { filename });
    expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
    const [before = '', ...rest] = text.split(/(?<=<script[^>]*>|---\n)[^]*?(?=<\/script>|\n---)/);
    expect(output.startsWith(before)).toBe(true);
    expect(output.endsWith(rest.at(-1) ?? '')).toBe(true);
    for (const { suggestions = [] } of messages)
      for (const { fix } of suggestions) {
        const suggested = output.slice(0, fix.range[0]) + fix.text + output.slice(fix.range[1]);
        expect(suggested.startsWith(before)).toBe(true);
        expect(linter.verify(suggested, config, { filename }).filter(({ fatal }) => fatal)).toEqual([]);
      }
  });
});

it('reports and mends the script of a component', () => {
  const config: Linter.Config[] = [
    ...[plugin.configs.recommended].flat().map((each) => ({ ...each, files: ['**'] })),
    { files: ['**'], settings: { 'client-lifecycle': { role: 'service' } }, languageOptions: { parser: vue } },
  ];
  const text = `<template><p/></template>\n<script>\n${CODE}</script>\n`;
  const { messages, output } = new Linter({ cwd: '/' }).verifyAndFix(text, config, { filename: 'a.vue' });
  expect(messages.map(({ ruleId }) => ruleId)).toContain('client-lifecycle/require-client-close');
  expect(output).toContain('const agent = new Agent();\n\nexport async function load(url) {');
});
