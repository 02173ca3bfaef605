import { existsSync, readFileSync, readdirSync } from 'node:fs';
import css from '@eslint/css';
import json from '@eslint/json';
import { ESLint, type Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import { describe, expect, it } from 'vitest';
import plugin, { type RuleName } from '../src/index.js';

const root = new URL('..', import.meta.url);
const LEAK = `import { Agent, request } from 'undici';\nexport const load = (url) => request(url, { dispatcher: new Agent({ headersTimeout: 1000, bodyTimeout: 1000 }) }).then((r) => r.body.text());\n`;

async function lint(config: Linter.Config[], code: string, filePath: string): Promise<Linter.LintMessage[]> {
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: config });
  return (await eslint.lintText(code, { filePath }))[0]?.messages ?? [];
}

describe('the plugin', () => {
  const names = Object.keys(plugin.rules) as RuleName[];

  it('has a file, a test and a page for each rule, and no others', () => {
    const files = (folder: string, ending: string): string[] =>
      readdirSync(new URL(folder, root))
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length))
        .sort();
    const sorted = [...names].sort();
    expect(files('src/rules', '.ts').filter((name) => name !== 'index')).toEqual(sorted);
    // A rule's tests may be split by theme: no-client-in-function-hoist.test.ts.
    const tests = files('tests/rules', '.test.ts');
    expect(tests.filter((name) => names.some((rule) => rule === name))).toEqual(sorted);
    expect(tests.filter((name) => !names.some((rule) => name === rule || name.startsWith(`${rule}-`)))).toEqual([]);
    expect(files('docs/rules', '.md')).toEqual(sorted);
  });

  it.each(names)('describes %s in the README and links its page', (name) => {
    expect(readFileSync(new URL('README.md', root), 'utf8')).toContain(`docs/rules/${name}.md`);
    const url = plugin.rules[name]?.meta?.docs?.url ?? '';
    expect(existsSync(new URL(`docs/rules/${url.split('/').at(-1) ?? ''}`, root))).toBe(true);
  });

  it('has its package version', () => {
    const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
    expect(plugin.meta?.version).toBe(version);
  });

  it('recommends what the rules say', () => {
    for (const [name, rule] of Object.entries(plugin.rules)) {
      const recommended = (rule.meta?.docs as { recommended?: string } | undefined)?.recommended;
      expect(plugin.configs.recommended.rules?.[`client-lifecycle/${name}`], name).toBe(
        recommended === 'recommended' ? 'error' : undefined,
      );
      expect(plugin.configs.strict.rules, name).toHaveProperty([`client-lifecycle/${name}`]);
    }
  });
});

describe('configs in ESLint', () => {
  it.each(['recommended', 'strict', 'migrate'] as const)('%s reports', async (name) => {
    const messages = await lint([plugin.configs[name]], LEAK, 'a.js');
    expect(messages.map(({ ruleId, line }) => [ruleId, line])).toEqual([['client-lifecycle/no-client-in-function', 2]]);
  });

  it('works with defineConfig and extends', async () => {
    const config = defineConfig([
      { files: ['**/*.js'], plugins: { 'client-lifecycle': plugin }, extends: ['client-lifecycle/recommended'] },
    ]);
    expect(await lint(config, LEAK, 'a.js')).toHaveLength(1);
  });

  it.each([
    ['a.css', 'a { color: red; }', { plugins: { css }, language: 'css/css' }],
    ['a.json', '{ "fetch": "undici" }', { plugins: { json }, language: 'json/json' }],
  ])('leaves %s alone although its rules are on', async (file, code, language) => {
    const config = {
      files: [`**/*.${file.slice(2)}`],
      plugins: { ...language.plugins, 'client-lifecycle': plugin },
      language: language.language,
      rules: plugin.configs.recommended.rules ?? {},
    };
    expect(await lint([config], code, file)).toEqual([]);
  });

  it('names a bad setting', async () => {
    const config = {
      ...plugin.configs.recommended,
      plugins: { 'client-lifecycle': plugin },
      settings: { 'client-lifecycle': { role: 'server' } },
    };
    await expect(lint([config], LEAK, 'a.js')).rejects.toThrow(`settings['client-lifecycle'].role is "server"`);
  });

  it('knows a library that only the settings know', async () => {
    const clients = [
      {
        name: 'acme',
        modules: ['@acme/http'],
        constructs: [
          {
            export: 'createClient',
            create: 'call',
            owns: 'agent',
            opens: 'first-use',
            headerOptions: ['headers'],
            localWithout: ['host'],
            close: [{ method: 'stop', graceful: true, returns: 'promise', idempotent: true }],
          },
        ],
      },
    ];
    const config = {
      ...plugin.configs.recommended,
      plugins: { 'client-lifecycle': plugin },
      settings: { 'client-lifecycle': { clients } },
    };
    const code = `import { createClient } from '@acme/http';
export async function load(id) { const c = createClient(); return c.get(id); }
export async function user(id, token) { const c = createClient({ headers: { token } }); return c.get(id); }`;
    expect((await lint([config], code, 'a.js')).map(({ messageId }) => messageId)).toEqual([
      'constantArguments',
      'headersOnly',
    ]);
  });
});
