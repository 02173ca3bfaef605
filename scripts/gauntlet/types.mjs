// New type errors and new reports of strict lint rules in what fixes have written.
import js from '@eslint/js';
import { Linter } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

/** @typedef {{ name: string, before: string, after: string }} Change */

/** @type {ts.CompilerOptions} */
const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  esModuleInterop: true,
  types: ['node'],
};

/**
 * @param {ReadonlyMap<string, Change>} changes by the name of a file that need not exist
 * @returns {Generator<{ name: string, problem: string, text: string }>}
 */
export function* judge(changes) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const [file, { before, after }] of changes) {
    texts.set(beside(file, 'before'), before);
    texts.set(beside(file, 'after'), after);
  }
  const program = programOf(texts);
  for (const [file, { name, after }] of changes) {
    const [old, now] = [beside(file, 'before'), beside(file, 'after')];
    const [errors, left] = [errorsOf(program, old), errorsOf(program, now)];
    // The arguments of a program are made up: an error that was there may read otherwise afterwards.
    const isUntyped = errors.some((error) => error.startsWith('TS2351 '));
    const types = (errors.length === 0 ? left : left.length > errors.length ? added(errors, left) : [])
      // What its types do not let construct (the default of some CommonJS packages) names no type either.
      .filter((error) => !isUntyped || !error.startsWith('TS2709 '));
    for (const problem of types) yield { name, problem: `new type error: ${problem}`, text: after };
    // What cannot be typed is reported by half of the rules.
    if (left.length > 0) continue;
    for (const problem of added(lint(program, old, texts), lint(program, now, texts)).filter(isOwn))
      yield { name, problem: `new report: ${problem}`, text: after };
  }
}

/** What a library types as `any` (`data` of axios) is reported wherever it is used. @param {string} report */
function isOwn(report) {
  return !/^@typescript-eslint\/no-unsafe-(?:call|member-access) .*\bany\b/.test(report);
}

const beside = (/** @type {string} */ file, /** @type {string} */ when) => file.replace(/\.ts$/, `-${when}.ts`);

/** @param {ReadonlyMap<string, string>} texts */
function programOf(texts) {
  const base = ts.createCompilerHost(OPTIONS);
  return ts.createProgram([...texts.keys()], OPTIONS, {
    ...base,
    fileExists: (file) => texts.has(file) || base.fileExists(file),
    readFile: (file) => texts.get(file) ?? base.readFile(file),
    getSourceFile: (file, target, ...rest) => {
      const own = texts.get(file);
      return own === undefined
        ? base.getSourceFile(file, target, ...rest)
        : ts.createSourceFile(file, own, target, true);
    },
  });
}

/**
 * @param {ts.Program} program
 * @param {string} file
 */
function errorsOf(program, file) {
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ code, messageText }) => `TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 160)}`,
  );
}

/**
 * @param {ts.Program} program
 * @param {string} file
 * @param {ReadonlyMap<string, string>} texts
 */
function lint(program, file, texts) {
  /** @type {import('eslint').Linter.Config[]} */
  const config = [
    js.configs.recommended,
    .../** @type {import('eslint').Linter.Config[]} */ (tseslint.configs.strictTypeChecked),
    {
      languageOptions: {
        parserOptions: { programs: [program] },
        globals: { process: 'readonly', fetch: 'readonly', AbortSignal: 'readonly' },
      },
    },
  ].map((each) => ({ ...each, files: ['**/*.ts'] }));
  return new Linter()
    .verify(texts.get(file) ?? '', config, { filename: file })
    .map(({ ruleId, message }) => `${ruleId ?? ''} ${message}`);
}

/**
 * What is more often in the second list than in the first one, by its kind.
 * @param {readonly string[]} before
 * @param {readonly string[]} after
 */
function added(before, after) {
  const kind = (/** @type {string} */ text) => text.split(' ', 1)[0] ?? '';
  const rest = before.map(kind);
  return after.filter((text) => {
    const index = rest.indexOf(kind(text));
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}
