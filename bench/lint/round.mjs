// One round of bench:lint in a process of its own, so that nothing is known from an earlier one: lints the files that
// stand in a list, one path a line, and prints what each rule and the parser took, as JSON.
import { readFileSync } from 'node:fs';
import { parse } from 'node:path';
import { parseArgs } from 'node:util';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import plugin from 'eslint-plugin-client-lifecycle';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** A config of the plugin. */
    config: { type: 'string', default: 'recommended' },
    /** One rule of it alone. */
    rule: { type: 'string' },
    /** Rules of ESLint beside them. */
    beside: { type: 'string', multiple: true, default: [] },
  },
});

/** Nanoseconds of the processor by what was running. @type {Map<string, number>} */
const spent = new Map();

/** Nanoseconds of processor time, which other work on the machine disturbs little. */
function clock() {
  const { user, system } = process.cpuUsage();
  return 1_000 * (user + system);
}

/** What asking for the time takes itself, in nanoseconds: as much as some rules take for a file. */
const asking = (() => {
  const times = 100_000;
  const start = clock();
  for (let count = 0; count < times; count++) clock();
  return (clock() - start) / times;
})();

/**
 * @template T
 * @param {string} name
 * @param {() => T} run
 * @returns {T}
 */
function timed(name, run) {
  const start = clock();
  try {
    return run();
  } finally {
    spent.set(name, (spent.get(name) ?? 0) + clock() - start - asking);
  }
}

let listeners = 0;
let thrown = 0;

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
      const entries = Object.entries(timed(name, () => rule.create(context)));
      if (!values.beside.includes(name)) listeners += entries.length;
      return Object.fromEntries(
        entries.map(([selector, listener]) => [
          selector,
          (/** @type {unknown[]} */ ...nodes) =>
            timed(name, () => /** @type {(...nodes: unknown[]) => void} */ (listener)(...nodes)),
        ]),
      );
    },
  };
}

/**
 * A rule of ESLint that reads what it was not written for, such as an enum of TypeScript, and then throws.
 * @param {import('eslint').Rule.RuleModule} rule
 * @returns {import('eslint').Rule.RuleModule}
 */
function forgiving(rule) {
  return {
    ...rule,
    create: (context) =>
      Object.fromEntries(
        Object.entries(rule.create(context)).map(([selector, listener]) => [
          selector,
          (/** @type {unknown[]} */ ...nodes) => {
            try {
              /** @type {(...nodes: unknown[]) => void} */ (listener)(...nodes);
            } catch {
              thrown++;
            }
          },
        ]),
      ),
  };
}

/** @param {string} name */
function builtin(name) {
  const rule = builtinRules.get(name);
  if (!rule) throw new Error(`--beside ${name}: ESLint has no such rule`);
  return timedRule(name, forgiving(rule));
}

const preset = plugin.configs[/** @type {keyof typeof plugin.configs} */ (values.config)];
if (!preset) throw new Error(`--config ${values.config}: use one of ${Object.keys(plugin.configs).join(', ')}`);
const rules = Object.fromEntries(
  Object.entries(plugin.rules).map(([name, rule]) => [
    name,
    timedRule(name, /** @type {import('eslint').Rule.RuleModule} */ (rule)),
  ]),
);
const timedParser = {
  ...parser,
  parseForESLint: (/** @type {string} */ text, /** @type {Record<string, unknown>} */ options) =>
    // The rules read other files with the parser of the linted one; their time counts for the rules.
    options['filePath'] === linting
      ? timed('parser', () => parser.parseForESLint(text, options))
      : parser.parseForESLint(text, options),
};
const chosen = Object.entries(preset.rules ?? {}).filter(
  ([name]) => values.rule === undefined || name === `client-lifecycle/${values.rule}`,
);
/** Named by their extensions: a file that only matches `**` followed by a star is not linted. */
const SOURCES = ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'];
/** @type {import('eslint').Linter.Config[]} */
const config = [
  // The packages lie in a cache below node_modules.
  { ignores: ['!**/node_modules/'] },
  {
    files: SOURCES,
    plugins: {
      'client-lifecycle': { rules },
      eslint: { rules: Object.fromEntries(values.beside.map((name) => [name, builtin(name)])) },
    },
    rules: Object.fromEntries([...chosen, ...values.beside.map((name) => [`eslint/${name}`, 'error'])]),
    settings: preset.settings ?? {},
    languageOptions: { parser: timedParser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { noInlineConfig: true },
  },
  { files: SOURCES, languageOptions: { sourceType: 'module' } },
];
const scripts = [...config.slice(0, -1), { files: SOURCES, languageOptions: { sourceType: 'commonjs' } }];

const linter = new Linter({ cwd: parse(process.cwd()).root });
let linting = '';
let unparsable = 0;
let lines = 0;
let behind = 0;
const start = performance.now();
for (const file of readFileSync(positionals[0] ?? '', 'utf8').split('\n')) {
  const text = readFileSync(file, 'utf8');
  const before = listeners;
  linting = file;
  const isModule = /^\s*(?:import|export)\b/m.test(text);
  const messages = linter.verify(text, /** @type {any} */ (isModule ? config : scripts), { filename: file });
  lines += text.split('\n').length;
  if (listeners > before) behind++;
  if (messages.some(({ fatal }) => fatal)) unparsable++;
  const unlinted = messages.find(({ message }) => message.startsWith('No matching configuration'));
  if (unlinted) throw new Error(`${file}: ${unlinted.message}`);
}
const wall = performance.now() - start;
globalThis.gc?.();
console.log(
  JSON.stringify({
    wall,
    lines,
    unparsable,
    behind,
    thrown,
    heap: process.memoryUsage().heapUsed,
    spent: Object.fromEntries(spent),
  }),
);
