import { builtin } from './disk.js';

type Require = (name: string) => unknown;

/** What oxc-parser gives, as far as it is used here. */
interface OxcProgram {
  readonly program: object;
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  readonly errors: readonly { readonly severity: string }[];
}

interface Oxc {
  parseSync(path: string, text: string, options: object): OxcProgram;
}

/** Makes the scopes of a tree. */
type Analyze = (ast: unknown, options: object) => unknown;

/** A parser as ESLint takes one, with the class that its files are objects of. */
interface OxcParser {
  parseForESLint(text: string, options: Readonly<Record<string, unknown>>): object;
}

/** Whether the parser of a linted file is the one that oxlint shows, which cannot be called. */
export function isOxlint(parser: object): boolean {
  return 'name' in parser && parser.name === 'oxlint';
}

let known: OxcParser | null | undefined;

/**
 * oxc-parser with the scopes of typescript-eslint, where both are installed beside the plugin or in the folder of the
 * run; `null` otherwise. It reads the other files of a project under oxlint, in the shape of the linted one.
 */
export function oxcParser(): OxcParser | null {
  return (known ??= load());
}

function load(): OxcParser | null {
  const oxc = first(['oxc-parser']) as Oxc | null;
  const scopes = first([
    '@typescript-eslint/scope-manager',
    '@typescript-eslint/parser > @typescript-eslint/scope-manager',
    'typescript-eslint > @typescript-eslint/parser > @typescript-eslint/scope-manager',
  ]) as { readonly analyze: Analyze } | null;
  const eslint = first(['eslint']) as Loaded['eslint'] | null;
  if (!oxc || !scopes || !eslint) return null;
  return { parseForESLint: (text, options) => parse({ oxc, analyze: scopes.analyze, eslint }, text, options) };
}

interface Loaded {
  readonly oxc: Oxc;
  readonly analyze: Analyze;
  readonly eslint: { readonly SourceCode: unknown };
}

function parse({ oxc, analyze, eslint }: Loaded, text: string, options: Readonly<Record<string, unknown>>): object {
  const { filePath, sourceType } = options;
  const path = String(filePath);
  const { program, comments, errors } = oxc.parseSync(path, text, {
    sourceType,
    // A plain script may hold JSX as well.
    ...(/\.[cm]?js$/.test(path) ? { lang: 'jsx' } : {}),
    astType: 'ts',
    range: true,
    preserveParens: false,
  });
  if (errors.some(({ severity }) => severity === 'Error')) throw new SyntaxError(path);
  const ast = Object.assign(program, {
    comments: comments.map((comment) => ({ ...comment, range: [comment.start, comment.end] })),
    // Nothing asks for the tokens of a file that is not linted.
    tokens: [],
  });
  const scopeManager = analyze(ast, { sourceType: sourceType === 'module' ? 'module' : 'commonjs' });
  return { ast, scopeManager, SourceCode: eslint.SourceCode, places: placesIn(text) };
}

/** Lines and columns of the places of a text, which oxc leaves out. */
function placesIn(text: string): (index: number) => { readonly line: number; readonly column: number } {
  const starts = [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map(({ index, 0: end }) => index + end.length)];
  return (index) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: index - (starts[low] ?? 0) };
  };
}

/** The first of several packages that is installed; `a > b` is the one that `a` depends on. */
function first(names: readonly string[]): unknown {
  const createRequire = builtin('node:module')?.createRequire;
  if (!createRequire) return null;
  const starts: readonly string[] = [import.meta.url, `${process.cwd()}/package.json`];
  for (const name of names)
    for (const start of starts) {
      try {
        const path = name.split(' > ');
        const last = path.pop() ?? name;
        const holder = path.reduce((from, each) => createRequire(from).resolve(each), start);
        const require: Require = createRequire(holder);
        return require(last);
      } catch {
        // Not installed there, or without a binary for this platform.
      }
    }
  return null;
}
