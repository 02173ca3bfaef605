// npm run bench:growth -- [--only PART] [--profile migrate] [--limit 1.5]
// How the time of all rules grows from n to 10 n parts of a shape; linear is 10. Exits with 1 above the limit times that.
import { parseArgs } from 'node:util';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from 'eslint-plugin-client-lifecycle';
import { table } from '../measure/figures.mjs';
import { SHAPES } from './shapes.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    config: { type: 'string', default: 'recommended' },
    limit: { type: 'string', default: '1.5' },
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

/**
 * Milliseconds of processor time that all rules take on a text: the least of some rounds.
 * @param {string} text
 */
function milliseconds(text) {
  let least = Infinity;
  for (let round = 0; round < Number(values.rounds); round++) {
    spent = 0;
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
    least = Math.min(least, spent);
    if (spent > 2_000) break;
  }
  return least;
}

/** How often a shape is measured that seems to grow: what else the machine does makes it slower, never faster. */
const TRIES = 3;

/** @param {import('./shapes.mjs').Shape} shape */
function growth({ size, make }) {
  const small = milliseconds(make(size));
  const large = milliseconds(make(10 * size));
  // What a file costs at all is not growth.
  return { small, large, factor: large / Math.max(small, 1) };
}

const rows = SHAPES.filter(({ name }) => name.includes(values.only)).map((shape) => {
  const { name, size, make, most = limit } = shape;
  milliseconds(make(Math.ceil(size / 10)));
  let found = growth(shape);
  const grows = () => found.factor > most * 10 && found.large > 50;
  for (let tried = 1; grows() && tried < TRIES; tried++) {
    const again = growth(shape);
    if (again.factor < found.factor) found = again;
  }
  const { small, large, factor } = found;
  const isTooMuch = grows();
  process.stderr.write(
    `${name}: ${small.toFixed(1)} to ${large.toFixed(0)} ms, ${factor.toFixed(0)}${isTooMuch ? ' grows' : ''}\n`,
  );
  return { name, size, small, large, factor, isTooMuch };
});
console.log(
  table(
    ['shape', 'n', 'ms', 'ms for 10 n', 'factor', ''],
    rows.map(({ name, size, small, large, factor, isTooMuch }) => [
      name,
      String(size),
      small.toFixed(1),
      large.toFixed(0),
      factor.toFixed(0),
      isTooMuch ? 'grows' : '',
    ]),
  ),
);
if (rows.some(({ isTooMuch }) => isTooMuch)) process.exitCode = 1;
