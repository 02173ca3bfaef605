// Lints and fixes one text under every parser that reads it, and says what went wrong.
import * as babel from '@babel/eslint-parser';
import typescript from '@typescript-eslint/parser';
import { Linter } from 'eslint';

const { default: plugin } = await import(new URL('../../dist/index.js', import.meta.url).href);

/** @typedef {{ parsers: number, reports: number, fixed: number, problems: string[] }} Result */

/** Longer is too long for a file of at most a megabyte, in milliseconds of the processor. */
const MAX_MS = 1_000;

const babelParser = /** @type {import('eslint').Linter.Parser} */ ({
  parseForESLint(/** @type {string} */ code, /** @type {object} */ options) {
    const { ast, visitorKeys } = babel.parseForESLint(code, options);
    // Its scope manager is older than ESLint 10, which then makes its own.
    return { ast, visitorKeys };
  },
});
const BABEL = (/** @type {string[]} */ ...plugins) => ({
  requireConfigFile: false,
  babelOptions: {
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: [...plugins, 'decorators', 'explicitResourceManagement'] },
  },
});
/** @type {Readonly<Record<string, { files: RegExp, languageOptions: import('eslint').Linter.LanguageOptions }>>} */
const PARSERS = {
  espree: { files: /\.[mc]?jsx?$/, languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
  typescript: { files: /./, languageOptions: { parser: typescript } },
  babel: { files: /\.[mc]?jsx?$/, languageOptions: { parser: babelParser, parserOptions: BABEL('jsx', 'flow') } },
  'babel with types': {
    files: /\.[mc]?tsx?$/,
    languageOptions: { parser: babelParser, parserOptions: BABEL('typescript') },
  },
};
const strict = [plugin.configs.strict, plugin.configs.migrate].flat().map((each) => ({ ...each, files: ['**'] }));
const rules = /** @type {import('eslint').Linter.RulesRecord} */ (
  Object.assign({}, ...strict.map((each) => each.rules), plugin.configs.strict.rules)
);

/**
 * @param {string} name
 * @param {string} text
 * @returns {Result}
 */
export function check(name, text) {
  /** @type {Result} */
  const result = { parsers: 0, reports: 0, fixed: 0, problems: [] };
  for (const [parser, { files, languageOptions }] of Object.entries(PARSERS)) {
    if (!files.test(name)) continue;
    const sourceType = sourceTypeOf(text, languageOptions, name);
    if (!sourceType) continue;
    result.parsers++;
    const config = configOf(languageOptions, sourceType);
    try {
      one(name, text, config, parser, result);
    } catch (error) {
      result.problems.push(
        `${parser}: throws ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 4).join(' ') : String(error)}`,
      );
    }
  }
  return result;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {import('eslint').Linter.Config[]} config
 * @param {string} parser
 * @param {Result} result
 */
function one(name, text, config, parser, result) {
  const linter = new Linter();
  // ESLint ignores what stands in node_modules or outside of its folder.
  const filename = name
    .replaceAll(/[^\w./-]/g, '_')
    .replace(/^(?:\.{0,2}\/)+/, '')
    .replaceAll('node_modules', 'packages');
  const base = spent();
  linter.verify(text, [{ ...config[0], rules: {} }], { filename });
  const start = spent();
  const messages = linter.verify(text, config, { filename });
  const own = spent() - start - (start - base);
  if (own > MAX_MS) result.problems.push(`${parser}: takes ${Math.round(own)} ms`);
  const ignored = messages.find(({ message }) => /^(?:File ignored|No matching configuration)/.test(message));
  if (ignored) result.problems.push(`${parser}: is not linted: ${ignored.message}`);
  result.reports += messages.length;
  for (const { suggestions = [], ruleId, line } of messages)
    for (const { fix, messageId } of suggestions) {
      const suggested = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
      const broken = fatalOf(suggested, config);
      if (broken)
        result.problems.push(
          `${parser}: suggestion ${messageId} of ${ruleId} in line ${line} does not parse: ${broken}`,
        );
    }
  if (!messages.some(({ fix }) => fix)) return;
  result.fixed++;
  const { output, messages: left } = linter.verifyAndFix(text, config, { filename });
  const fatal = left.find((message) => message.fatal);
  if (fatal) result.problems.push(`${parser}: the fix does not parse: ${fatal.message} in line ${fatal.line}`);
  else if (linter.verifyAndFix(output, config, { filename }).output !== output)
    result.problems.push(`${parser}: ten passes are not enough`);
}

/** Time of the processor in milliseconds, which does not depend on what else runs on the machine. */
function spent() {
  return process.cpuUsage().user / 1000;
}

/**
 * How a text can be read: as a module, a script or not at all.
 * @param {string} text
 * @param {import('eslint').Linter.LanguageOptions} languageOptions
 * @param {string} name
 */
function sourceTypeOf(text, languageOptions, name) {
  for (const sourceType of /** @type {const} */ (['module', 'commonjs', 'script'])) {
    if (sourceType !== 'module' && /\.m[jt]s$/.test(name)) continue;
    if (fatalOf(text, [{ files: ['**'], languageOptions: { ...languageOptions, sourceType } }]) === null)
      return sourceType;
  }
  return null;
}

/**
 * @param {string} text
 * @param {import('eslint').Linter.Config[]} config
 */
function fatalOf(text, config) {
  const [first] = new Linter().verify(text, [{ ...config[0], rules: {} }], { filename: 'a.js' });
  return first?.fatal ? `${first.message} in line ${first.line}` : null;
}

/**
 * @param {import('eslint').Linter.LanguageOptions} languageOptions
 * @param {'module' | 'commonjs' | 'script'} sourceType
 * @returns {import('eslint').Linter.Config[]}
 */
function configOf(languageOptions, sourceType) {
  return [
    {
      files: ['**'],
      plugins: { 'client-lifecycle': plugin },
      rules,
      settings: {
        ...plugin.configs.migrate.settings,
        'client-lifecycle': { ...plugin.configs.migrate.settings?.['client-lifecycle'], role: 'service' },
      },
      languageOptions: { ...languageOptions, sourceType },
      linterOptions: { reportUnusedDisableDirectives: 'off', noInlineConfig: true },
    },
  ];
}
