// npm run bench:lint -- [--dir FOLDER]... [--files COUNT] [--config NAME]
// What the rules cost: their time over real files, beside the parser's and that of no-shadow in the same run. Prints a
// table, judges nothing.
import { readFileSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import plugin from 'eslint-plugin-client-lifecycle';
import { table, versions } from '../measure/figures.mjs';
import { ensurePackage, sourceFiles } from '../../scripts/ecosystem/packages.mjs';

const { values } = parseArgs({
  options: {
    dir: { type: 'string', multiple: true, default: [] },
    files: { type: 'string', default: '3000' },
    config: { type: 'string', default: 'recommended' },
  },
});

/** Nanoseconds by what was running. @type {Map<string, number>} */
const spent = new Map();

/**
 * @template T
 * @param {string} name
 * @param {() => T} run
 * @returns {T}
 */
function timed(name, run) {
  const start = process.hrtime.bigint();
  try {
    return run();
  } finally {
    spent.set(name, (spent.get(name) ?? 0) + Number(process.hrtime.bigint() - start));
  }
}

/**
 * A rule whose creation and listeners are timed.
 * @param {string} name
 * @param {import('eslint').Rule.RuleModule} rule
 * @returns {import('eslint').Rule.RuleModule}
 */
function timedRule(name, rule) {
  return {
    ...rule,
    create(context) {
      const listeners = timed(name, () => rule.create(context));
      const entries = Object.entries(listeners).map(([selector, listener]) => [
        selector,
        (/** @type {unknown[]} */ ...nodes) =>
          timed(name, () => /** @type {(...nodes: unknown[]) => void} */ (listener)(...nodes)),
      ]);
      return Object.fromEntries(entries);
    },
  };
}

/** @returns {string[]} */
function files() {
  const folders =
    values.dir.length > 0
      ? values.dir.map((folder) => resolve(folder))
      : pinned().map(({ name, version }) => ensurePackage(name, version).folder);
  /** @type {Set<string>} */
  const seen = new Set();
  const all = folders.flatMap((folder) => sourceFiles(folder, seen).map((path) => join(folder, path)));
  const step = Math.max(1, all.length / Number(values.files));
  return Array.from({ length: Math.floor(all.length / step) }, (_, index) => all[Math.floor(index * step)] ?? '');
}

/** @returns {{ name: string, version: string }[]} */
function pinned() {
  return JSON.parse(readFileSync(new URL('../../scripts/ecosystem/packages.json', import.meta.url), 'utf8'));
}

const preset = plugin.configs[/** @type {keyof typeof plugin.configs} */ (values.config)];
const noShadow = builtinRules.get('no-shadow');
if (!preset || !noShadow)
  throw new Error(`--config ${values.config}: use one of ${Object.keys(plugin.configs).join(', ')}`);
const rules = Object.fromEntries(
  Object.entries(plugin.rules).map(([name, rule]) => [
    name,
    timedRule(name, /** @type {import('eslint').Rule.RuleModule} */ (rule)),
  ]),
);
const timedParser = {
  ...parser,
  parseForESLint: (/** @type {string} */ text, /** @type {Record<string, unknown>} */ options) =>
    timed('parser', () => parser.parseForESLint(text, options)),
};

const linter = new Linter({ cwd: parse(process.cwd()).root });
const chosen = files();
let unparsable = 0;
let lines = 0;
const start = performance.now();
for (const file of chosen) {
  const text = readFileSync(file, 'utf8');
  const sourceType = /^\s*(?:import|export)\b/m.test(text) ? 'module' : 'commonjs';
  const messages = linter.verify(
    text,
    [
      // The packages lie in a cache below node_modules.
      { ignores: ['!**/node_modules/'] },
      {
        files: ['**/*'],
        plugins: { 'client-lifecycle': { rules }, timed: { rules: { 'no-shadow': timedRule('no-shadow', noShadow) } } },
        rules: { ...preset.rules, 'timed/no-shadow': 'error' },
        settings: preset.settings ?? {},
        languageOptions: { parser: timedParser, sourceType, parserOptions: { ecmaFeatures: { jsx: true } } },
        linterOptions: { noInlineConfig: true },
      },
    ],
    { filename: file },
  );
  lines += text.split('\n').length;
  if (messages.some(({ fatal }) => fatal)) unparsable++;
}
const wall = performance.now() - start;

const parsing = spent.get('parser') ?? 0;
const own = Object.keys(plugin.rules).map((name) => /** @type {const} */ ([name, spent.get(name) ?? 0]));
const total = own.reduce((sum, [, time]) => sum + time, 0);
const row = (/** @type {string} */ name, /** @type {number} */ time) => [
  name,
  (time / 1e6).toFixed(0),
  `${((100 * time) / parsing).toFixed(2)} %`,
  (time / 1e6 / (chosen.length / 1000)).toFixed(0),
];
console.log(
  `${String(chosen.length)} files, ${String(lines)} lines, ${String(unparsable)} of them do not parse; ${(wall / 1000).toFixed(1)} s\n`,
);
console.log(
  table(
    ['', 'ms', 'of parser time', 'ms per 1,000 files'],
    [
      row('parser', parsing),
      row('no-shadow', spent.get('no-shadow') ?? 0),
      ...own.map(([name, time]) => row(name, time)),
      row('all rules of the plugin', total),
    ],
  ),
);
console.log(
  `\nWhat the rules share is paid by the first that asks for it. ${versions(['eslint', '@typescript-eslint/parser'])}`,
);
