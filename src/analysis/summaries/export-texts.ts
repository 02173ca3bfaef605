import { specifiersIn } from '../../project/specifiers.js';

/** A name of a module; `null`: any. */
export interface NameOfModule {
  readonly specifier: string;
  readonly name: string | null;
}

/** A statement that exports names of another file again. */
interface Again {
  readonly specifier: string;
  /** The names there by the names here; `null`: all keep theirs. */
  readonly names: ReadonlyMap<string, string | null> | null;
}

/** What a text says of the names that it exports, for whoever looks for one of them before the text is parsed. */
export interface ExportTexts {
  /** Names that its own code defines as something else than another name. */
  readonly own: ReadonlySet<string>;
  /** What exported names are called in the file, where that is another name. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly again: readonly Again[];
  /** What names of the file stand for in others. */
  readonly imports: ReadonlyMap<string, NameOfModule>;
  /** What a CommonJS module brings in, and may export by whatever name. */
  readonly required: readonly string[];
}

/** `from './db.js'`, behind what is imported or exported again. */
const FROM = /\bfrom\s*(?:'([^'\n]+)'|"([^"\n]+)")/g;
const KEYWORD = /\b(?:import|export)\b/g;
/** What stands between `export` and `from`: `*`, `* as db`, `{ a, b as c }`. */
const EXPORTED = /^(?:type\s+)?(?:\*(?:\s*as\s+([\w$]+))?|\{([^{}]*)\})$/;
/** What stands between `import` and `from`. */
const IMPORTED = /^(?:type\s+(?=[\w$*{]))?([\w$]+)?(?:\s*,\s*)?(?:\*\s*as\s+([\w$]+)|\{([^{}]*)\})?$/;
/** `function f(`, `class C`, at the top of the file: a line that is not indented. */
const DECLARED =
  /^(?:export\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\b(?:\s*\*)?|class\b)\s*([\w$]+)/gm;
/** A type before `=`, which is not followed for longer: each line would be read to the end of the text. */
const TYPE = String.raw`(?:\s*:[^=;]{0,400})?`;
/** `async () =>`, `{`, `wrap(`, `holder.member`: what is no name alone. */
const VALUE =
  String.raw`(?:(?:async|function|class|abstract|new|await)\b|[{[<'"\x60\d!]` +
  String.raw`|\((?!\s*[\w$.]+\s+as\b)|[\w$]+[.(])`;
const ASSIGNED = new RegExp(
  String.raw`^(?:(?:export\s+)?(?:const|let|var)\s+|(?:module\.)?exports\.)([\w$]+)${TYPE}\s*=\s*${VALUE}`,
  'gm',
);
/** `export let db: Database;`: what gives it a value later is not followed. */
const WITHOUT_VALUE = /^export\s+(?:let|var)\s+([\w$]+)\s*(?::[^=;\n]*)?(?:;|$)/gm;
const DEFAULT = new RegExp(String.raw`^export\s+default\s+${VALUE}`, 'm');
const DEFAULT_NAME = /^(?:export\s+default|module\.exports\s*=)\s+([\w$]+)[ \t]*(?:;[ \t]*)?$/m;
const NAMED = /\bexport\s*\{([^{}]*)\}(?!\s*from\b)/g;
const SAME = new RegExp(
  String.raw`^export\s+(?:const|let|var)\s+([\w$]+)${TYPE}\s*=\s*([\w$]+)\s*(?:[;,]|$|as\b|satisfies\b)`,
  'gm',
);

/** What a text says of the names that it exports. */
export function exportTextsOf(text: string): ExportTexts {
  const firstOf = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
  const own = new Set([DECLARED, ASSIGNED, WITHOUT_VALUE].flatMap(firstOf));
  if (DEFAULT.test(text)) own.add('default');
  const [, main] = DEFAULT_NAME.exec(text) ?? [];
  const renamed = new Map<string, string>([
    ...(main === undefined ? [] : [['default', main] as const]),
    ...[...text.matchAll(SAME)].map(([, name = '', local = '']) => [name, local] as const),
    ...firstOf(NAMED).flatMap((clause) => namesIn(clause)),
  ]);
  const clauses = fromClauses(text);
  const again = clauses.flatMap(({ keyword, specifier, clause }): Again[] => {
    const found = keyword === 'export' ? EXPORTED.exec(clause) : null;
    if (!found) return [];
    const [, whole, names] = found;
    return [
      { specifier, names: names === undefined ? (whole ? new Map([[whole, null]]) : null) : new Map(namesIn(names)) },
    ];
  });
  const isOpen = /\bexports\b|\brequire\s*\(|\bexport\s*=/.test(text);
  return { own, renamed, again, imports: importsIn(clauses), required: isOpen ? specifiersIn(text) : [] };
}

/** One statement that takes names of another file, with what stands before `from`. */
export interface FromClause {
  readonly keyword: string;
  readonly specifier: string;
  readonly clause: string;
  /** Where the keyword stands, and where the statement ends. */
  readonly start: number;
  readonly end: number;
}

/** The statements with `from`, each looked for in what stands between it and the one before: no text is read twice. */
export function fromClauses(text: string): readonly FromClause[] {
  let end = 0;
  return [...text.matchAll(FROM)].flatMap((found): FromClause[] => {
    const from = end;
    const before = text.slice(from, found.index);
    end = found.index + found[0].length;
    const last = [...before.matchAll(KEYWORD)].at(-1);
    if (!last) return [];
    const [keyword] = last;
    const clause = before.slice(last.index + keyword.length).trim();
    return [{ keyword, specifier: found[1] ?? found[2] ?? '', clause, start: from + last.index, end }];
  });
}

function importsIn(clauses: readonly FromClause[]): ReadonlyMap<string, NameOfModule> {
  const imports = new Map<string, NameOfModule>();
  for (const { keyword, specifier, clause } of clauses) {
    const taken = keyword === 'import' ? importedIn(clause) : null;
    for (const { local, name } of taken ?? []) imports.set(local, { specifier, name });
  }
  return imports;
}

/** What stands between `import` and `from` takes; `name` is `null` for all of a module. `null`: it cannot be read. */
export function importedIn(clause: string): readonly { readonly local: string; readonly name: string | null }[] | null {
  const found = IMPORTED.exec(clause);
  if (!found) return null;
  const [, main, whole, names = ''] = found;
  return [
    ...(main === undefined ? [] : [{ local: main, name: 'default' }]),
    ...(whole === undefined ? [] : [{ local: whole, name: null }]),
    ...namesIn(names).map(([local, name]) => ({ local, name })),
  ];
}

/** `a, b as c, type D`: the names behind `as`, and what they stand for. */
function namesIn(clause: string): readonly (readonly [string, string])[] {
  return clause.split(',').flatMap((each) => {
    const [name, as, other] = each
      .trim()
      .replace(/^type\s+/, '')
      .split(/\s+/);
    return name ? [[as === 'as' && other ? other : name, name] as const] : [];
  });
}
