import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';

const VERSIONS = { 'node-fetch': '2.7.0', ws: '8.18.0' };

/** The text after `migrate`, with what stands before the line that defines `f` left out. */
function migrated(code: string): string {
  const [base] = [plugin.configs.migrate].flat();
  const own = base?.settings?.['client-lifecycle'] as object;
  return new Linter().verifyAndFix(
    code,
    [
      {
        files: ['**'],
        plugins: base?.plugins ?? {},
        rules: base?.rules ?? {},
        settings: { 'client-lifecycle': { ...own, role: 'service', versions: VERSIONS } },
        languageOptions: { sourceType: 'commonjs' },
      },
    ],
    { filename: 'a.js' },
  ).output;
}

const get = (fetch: string): string =>
  `exports.f = async (u) => {\n  const r = await ${fetch}(u);\n  if (!r.ok) return null;\n  return r.json();\n};\n`;

describe('a function that may be of several implementations of a standard', () => {
  it.each([
    ['the global or a package', `const load = globalThis.fetch ?? require('node-fetch');\n${get('load')}`],
    ['by a condition', `const load = typeof fetch === 'function' ? fetch : require('node-fetch');\n${get('load')}`],
    ['by assignments', `let load = global.fetch;\nif (!load) load = require('node-fetch');\n${get('load')}`],
    ['by a function', `const load = () => globalThis.fetch || require('node-fetch');\n${get('load()')}`],
    ['the global, replaced', `global.fetch = require('node-fetch');\n${get('fetch')}`],
    [
      'what is given or a package',
      `exports.make = ({ fetch = require('node-fetch') }) => ({ ${get('fetch').replace('exports.f =', 'f:').replace(';\n', '\n').replace(/;\n$/, ' ')}});\n`,
    ],
    [
      'a field',
      `const nodeFetch = require('node-fetch');\nclass Api {\n  constructor(o) { this.fetch = o.fetch ?? nodeFetch; }\n  async get(u) {\n    const r = await this.fetch(u);\n    if (!r.ok) return null;\n    return r.json();\n  }\n}\nmodule.exports = { Api };\n`,
    ],
  ])('has no release that only one of them has: %s', (_name, code) => {
    expect(migrated(code)).not.toMatch(/cancel\(|resume\(|timeout: /);
  });

  it('gets a signal, which all of them understand', () => {
    const code = `const load = globalThis.fetch ?? require('node-fetch');\n${get('load')}`;
    expect(migrated(code)).toContain('signal: AbortSignal.timeout(');
  });

  it.each([
    [
      `function impl() {\n  if (typeof WebSocket !== 'undefined') return WebSocket;\n  return require('ws');\n}\n`,
      'impl()',
    ],
    [`const Impl = typeof window === 'undefined' ? require('ws') : window.WebSocket;\n`, 'Impl'],
    [`const Impl = globalThis.WebSocket || require('ws');\n`, 'Impl'],
  ])('has no options that only one of them takes: %s', (head, name) => {
    const code = `${head}exports.open = (u) => new (${name})(u);\n`;
    expect(migrated(code)).toBe(code);
  });

  it.each([
    ['the global alone', get('fetch'), 'cancel()'],
    ['a package alone', `const load = require('node-fetch');\n${get('load')}`, 'resume()'],
    [
      'the package by two names',
      `const a = require('node-fetch');\nconst load = a.default || a;\n${get('load')}`,
      'resume()',
    ],
    [
      'what is given in the place of the global',
      `exports.make = (fetch = globalThis.fetch) => {\n  return async (u) => {\n    const r = await fetch(u);\n    if (!r.ok) return null;\n    return r.json();\n  };\n};\n`,
      'cancel()',
    ],
  ])('is released as ever where there is one: %s', (_name, code, release) => {
    expect(migrated(code)).toContain(release);
  });
});
