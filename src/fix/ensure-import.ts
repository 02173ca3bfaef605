import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { capitalized, pascalCase } from '../ast/names.js';
import type { Variable } from '../ast/variables.js';
import { importAtHead } from './declare.js';
import type { Edit, Refusal } from './edits.js';
import { existingName, importsOf, requiresOf, sameModule, type Wanted } from './import-bindings.js';
import { addToImport, addToPattern, toValueImport } from './import-specifiers.js';

export type { Wanted } from './import-bindings.js';

/** How inserted code names an export, and the edits that make the name available. */
export interface Imported {
  /** `Agent`, `undici.Agent`, `import('undici').Dispatcher`. */
  readonly expression: string;
  readonly edits: readonly Edit[];
}

/**
 * Makes an export of a module available: through a name that the file already has, as an addition to an `import` or
 * `require` of the module, or with a new one. A name that is taken gets an alias. `places` are the nodes at which the
 * name must mean the export; `except`: a variable that the same change removes.
 */
export function ensureImport(
  file: FileView,
  wanted: Wanted,
  places: readonly TSESTree.Node[] = [],
  except: Variable | null = null,
): Imported | Refusal {
  const existing = existingName(file, wanted);
  if (existing !== null) return visible(file, { expression: existing, edits: [] }, places, except);
  const imports = importsOf(file).filter(
    ({ source, attributes = [] }) => sameModule(source.value, wanted.module) && attributes.length === 0,
  );
  const esm = isModule(file);
  // Types of a required module need no statement.
  if (wanted.type && !esm) return { expression: typeQuery(wanted, quoteOf(file)), edits: [] };
  const value = wanted.type ? null : toValueImport(file, imports, wanted.name);
  if (value) return visible(file, { expression: value.local, edits: value.edits }, places, except);
  const local = localName(file, wanted, places);
  const isAlias = wanted.type === true && local !== (wanted.local ?? wanted.name);
  // `ClientKmsKMSClient` says less than the module and the name.
  if (isAlias && /[^a-z]/i.test(wanted.module) && !/^(?:default|\*)$/.test(wanted.name))
    return { expression: typeQuery(wanted, quoteOf(file)), edits: [] };
  if (local === null) return { refused: `the name ${wanted.local ?? wanted.name} is taken` };
  return {
    expression: local,
    edits: addition(file, wanted, local, imports) ?? statement(file, wanted, local, esm),
  };
}

/** A name that something nearer declares does not mean the import. */
function visible(
  file: FileView,
  imported: Imported,
  places: readonly TSESTree.Node[],
  except: Variable | null,
): Imported | Refusal {
  const name = imported.expression.split('.')[0] ?? '';
  const shadowed = places.some((place) => {
    for (let scope: TSESLint.Scope.Scope | null = file.getScope(place); scope?.upper; scope = scope.upper) {
      const found = scope.set.get(name);
      if (found && found !== except && found.defs.length > 0) return scope.block.type !== 'Program';
    }
    return false;
  });
  return shadowed ? { refused: `${name} means something else here` } : imported;
}

function typeQuery({ module, name }: Wanted, quote: string): string {
  const imported = `import(${quote}${module}${quote})`;
  return name === '*' ? `typeof ${imported}` : `${imported}.${name}`;
}

/** The wanted name, or one with the module in it where it is taken. */
function localName(
  file: FileView,
  { module, name, local, type, isFree = false }: Wanted,
  places: readonly TSESTree.Node[],
): string | null {
  if (isFree && local !== undefined) return local;
  const pascal = pascalCase(
    module
      .split('/')
      .at(-1)
      ?.replace(/\.[cm]?[jt]sx?$/, '') ?? '',
  );
  const own = local ?? (name === 'default' || name === '*' ? pascal.charAt(0).toLowerCase() + pascal.slice(1) : name);
  const alias = /^[A-Z]/.test(own) ? pascal + own : pascal.charAt(0).toLowerCase() + pascal.slice(1) + capitalized(own);
  // A type stands where it is needed, and an inner variable of its name hides it nowhere else.
  const scopes = type && places.length > 0 ? places.flatMap((place) => [...scopesAround(file, place)]) : null;
  return (
    [own, alias].find((candidate) => /^[A-Za-z_$][\w$]*$/.test(candidate) && !isTaken(file, candidate, scopes)) ?? null
  );
}

function* scopesAround(file: FileView, place: TSESTree.Node): Generator<TSESLint.Scope.Scope> {
  for (let scope: TSESLint.Scope.Scope | null = file.getScope(place); scope; scope = scope.upper) yield scope;
}

/** Whether one of these scopes, or else any of the file, declares a name, or its code means a global by it. */
function isTaken(file: FileView, name: string, near: readonly TSESLint.Scope.Scope[] | null): boolean {
  const { scopes = [], globalScope } = file.scopeManager ?? {};
  if ((near ?? scopes).some((scope) => (scope.set.get(name)?.defs.length ?? 0) > 0)) return true;
  return (
    globalScope?.through.some(({ identifier }) => identifier.name === name) === true ||
    (globalScope?.set.get(name)?.references.length ?? 0) > 0
  );
}

/** Whether the file is written as an ES module. */
function isModule(file: FileView): boolean {
  return file.ast.body.some(({ type }) => /^(?:Import|Export|TSImportEquals|TSExport)/.test(type));
}

/** An addition to an `import` or `require` of the module. */
function addition(
  file: FileView,
  wanted: Wanted,
  local: string,
  imports: readonly TSESTree.ImportDeclaration[],
): readonly Edit[] | null {
  // Types go to a type-only import where there is one.
  const typesFirst = wanted.type
    ? [...imports].sort((a, b) => Number(b.importKind === 'type') - Number(a.importKind === 'type'))
    : imports;
  for (const declaration of typesFirst) {
    const edits = addToImport(file, declaration, wanted, local);
    if (edits) return edits;
  }
  if (wanted.type || wanted.name === 'default' || wanted.name === '*') return null;
  for (const { id } of requiresOf(file, wanted.module)) {
    const edits = id.type === 'ObjectPattern' ? addToPattern(file, id, wanted.name, local) : null;
    if (edits) return edits;
  }
  return null;
}

function statement(file: FileView, { module, name, type }: Wanted, local: string, esm: boolean): readonly Edit[] {
  const quote = quoteOf(file);
  const source = quote + module + quote;
  const pad = /^import (?:type )?\{\S/m.test(file.text) ? '' : ' ';
  const named = (separator: string) => `{${pad}${name === local ? name : name + separator + local}${pad}}`;
  if (!esm) {
    const target = name === 'default' || name === '*' ? local : named(': ');
    return [importAtHead(file, `const ${target} = require(${source});`, module)];
  }
  const clause = name === 'default' ? local : name === '*' ? `* as ${local}` : named(' as ');
  return [importAtHead(file, `import ${type ? 'type ' : ''}${clause} from ${source};`, module)];
}

/** The quote that a file writes its module names with. */
export function quoteOf(file: FileView): string {
  const [, quote] = /(?:^(?:import|export)\b[^'"\n]*|^\} from |\brequire\()(['"])/m.exec(file.text) ?? [];
  if (quote) return quote;
  const single = file.text.split("'").length;
  return single >= file.text.split('"').length ? "'" : '"';
}

/** A text that a fix writes with single quotes, in the quotes of the file; it may hold no apostrophe. */
export function inFileQuotes(file: FileView, text: string): string {
  return text.replaceAll("'", quoteOf(file));
}
