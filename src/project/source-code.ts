import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { builtin } from './disk.js';

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
  readonly services?: object;
}

interface Parser {
  parse?(text: string, options: object): unknown;
  parseForESLint?(text: string, options: object): unknown;
}

/** Options that make a parser read a whole TypeScript project for each file. */
const PROJECT_OPTIONS = /^(?:project|projectService|programs?|tsconfigRootDir|EXPERIMENTAL_\w+)$/;

/** The parser of a linted file; `null` where it has none that could be called. */
export function parserOf(linted: LintedFile): object | null {
  const parser = record(linted.languageOptions)['parser'];
  return typeof parser === 'object' && parser !== null ? parser : null;
}

/**
 * Another file as the analysis takes it, read with the parser of the linted one; `null` where that parser cannot read
 * it or there is none to ask (oxlint).
 */
export function parseLike(linted: LintedFile, path: string, text: string): SourceCode | null {
  const options = record(linted.languageOptions);
  const parser: Parser | null = parserOf(linted);
  if (typeof parser?.parse !== 'function' && typeof parser?.parseForESLint !== 'function') return null;
  const given = Object.entries(record(options['parserOptions'])).filter(([key]) => !PROJECT_OPTIONS.test(key));
  const features = { ...record(record(options['parserOptions'])['ecmaFeatures']), jsx: !/\.[cm]?ts$/.test(path) };
  for (const sourceType of sourceTypes(path, options['sourceType'])) {
    try {
      const parsed = parse(parser, text, {
        ecmaVersion: options['ecmaVersion'] ?? 'latest',
        ...Object.fromEntries(given),
        sourceType,
        ecmaFeatures: { ...features, ...(sourceType === 'commonjs' ? { globalReturn: true } : {}) },
        filePath: path,
        ...ALL_OF_THE_TREE,
      });
      return sourceCodeOf(linted.sourceCode, text, parsed, sourceType);
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
  const Class = like.constructor as new (config: object) => SourceCode;
  const sourceCode = new Class({ text, ast, parserServices: parsed.services ?? {}, scopeManager, visitorKeys });
  linkParents(ast, sourceCode.visitorKeys);
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

/** Sets `parent`, which ESLint does only while it lints. */
function linkParents(ast: TSESTree.Program, keys: Readonly<Record<string, readonly string[] | undefined>>): void {
  const pending: object[] = [ast];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const values = node as Readonly<Record<string, unknown>>;
    for (const key of keys[String(values['type'])] ?? []) {
      const value = values[key];
      for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
        if (typeof child !== 'object' || child === null || !('type' in child)) continue;
        Object.assign(child, { parent: node });
        pending.push(child);
      }
    }
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
