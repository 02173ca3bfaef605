import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { builtin } from './disk.js';
import { isOxlint, oxcParser } from './oxc.js';
import { ParsedFiles } from './parsed.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** What is needed of a linted file to read another one with the same parser. */
export interface LintedFile {
  readonly sourceCode: SourceCode;
  readonly languageOptions: unknown;
}

interface Parsed {
  readonly ast: TSESTree.Program;
  readonly scopeManager?: unknown;
  readonly visitorKeys?: unknown;
  /** Set where the linted file is no object of ESLint's class. */
  readonly SourceCode?: unknown;
  /** Line and column of a place, set where the nodes have none. */
  readonly places?: Places;
}

/** Line and column of a place of a text. */
type Places = (index: number) => unknown;

interface Parser {
  parse?(text: string, options: object): unknown;
  parseForESLint?(text: string, options: object): unknown;
}

/** Options that make a parser read a whole TypeScript project for each file. */
const PROJECT_OPTIONS = /^(?:project|projectService|programs?|tsconfigRootDir|EXPERIMENTAL_\w+)$/;

/**
 * The parser of a linted file, or the one that stands in for it under oxlint; `null` where it has none that could be
 * called.
 */
export function parserOf(linted: LintedFile): object | null {
  const parser = record(linted.languageOptions)['parser'];
  if (typeof parser !== 'object' || parser === null) return null;
  return isOxlint(parser) ? (oxcParser() ?? parser) : parser;
}

const parsedFiles = new ParsedFiles();

/**
 * Another file as the analysis takes it, read with the parser of the linted one; `null` where that parser cannot read
 * it or there is none to ask (oxlint without oxc-parser).
 */
export function parseLike(linted: LintedFile, path: string, text: string): SourceCode | null {
  const options = record(linted.languageOptions);
  const parser: Parser | null = parserOf(linted);
  if (typeof parser?.parse !== 'function' && typeof parser?.parseForESLint !== 'function') return null;
  const language = languageOf(linted);
  const known = parsedFiles.get(path, text, language);
  if (known !== undefined) return known;
  const sourceCode = parseNew(parser, linted.sourceCode, options, path, text);
  parsedFiles.set(path, text, language, sourceCode);
  return sourceCode;
}

/**
 * A linted file without what its parser offers besides the tree: what is kept of it would keep that as well, and the
 * tree of the TypeScript compiler is as large again. oxlint has one object for all files, which cannot be copied.
 */
export function withoutServices({ sourceCode, languageOptions }: LintedFile): LintedFile {
  const { parser } = record(languageOptions);
  if (typeof parser === 'object' && parser !== null && isOxlint(parser)) return { sourceCode, languageOptions };
  const prototype = Object.getPrototypeOf(sourceCode) as object;
  const members = { ...Object.getOwnPropertyDescriptors(sourceCode), parserServices: { value: {} } };
  return { sourceCode: Object.create(prototype, members) as SourceCode, languageOptions };
}

/** Keeps the tree of a linted file, which others of its folder may ask for, where it would be read in the same way. */
export function keepParsed(linted: LintedFile, path: string): void {
  const { sourceType, parser } = record(linted.languageOptions);
  // oxlint has one object for all files, which shows another one soon.
  if (typeof parser === 'object' && parser !== null && isOxlint(parser)) return;
  if (parserOf(linted) && sourceTypes(path, sourceType)[0] === sourceType)
    parsedFiles.set(path, linted.sourceCode.text, languageOf(linted), linted.sourceCode);
}

const numbers = new WeakMap<object, number>();
let objects = 0;

/** What tells two ways of reading a file apart: the parser and its options. */
function languageOf(linted: LintedFile): string {
  const { ecmaVersion, sourceType, parserOptions } = record(linted.languageOptions);
  const { ecmaFeatures, ...options } = ownOptions(parserOptions);
  const parts = [parserOf(linted), ecmaVersion, sourceType, ...Object.entries({ ...record(ecmaFeatures), ...options })];
  return parts.flat().map(identity).join(' ');
}

/** A primitive as it is written, an object as its number: options may hold parsers, and circles. */
function identity(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const number = numbers.get(value) ?? ++objects;
  numbers.set(value, number);
  return `#${String(number)}`;
}

/** Options of a parser for one file, without those for the whole project. */
function ownOptions(parserOptions: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record(parserOptions)).filter(([key]) => !PROJECT_OPTIONS.test(key)));
}

