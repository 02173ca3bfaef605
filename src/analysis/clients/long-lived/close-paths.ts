import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { memoized, perFile } from '../../../ast/memo.js';
import {
  callAround,
  isCallOn,
  isFunction,
  propertyName,
  stringOf,
  unwrap,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { wordsOf } from '../../../ast/names.js';
import type { Variable } from '../../../ast/variables.js';
import {
  closingVerbs,
  endParameters,
  pausingVerbs,
  programNames,
  shutdownRegistrations,
  startingVerbs,
  wholeWords,
} from '../../../catalog/conventions/closing.js';
import { exportsOf } from '../../names/exports.js';
import { functionOf, isExported } from '../../names/functions.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { endsWhatItNames } from './class-close.js';
import { isFunctionCalledBetween } from './final-ends.js';

const SIGNALS = new Set(['SIGTERM', 'SIGINT']);

/** A function that runs when the file's module or program ends. */
export interface ClosePath {
  readonly fn: FunctionNode;
  readonly by: 'name' | 'signal' | 'hook';
}

/**
 * The close paths of a file for a client that a module variable holds (`null`: for one that none holds yet), the best
 * place for a further close first. Functions that end only some things, that may be followed by a new start, or that
 * run while requests may still be answered are left out.
 */
export function closePathsOf(file: FileLifecycle, variable: Variable | null): ClosePath[] {
  const found = new Map<FunctionNode, ClosePath['by']>();
  for (const { fn, by } of registeredIn(file)) if (by === 'hook' || mayEndClients(file, fn)) found.set(fn, by);
  const registered = new Set(registeredIn(file).map(({ fn }) => fn));
  for (const fn of namedFunctions(file, variable)) {
    if (found.has(fn) || (registered.has(fn) && !isExported(file, fn))) continue;
    found.set(fn, 'name');
  }
  const order = { name: 0, hook: 1, signal: 2 };
  return [...found]
    .map(([fn, by]) => ({ fn, by }))
    .filter(({ fn }) => variable === null || reaches(file, fn, variable))
    .sort((a, b) => order[a.by] - order[b.by]);
}

/** Functions that are named like the close of the whole module, and that somebody calls or may import. */
function namedFunctions(file: FileLifecycle, variable: Variable | null): FunctionNode[] {
  const { functions, restarts } = functionsByName(file);
  return functions.flatMap(({ fn, name }) =>
    isEnd(file, fn, name, variable, restarts) && !isFunctionCalledBetween(file, fn) ? [fn] : [],
  );
}

interface NamedFunction {
  readonly fn: FunctionNode;
  readonly name: string;
}

/** All functions that may be such a close, and whether one of them says that the module starts again. */
const functionsByName = perFile((file: FileView) => {
  const [global, module] = file.scopeManager?.scopes ?? [];
  const variables = [...(global?.variables ?? []), ...(module?.block.type === 'Program' ? module.variables : [])];
  const declared = variables.flatMap((each) => {
    const fn = functionOfVariable(each);
    return fn && (isExported(file, fn) || each.references.length > 0) ? [{ fn, name: each.name }] : [];
  });
  const exported = exportsOf(file).flatMap(({ name, value }) => (isFunction(value) ? [{ fn: value, name }] : []));
  const members = defaultMembers(file);
  const all: readonly NamedFunction[] = [...declared, ...exported, ...members];
  const restarts = all.some(({ name }) => startingVerbs.includes(wordsOf(name)[0] ?? ''));
  return { functions: all.filter(({ name }) => wordsOf(name).some((word) => closingVerbs.includes(word))), restarts };
});

/** Methods of an object that is the default export. */
function defaultMembers(file: FileView): NamedFunction[] {
  return exportsOf(file).flatMap(({ name, value }) =>
    name === 'default' && value.type === 'ObjectExpression'
      ? value.properties.flatMap((property) => {
          const key = property.type === 'Property' ? propertyName(property) : null;
          return property.type === 'Property' && key !== null && isFunction(property.value)
            ? [{ fn: property.value, name: key }]
            : [];
        })
      : [],
  );
}

function isEnd(file: FileView, fn: FunctionNode, name: string, variable: Variable | null, restarts: boolean): boolean {
  const words = wordsOf(name);
  const verb = words.find((word) => closingVerbs.includes(word));
  if (verb === undefined || (restarts && pausingVerbs.includes(verb))) return false;
  if (!endsWhatItNames(file, verb, fn)) return false;
  const own = variable ? wordsOf(variable.name) : [];
  if (!words.every((word) => word === verb || wholeWords.includes(word) || own.includes(word))) return false;
  return fn.params.every((param) => param.type === 'Identifier' && endParameters.includes(param.name));
}

function functionOfVariable(variable: Variable): FunctionNode | null {
  const definition = variable.defs[0];
  if (definition?.type === 'FunctionName' && isFunction(definition.node)) return definition.node;
  const init =
    definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
  return isFunction(init) ? init : null;
}

const registeredIn = memoized((file: FileLifecycle): readonly ClosePath[] => [...registeredFunctions(file)]);

/** Functions given to `process.on('SIGTERM')`, to hooks of frameworks and to packages for shutdown. */
function* registeredFunctions(file: FileLifecycle): Generator<ClosePath> {
  for (const { fn, node, kind, framework, disposes } of file.frameworks.closeHooks) {
    if (kind !== 'call' || disposes || node.type !== 'CallExpression') continue;
    if (framework.name !== 'node') yield { fn: calledBy(file, fn), by: 'hook' };
    else if (isCallOn(node, 'process') && SIGNALS.has(stringOf(node.arguments[0]) ?? ''))
      yield { fn: calledBy(file, fn), by: 'signal' };
  }
  const calls = callsByName(file, new Set(shutdownRegistrations));
  for (const name of shutdownRegistrations) {
    for (const call of calls.get(name) ?? []) {
      const callback = call.arguments.at(-1);
      const fn = callback ? functionOf(file, unwrap(callback)) : null;
      if (fn) yield { fn: calledBy(file, fn), by: 'hook' };
    }
  }
}

/** Calls of functions by their bare names; as methods, names like `onExit` belong to all kinds of objects. */
function callsByName(file: FileView, names: ReadonlySet<string>): Map<string, TSESTree.CallExpression[]> {
  const calls = new Map<string, TSESTree.CallExpression[]>();
  for (const scope of file.scopeManager?.scopes ?? []) {
    for (const { identifier } of scope.references) {
      if (identifier.type !== 'Identifier' || !names.has(identifier.name)) continue;
      const call = callAround(identifier);
      if (!call) continue;
      const known = calls.get(identifier.name);
      if (known) known.push(call);
      else calls.set(identifier.name, [call]);
    }
  }
  return calls;
}

/** `() => shutdown('SIGTERM')`: the function that does the work. */
function calledBy(file: FileView, fn: FunctionNode): FunctionNode {
  const [only, ...more] = fn.body.type === 'BlockStatement' ? fn.body.body : [fn.body];
  const expression = only?.type === 'ExpressionStatement' ? only.expression : only;
  if (more.length > 0 || !expression) return fn;
  const value = unwrap(expression);
  const call =
    value.type === 'AwaitExpression' || (value.type === 'UnaryExpression' && value.operator === 'void')
      ? unwrap(value.argument)
      : value;
  const callee = call.type === 'CallExpression' ? unwrap(call.callee) : null;
  return (callee?.type === 'Identifier' ? functionOf(file, callee) : null) ?? fn;
}

/**
 * Whether clients may be closed when a signal comes: the handler has closed what answers requests, or the file is not
 * imported by anything that could. In a file of routes, requests are still being answered then.
 */
function mayEndClients(file: FileView, fn: FunctionNode): boolean {
  for (const node of descendantsOf(fn.body, file.visitorKeys)) {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') continue;
    const object = unwrap(node.callee.object);
    const owner =
      object.type === 'Identifier'
        ? object.name
        : object.type === 'MemberExpression'
          ? (propertyName(object) ?? '')
          : '';
    const words = wordsOf(owner);
    if (
      closingVerbs.includes(propertyName(node.callee) ?? '') &&
      programNames.some((name) => isNamed(name, owner, words))
    )
      return true;
  }
  return exportsOf(file).length === 0;
}

function isNamed(name: string, owner: string, words: readonly string[]): boolean {
  return owner === name || words.at(-1) === name;
}

/** Whether a module variable can be named inside a function: nothing in between declares the same name. */
export function reaches(file: FileView, fn: FunctionNode, variable: Variable): boolean {
  for (let scope: TSESLint.Scope.Scope | null = file.getScope(fn.body); scope; scope = scope.upper) {
    const found = scope.set.get(variable.name);
    if (found) return found === variable;
  }
  return false;
}
