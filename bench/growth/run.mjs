// npm run bench:growth -- [--only PART] [--config migrate] [--limit 1.5] [--time 4]
// How the cost of all rules grows from n to 10 n parts of a shape; linear is 10. Judged by the steps of the plugin's own
// code, which are the same on every machine; by time only far above that, where steps hide what the engine does in one
// (an expression that backtracks, a copy of a long list). Exits with 1 above the limit times linear.
import { parseArgs } from 'node:util';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from 'eslint-plugin-client-lifecycle';
import { quantile, table } from '../measure/figures.mjs';
import { SHAPES } from './shapes.mjs';
import { startCounting, stepsOf, stopCounting } from './steps.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    config: { type: 'string', default: 'recommended' },
    limit: { type: 'string', default: '1.5' },
    time: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
});
const preset = plugin.configs[/** @type {keyof typeof plugin.configs} */ (values.config)];
const limit = Number(values.limit);
const linter = new Linter();

let spent = 0;
const rules = Object.fromEntries(
  Object.entries(plugin.rules).map(([name, rule]) => [
    name,
    timed(/** @type {import('eslint').Rule.RuleModule} */ (rule)),
  ]),
);

/**
 * @param {import('eslint').Rule.RuleModule} rule
 * @returns {import('eslint').Rule.RuleModule}
 */
function timed(rule) {
  // Time of the processor, which other work on the machine disturbs little.
  const clock = (/** @type {() => any} */ run) => {
    const start = process.cpuUsage();
    try {
      return run();
    } finally {
      const { user, system } = process.cpuUsage(start);
      spent += (user + system) / 1_000;
    }
  };
  return {
    ...rule,
    create: (context) =>
      Object.fromEntries(
        Object.entries(clock(() => rule.create(context))).map(([selector, listener]) => [
          selector,
          (/** @type {any[]} */ ...nodes) => clock(() => listener(...nodes)),
        ]),
      ),
  };
}

/** @param {string} text */
function lint(text) {
  const [first] = linter.verify(
    text,
    [
      {
        files: ['**/*'],
        plugins: { 'client-lifecycle': { rules } },
        rules: preset?.rules ?? {},
        settings: preset?.settings ?? {},
        languageOptions: { parser, sourceType: /^(?:import|export) /m.test(text) ? 'module' : 'commonjs' },
      },
    ],
    { filename: 'growth.js' },
  );
  if (first?.fatal) throw new Error(first.message);
}

/**
 * Milliseconds of processor time that all rules take on a text: the median of some rounds.
 * @param {string} text
 */
function milliseconds(text) {
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    spent = 0;
    lint(text);
    rounds.push(spent);
    if (spent > 2_000) break;
  }
  return quantile(rounds, 0.5);
}

/** Steps are counted for fewer parts, since counting is slow. */
const COUNTED = 5;

/** @typedef {{ shape: import('./shapes.mjs').Shape, small: number, large: number, factor: number }} Timed */

const shapes = SHAPES.filter(({ name }) => name.includes(values.only));
/** @type {Timed[]} */
const times = shapes.map((shape) => {
  const { size, make } = shape;
  milliseconds(make(Math.ceil(size / 10)));
  const small = milliseconds(make(size));
  const large = milliseconds(make(10 * size));
  // What a file costs at all is not growth.
  return { shape, small, large, factor: large / Math.max(small, 1) };
});

await startCounting();
/** @type {(Timed & { steps: number, isTooMuch: boolean })[]} */
const rows = [];
for (const each of times) {
  const { size, make, most = limit, name } = each.shape;
  const few = Math.max(10, Math.ceil(size / COUNTED));
  const count = (/** @type {number} */ n) => stepsOf(() => lint(make(n)));
  await count(few);
  const steps = (await count(10 * few)) / (await count(few));
  const isTooMuch = steps > most * 10 || (each.factor > Math.max(Number(values.time), most) * 10 && each.large > 200);
  rows.push({ ...each, steps, isTooMuch });
  process.stderr.write(`${name}: ${steps.toFixed(1)} times the steps${isTooMuch ? ', grows' : ''}\n`);
}
await stopCounting();
console.log(
  table(
    ['shape', 'n', 'ms', 'ms for 10 n', 'factor of time', 'of steps', ''],
    rows.map(({ shape, small, large, factor, steps, isTooMuch }) => [
      shape.name,
      String(shape.size),
      small.toFixed(1),
      large.toFixed(0),
      factor.toFixed(0),
      steps.toFixed(1),
      isTooMuch ? 'grows' : '',
    ]),
  ),
);
if (rows.some(({ isTooMuch }) => isTooMuch)) process.exitCode = 1;