function parseNew(
  parser: Parser,
  like: SourceCode,
  options: Readonly<Record<string, unknown>>,
  path: string,
  text: string,
): SourceCode | null {
  const features = { ...record(record(options['parserOptions'])['ecmaFeatures']), jsx: !/\.[cm]?ts$/.test(path) };
  for (const sourceType of sourceTypes(path, options['sourceType'])) {
    try {
      const parsed = parse(parser, text, {
        ecmaVersion: options['ecmaVersion'] ?? 'latest',
        ...ownOptions(options['parserOptions']),
        sourceType,
        ecmaFeatures: { ...features, ...(sourceType === 'commonjs' ? { globalReturn: true } : {}) },
        filePath: path,
        // The compiler says what is wrong with it; a tenth of the time goes into saying it again.
        allowInvalidAST: true,
        ...ALL_OF_THE_TREE,
      });
      return sourceCodeOf(like, text, parsed, sourceType);
    } catch {
      // Another kind of source, or a language that this parser does not know: nothing is known of the file.
    }
  }
  return null;
}

const ALL_OF_THE_TREE = {
  loc: true,
  range: true,
  raw: true,
  tokens: true,
  comment: true,
  eslintVisitorKeys: true,
  eslintScopeManager: true,
};

/** How a file may be written: as its extension says, else as a module first. */
function sourceTypes(path: string, linted: unknown): readonly string[] {
  if (/\.c[jt]s$/.test(path)) return ['commonjs'];
  if (/\.m[jt]s$/.test(path)) return ['module'];
  return linted === 'commonjs' || linted === 'script' ? ['commonjs', 'module'] : ['module', 'commonjs'];
}

function parse(parser: Parser, text: string, options: object): Parsed {
  const result = parser.parseForESLint ? parser.parseForESLint(text, options) : { ast: parser.parse?.(text, options) };
  return result as Parsed;
}

function sourceCodeOf(like: SourceCode, text: string, parsed: Parsed, sourceType: string): SourceCode {
  const { ast } = parsed;
  const visitorKeys = parsed.visitorKeys ?? like.visitorKeys;
  const scopeManager = parsed.scopeManager ?? scopesOf(ast, visitorKeys, sourceType);
  // The class of the linted file's object: the one of the ESLint that runs.
  const Class = (parsed.SourceCode ?? like.constructor) as new (config: object) => SourceCode;
  if (parsed.places) for (const each of [ast, ...(ast.comments ?? [])]) place(each, parsed.places);
  // What a parser offers besides (the tree of the TypeScript compiler) is not asked for, and is as large again.
  const sourceCode = new Class({ text, ast, parserServices: {}, scopeManager, visitorKeys });
  linkParents(ast, sourceCode.visitorKeys, parsed.places);
  return sourceCode;
}

/** Scopes for parsers that make none (espree), as ESLint makes them, with the package that ESLint itself uses. */
function scopesOf(ast: TSESTree.Program, childVisitorKeys: unknown, sourceType: string): unknown {
  const createRequire = builtin('node:module')?.createRequire;
  if (!createRequire) throw new Error('no scopes');
  const fromEslint = createRequire(createRequire(import.meta.url).resolve('eslint'));
  const { analyze } = fromEslint('eslint-scope') as { readonly analyze: (ast: unknown, options: object) => unknown };
  return analyze(ast, {
    ignoreEval: true,
    nodejsScope: sourceType === 'commonjs',
    ecmaVersion: 2026,
    sourceType: sourceType === 'commonjs' ? 'script' : sourceType,
    childVisitorKeys,
  });
}

/** Sets `parent`, which ESLint does only while it lints, and `loc` where the parser left it out. */
function linkParents(
  ast: TSESTree.Program,
  keys: Readonly<Record<string, readonly string[] | undefined>>,
  places: Places | undefined,
): void {
  const pending: object[] = [ast];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const values = node as Readonly<Record<string, unknown>>;
    for (const key of keys[String(values['type'])] ?? []) {
      const value = values[key];
      for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
        if (typeof child !== 'object' || child === null || !('type' in child)) continue;
        Object.assign(child, { parent: node });
        if (places) place(child, places);
        pending.push(child);
      }
    }
  }
}

function place(node: object, places: Places): void {
  const [start, end] = 'range' in node && Array.isArray(node.range) ? (node.range as readonly unknown[]) : [];
  if (typeof start === 'number' && typeof end === 'number')
    Object.assign(node, { loc: { start: places(start), end: places(end) } });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
