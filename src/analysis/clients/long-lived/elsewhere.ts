import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, enclosingClass, propertyName, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { exportName } from '../../names/export-names.js';
import type { Construction } from '../../names/clients.js';
import { escapeRegExp, wholeName } from '../../names/conventions.js';
import { variableOfFunction } from '../../names/functions.js';
import { variableOfClass } from '../../names/members.js';
import { moduleReferences } from '../../names/modules.js';
import { isOnlyNamed, usesOf } from '../../names/uses.js';
import type { SummarizedFile } from '../../summaries/file.js';
import { mayName } from '../../summaries/gates.js';
import type { ProjectCatalog } from '../../summaries/project-catalog.js';
import type { ClientPlace } from '../places.js';
import { isTest } from '../../runs/test-files.js';
import { exportedNames, exportOf } from '../../names/exported.js';
import { fieldClosing } from './field-closing.js';
import { isOfNpm } from './npm.js';
import { isOfService, runsApart } from './own-programs.js';
import { settingClosing } from './app-settings.js';
import { ReachWalk } from './reach.js';

/** Files that are read, or followed, from one that exports a client; more means that nothing is known. */
const MAX_FILES = 60;

/** A way to a client from outside of its file: an export, or what a call of one returns. */
interface Way {
  readonly name: string;
  readonly called: boolean;
  readonly path: readonly string[];
}

/**
 * Whether another file of the project closes a client that this one exports, or may: it calls one of its close methods,
 * or hands it to code of which nothing is known.
 */
export function mayCloseElsewhere(
  file: FileLifecycle,
  { construction, node }: Pick<ClientPlace, 'construction' | 'node'>,
  reach: ReachWalk,
): boolean {
  const { catalog } = file;
  if (!catalog) return false;
  if (closesField(file, catalog, construction, reach)) return true;
  const endsSetting = (names: readonly string[]): boolean => {
    const closes = settingClosing(names, construction.construct);
    return closes(file.text) || catalog.findText(closes) !== false;
  };
  if (reach.settings.length > 0 && endsSetting(reach.settings)) return true;
  const ways = [...waysTo(file, reach), ...directWay(node)];
  if (ways.length === 0) return false;
  // Whoever asks what packages do with the client asks it of all files.
  const isPackageIn = (from: string): ReachWalk['isPackage'] =>
    reach.isPackage && ((specifier) => isOfNpm(file, specifier, from));
  let read = 0;
  let apart = false;
  const seen = new Set<string>();
  const pending: { readonly target: string; readonly ways: readonly Way[] }[] = [{ target: catalog.file, ways }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next.target)) continue;
    seen.add(next.target);
    const importers = catalog.importersOf(next.target);
    if (importers === null) return true;
    for (const { path, specifiers } of importers) {
      if (seen.has(path) || isTest(file, path)) continue;
      if (seen.size + pending.length > MAX_FILES) return true;
      const text = catalog.textOf(path) ?? '';
      if (!mayDoMore(text, construction, specifiers, next.ways)) continue;
      if (++read > MAX_FILES) return true;
      const importer = catalog.read(path);
      // What cannot be read may do anything.
      if (!importer) return true;
      const found = follow(importer, construction, specifiers, next.ways, {
        isPackage: isPackageIn(path),
        endsSetting,
      });
      if (found === null) {
        if (!runsApart(file, path)) return true;
        apart = true;
        continue;
      }
      if (found.length > 0) pending.push({ target: path, ways: found });
    }
  }
  // A file that only such programs use is a part of them.
  return apart && !isOfService(file);
}

/**
 * Whether a file that imports this one, directly or through another, writes `x.field.close()` for a field of a class
 * that keeps the client, or closes something and asks for what hands the field out. Instances are not followed: the
 * name of the field is evidence enough for silence.
 */
function closesField(
  file: FileLifecycle,
  catalog: ProjectCatalog,
  { construct }: Construction,
  { holders, sinks }: ReachWalk,
): boolean {
  const fields = holders.flatMap((holder) => (holder.kind === 'field' && holder.owner?.id ? [holder.name] : []));
  if (fields.length === 0) return false;
  const givers = sinks.flatMap((sink) => (sink.kind === 'returned' ? memberNameOf(sink.fn) : []));
  const methods = construct.close.map(({ method }) => method);
  const closes = fieldClosing({ fields, methods, givers });
  const seen = new Set<string>();
  const pending = [catalog.file];
  for (let path = pending.pop(); path !== undefined && seen.size < MAX_FILES; path = pending.pop()) {
    for (const importer of catalog.importersOf(path, true) ?? []) {
      if (seen.has(importer.path) || isTest(file, importer.path)) continue;
      seen.add(importer.path);
      if (closes(catalog.textOf(importer.path) ?? '')) return true;
      pending.push(importer.path);
    }
  }
  return false;
}

/** The name of a method or accessor of a class's instances that a function is. */
function memberNameOf({ parent }: FunctionNode): string[] {
  const name = parent.type === 'MethodDefinition' && !parent.static ? propertyName(parent) : null;
  return name === null ? [] : [name];
}

/** How other files get at a client: variables that hold it, and functions that return it. */
function waysTo(file: FileView, { holders, sinks }: ReachWalk): Way[] {
  const variables = holders.flatMap((holder) =>
    holder.kind === 'variable'
      ? exportedNames(file, holder.variable).map((name) => ({ name, called: false, path: holder.path }))
      : [],
  );
  const functions = sinks.flatMap((sink) => {
    if (sink.kind !== 'returned') return [];
    const variable = variableOfFunction(file, sink.fn);
    const names = variable ? exportedNames(file, variable) : [];
    return [...names.map((name) => ({ name, called: true, path: sink.path })), ...ofStatic(file, sink.fn, sink.path)];
  });
  return [...variables, ...functions];
}

