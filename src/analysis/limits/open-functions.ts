import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isNothing, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { bindingsOf, type Variable } from '../../ast/variables.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { AnalysedFile, RequestCall } from '../names/clients.js';
import { exportsOf } from '../names/exports.js';
import { importedName, type ImportedName } from '../names/import-source.js';
import { moduleReferences } from '../names/modules.js';
import { isTest } from '../runs/test-files.js';
import { mayName } from '../summaries/gates.js';
import { areLoopback, headsOf } from '../values/possible/addresses.js';
import type { Elsewhere } from '../values/possible/foreign.js';
import { PossibleOptions } from '../values/possible/possible-options.js';
import { NO_ENVIRONMENT } from '../values/possible/possible.js';
import { isRaced } from './races.js';
import { isLongLived } from './silences.js';

/** A function that a file exports, and that sends a request which only those who call it can limit. */
export interface OpenFunction {
  readonly fn: FunctionNode;
  readonly request: RequestCall;
  /** The parameters that may carry a limit. */
  readonly parameters: ReadonlySet<Variable>;
}

/** What the calls of such a function in other files do; `null` where not all of them can be named. */
export interface OutsideCalls {
  /** How many leave the request without a limit. */
  readonly bare: number;
  readonly limited: boolean;
  /** Whether some give what is not seen. */
  readonly unknown: boolean;
}

