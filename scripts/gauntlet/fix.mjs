// Fixes one program and says what is wrong with the result.
import * as babel from '@babel/eslint-parser';
import typescript from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import blankTypes from 'ts-blank-space';

/** @typedef {import('./programs.mjs').Program} Program */
/** @typedef {{ output: string, rules: string[], problems: string[] }} Outcome */

/** Configs that fix. @type {readonly ('recommended' | 'migrate')[]} */
export const PRESETS = ['recommended', 'migrate'];

const BABEL = {
  requireConfigFile: false,
  babelOptions: {
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: ['jsx', 'decorators', 'explicitResourceManagement'] },
  },
};

/**
 * Fixes a program with a preset: the result parses under all parsers, is left alone by a second run and has every
 * comment.
 * @param {import('eslint').ESLint.Plugin} plugin
 * @param {(typeof PRESETS)[number]} preset
 * @param {Program} program
 * @param {{ cwd: string, filename: string, role?: string | null }} place the role that is set, `null` for none
 * @returns {Outcome}
 */
export function fix(plugin, preset, program, { cwd, filename, role = 'service' }) {
  const any = ['**'];
  /** @type {import('eslint').Linter.Config[]} */
  const config = [
    ...[plugin.configs?.[preset] ?? []]
      .flat()
      .map((each) => /** @type {import('eslint').Linter.Config} */ ({ ...each, files: any })),
    {
      files: any,
      ...(role !== null && { settings: { 'client-lifecycle': { role } } }),
      linterOptions: { reportUnusedDisableDirectives: 'off', noInlineConfig: role === null },
      languageOptions: {
        parser: typescript,
        parserOptions: { ecmaFeatures: { jsx: true } },
        sourceType: program.extension === 'cjs' ? 'commonjs' : 'module',
      },
    },
  ];
  const linter = new Linter({ cwd });
  /** @type {string[]} */
  const problems = [];
  try {
    const { output } = linter.verifyAndFix(program.code, config, { filename });
    const rules = linter
      .verify(program.code, config, { filename })
      .flatMap((each) => (each.ruleId ? [each.ruleId] : []));
    if (output === program.code && role === null) return { output, rules, problems };
    problems.push(
      ...unread(output, program.extension === 'cjs', filename),
      ...lostComments(program.code, output, filename),
    );
    const again = linter.verifyAndFix(output, config, { filename });
    if (again.output !== output) problems.push('a second run changes it');
    return { output, rules, problems };
  } catch (error) {
    return {
      output: program.code,
      rules: [],
      problems: [`throws: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`],
    };
  }
}

/**
 * @param {string} code
 * @param {boolean} isScript
 * @param {string} filename
 */
function unread(code, isScript, filename) {
  /** @type {string[]} */
  const problems = [];
  const sourceType = isScript ? 'commonjs' : 'module';
  const parse = (/** @type {string} */ name, /** @type {string} */ text, /** @type {object} */ languageOptions) => {
    const [first] = new Linter().verify(
      text,
      [{ files: ['**'], languageOptions: { sourceType, ...languageOptions } }],
      { filename: name === 'typescript' ? filename.replace(/^.*(?=\.\w+$)/, 'a') : 'a.js' },
    );
    if (first?.fatal) problems.push(`does not parse (${name}): ${first.message}`);
  };
  parse('typescript', code, { parser: typescript, parserOptions: { ecmaFeatures: { jsx: true } } });
  // The other parsers read neither JSX with types nor what only TypeScript turns into code.
  let isErased = !/x$/.test(filename);
  const plain = isErased ? blankTypes(code, () => (isErased = false)) : '';
  if (!isErased || /^\s*@\w/m.test(code)) return problems;
  parse('espree', plain, {});
  try {
    babel.parseForESLint(plain, {
      ...BABEL,
      sourceType: isScript ? 'script' : 'module',
      allowReturnOutsideFunction: true,
    });
  } catch (error) {
    problems.push(`does not parse (babel): ${String(error)}`);
  }
  return problems;
}

/**
 * Comments that a fix drops, counted as the parser finds them, as a string of wildcards can look like one.
 * @param {string} before
 * @param {string} after
 * @param {string} filename
 */
function lostComments(before, after, filename) {
  const [old, now] = [commentsOf(before, filename), commentsOf(after, filename)];
  return [...old].flatMap(([comment, count]) => ((now.get(comment) ?? 0) < count ? [`loses ${comment}`] : []));
}

/**
 * How often each comment stands in a program; none where it does not parse, which is told elsewhere.
 * @param {string} code
 * @param {string} filename
 */
function commentsOf(code, filename) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  try {
    const { ast } = typescript.parseForESLint(code, { comment: true, range: true, filePath: filename });
    for (const { range } of ast.comments ?? []) {
      const text = code.slice(...range);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  } catch {
    return counts;
  }
  return counts;
}