/** `Queues.getInstance()`, and `Queues.instance` of an accessor, of an exported class. */
function ofStatic(file: FileView, fn: FunctionNode, path: readonly string[]): Way[] {
  const { parent: member } = fn;
  const name = member.type === 'MethodDefinition' && member.static ? propertyName(member) : null;
  const owner = enclosingClass(fn);
  const variable = owner && variableOfClass(file, owner);
  if (member.type !== 'MethodDefinition' || name === null || !variable) return [];
  const called = member.kind !== 'get';
  return exportedNames(file, variable).map((of) => ({ name: `${of}.${name}`, called, path }));
}

/** `module.exports = new Pool()`, `export default new Pool()`: no variable has it. */
function directWay(node: TSESTree.Node): Way[] {
  const name = exportOf(wrapped(node));
  return name === null ? [] : [{ name, called: false, path: [] }];
}

/** Whether a text does more with what it imports than to call methods that close nothing. */
function mayDoMore(
  text: string,
  { construct }: Construction,
  specifiers: readonly string[],
  all: readonly Way[],
): boolean {
  const ways = all.filter(({ name }) => mayName(text, name));
  if (ways.length === 0) return false;
  const closes = construct.close.map(({ method }) => wholeName(method.split('.').at(-1) ?? method));
  if (closes.some((close) => new RegExp(close).test(text))) return true;
  if (/\bexport\b[^;]*\bfrom\b/.test(text)) return true;
  return ways.some(({ name, called }) => {
    const last = name.split('.').at(-1) ?? name;
    if (called) return true;
    const own = last === 'default' ? nameOfDefault(text, specifiers) : last;
    return own === null || isMoreThanMembers(text, own);
  });
}

/** The name by which a text has the default export of a module; `null` where it cannot be seen, or has several. */
function nameOfDefault(text: string, specifiers: readonly string[]): string | null {
  const from = `['"](?:${specifiers.map(escapeRegExp).join('|')})['"]`;
  const named = new RegExp(
    `\\bimport\\s+([\\w$]+)\\s+from\\s*${from}|\\b([\\w$]+)\\s*=\\s*require\\s*\\(\\s*${from}\\s*\\)(?!\\s*[.(])`,
    'g',
  );
  const names = new Set([...text.matchAll(named)].map(([, imported, required]) => imported ?? required ?? ''));
  const [only] = names;
  const mentions = text.match(new RegExp(from, 'g')) ?? [];
  return only !== undefined && names.size === 1 && mentions.length === 1 ? only : null;
}

/** Whether a text does more with a name than to take members of it. */
function isMoreThanMembers(text: string, name: string): boolean {
  // A name of its own choice, or another one than the export's.
  if (new RegExp(`${wholeName(name)}['"]?\\s*(?:as\\b|:)`).test(text)) return true;
  const bare = text.match(new RegExp(`(?<![./'"])${wholeName(name)}(?!\\s*\\??\\.)`, 'g')) ?? [];
  // Once in the import itself, beside the path of the module.
  return bare.length > 1;
}

/**
 * What a file does with a client that it imports: `null` where it closes it, or may; else the ways by which it exports
 * it again.
 */
function follow(
  file: SummarizedFile,
  construction: Construction,
  specifiers: readonly string[],
  ways: readonly Way[],
  {
    isPackage,
    endsSetting,
  }: { readonly isPackage: ReachWalk['isPackage']; readonly endsSetting: (names: readonly string[]) => boolean },
): readonly Way[] | null {
  const reach = new ReachWalk(file, construction);
  reach.isPackage = isPackage;
  const found: Way[] = [];
  for (const reference of moduleReferences(file)) {
    if (!specifiers.includes(reference.specifier)) continue;
    for (const { node, path } of usesOf(file, reference.node, reference.path)) {
      for (const way of ways) {
        const exact = exportName(path) === exportName(way.name.split('.'));
        const call = exact && way.called ? callAround(node) : null;
        if (exact && way.called && !call && !isImportOnly(node) && !isOnlyNamed(node)) return null;
        if (call) reach.start(call, way.path);
        else if (exact && !way.called) reach.start(node, way.path);
      }
    }
  }
  if (reach.closes.length > 0 || reach.unknown.length > 0 || reach.follows) return null;
  if (reach.settings.length > 0 && endsSetting(reach.settings)) return null;
  for (const statement of file.ast.body) found.push(...handedOn(statement, specifiers, ways));
  found.push(...waysTo(file, reach));
  for (const sink of reach.sinks) {
    if (sink.kind === 'kept' && sink.node.type === 'ExportSpecifier')
      found.push({ name: nameOf(sink.node.exported), called: false, path: sink.path });
    else if (sink.kind === 'escaped') return null;
  }
  return found;
}

function isImportOnly(node: TSESTree.Node): boolean {
  return node.parent?.type === 'ExportSpecifier';
}

/** `export * from './db.js'` and `export { pool as db } from './db.js'`. */
function handedOn(
  statement: TSESTree.ProgramStatement,
  specifiers: readonly string[],
  ways: readonly Way[],
): readonly Way[] {
  if (statement.type === 'ExportAllDeclaration' && specifiers.includes(statement.source.value)) {
    const prefix = statement.exported ? `${nameOf(statement.exported)}.` : '';
    return ways.map((way) => ({ ...way, name: prefix + way.name }));
  }
  if (statement.type !== 'ExportNamedDeclaration' || !statement.source || !specifiers.includes(statement.source.value))
    return [];
  return statement.specifiers.flatMap(({ local, exported }) =>
    ways.filter(({ name }) => name === nameOf(local)).map((way) => ({ ...way, name: nameOf(exported) })),
  );
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