/** Files that are looked at for calls of one function. */
const MAX_FILES = 60;
/** `export { ... }`, `export *`, `module.exports`: a file may export the function again, under another name perhaps. */
const AGAIN = /\bexport\s*(?:type\s*)?[{*]|\bexports\b/;

/** A file, with where it finds what it imports. */
interface Caller {
  readonly file: AnalysedFile;
  readonly cwd: string;
  readonly elsewhere: Elsewhere | null;
}

/** Says of a file, or of what a file imports, whether it need be looked at. */
export type MayLead = (imported: ImportedName) => boolean;

/** A call of a function that another file exports. */
export interface ImportedCall {
  readonly node: TSESTree.CallExpression;
  readonly specifier: string;
  /** The file that defines the function, absolute. */
  readonly path: string;
  readonly fn: FunctionNode;
}

/** The calls in a file of functions that other files of the project define, of those names that lead to such ones. */
export function* importedCalls(
  { file, elsewhere }: Pick<Caller, 'file' | 'elsewhere'>,
  mayLead: MayLead,
): Generator<ImportedCall> {
  for (const { node, specifier } of elsewhere ? moduleReferences(file) : []) {
    let callee = wrapped(node);
    while (callee.parent?.type === 'MemberExpression' && callee.parent.object === callee)
      callee = wrapped(callee.parent);
    const call = callee.parent;
    if (call?.type !== 'CallExpression' || call.callee !== callee) continue;
    const imported = importedName(file, callee);
    const found = imported && mayLead(imported) ? elsewhere?.definitionOf(imported) : null;
    if (found && found.rest.length === 0 && isFunction(found.node))
      yield { node: call, specifier, path: found.file.path, fn: found.node };
  }
}

/** Whether two nodes of one file, parsed twice perhaps, are the same. */
export function isSame(a: TSESTree.Node, b: TSESTree.Node): boolean {
  return a.range[0] === b.range[0] && a.range[1] === b.range[1];
}

/** Whether one call of a function limits the request that this sends; `null` where that is not seen. */
export function isLimitedBy(caller: Caller, call: TSESTree.CallExpression, open: OpenFunction): boolean | null {
  const { file, elsewhere } = caller;
  if (call.arguments.some(({ type }) => type === 'SpreadElement')) return null;
  const options = new PossibleOptions(file, elsewhere);
  const [first] = call.arguments;
  const heads = first ? headsOf(options, { node: first, environment: NO_ENVIRONMENT }) : [];
  // A peer of this machine, a poll and a stream need none.
  if (areLoopback(heads) || isLongLived(file, call) || isRaced(file, call)) return true;
  const { request, alternatives } = open.request;
  const names = [request, ...alternatives].flatMap(({ timeouts = [] }) =>
    timeouts.flatMap(({ option, effect }) => (effect === 'ignored' ? [] : option)),
  );
  let isUnseen = false;
  for (const variable of open.parameters) {
    const found = placeOf(open.fn, variable);
    if (!found) return null;
    const argument = call.arguments[found.index];
    if (!argument || argument.type === 'SpreadElement' || isNothing(unwrap(argument))) continue;
    for (const path of isOption(variable) ? [found.path] : names.map((name) => [...found.path, ...name.split('.')])) {
      const possible = options.read({ node: argument, environment: NO_ENVIRONMENT }, path);
      if (possible.values.some(({ node }) => !isNothing(unwrap(node)))) return true;
      isUnseen ||= possible.opaque || possible.parameters.size > 0;
    }
  }
  return isUnseen ? null : false;
}

/** Which argument a parameter is, and where in it. */
function placeOf(fn: FunctionNode, variable: Variable): { readonly index: number; readonly path: string[] } | null {
  for (const [index, param] of fn.params.entries()) {
    if (param.type === 'RestElement') return null;
    const pattern = param.type === 'AssignmentPattern' ? param.left : param;
    for (const { identifier, path, rest } of bindingsOf(pattern))
      if (variable.identifiers.includes(identifier)) return { index, path: rest ? path.slice(0, -1) : [...path] };
  }
  return null;
}

/** Whether a parameter is written into an object as one of its members: it is the option, and does not hold it. */
function isOption({ references }: Variable): boolean {
  return references.some(({ identifier }) => {
    const value = wrapped(identifier);
    return value.parent?.type === 'Property' && value.parent.value === value;
  });
}

/** What the calls of a function in other files of the project do about the limit of its request. */
export function callsOutside(file: FileLifecycle, open: OpenFunction): OutsideCalls | null {
  const { catalog } = file;
  if (!catalog) return null;
  // A function may send several requests, and the policy decides which parameters could limit one.
  const parameters = [...open.parameters].map(({ name }) => name).sort();
  const key = [catalog.file, open.fn.range[0], open.request.node.range[0], ...parameters].join(' ');
  return catalog.remembered(callsOutside, key, () => search(file, open));
}

function search(file: FileLifecycle, open: OpenFunction): OutsideCalls | null {
  const { catalog, cwd } = file;
  if (!catalog) return null;
  const names = exportsOf(file).flatMap(({ name, value }) => (value === open.fn ? [name] : []));
  const seen = new Set([catalog.file]);
  const pending: { readonly target: string; readonly called: readonly string[] | null }[] = [
    { target: catalog.file, called: names },
  ];
  let bare = 0;
  let unknown = false;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { target, called } = next;
    const importers = catalog.importersOf(target);
    if (importers === null) return null;
    for (const { path, specifiers } of importers) {
      const text = catalog.textOf(path) ?? '';
      if (seen.has(path) || isTest(file, path) || called?.some((name) => mayName(text, name)) === false) continue;
      seen.add(path);
      if (seen.size > MAX_FILES) return null;
      if (AGAIN.test(text)) pending.push({ target: path, called: null });
      const other = catalog.read(path);
      const elsewhere = catalog.beside(path)?.elsewhere ?? null;
      if (!other || !elsewhere) return null;
      const mayLead: MayLead = ({ specifier }) => specifiers.includes(specifier);
      for (const call of importedCalls({ file: other, elsewhere }, mayLead)) {
        if (call.path !== catalog.file || !isSame(call.fn, open.fn)) continue;
        const limited = isLimitedBy({ file: other, cwd, elsewhere }, call.node, open);
        if (limited === true) return { bare, limited, unknown };
        if (limited === null) unknown = true;
        else bare += 1;
      }
    }
  }
  return { bare, limited: false, unknown };
}
