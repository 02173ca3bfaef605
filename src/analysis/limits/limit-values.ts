import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { ancestorsUntil, enclosingFunction, isFunction, propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import type { TimeoutFact } from '../../catalog/types.js';
import { referencesTo } from '../names/functions.js';
import { isController } from '../values/controllers.js';
import { usesOf } from '../names/uses.js';
import type { Bound } from '../values/possible/possible.js';
import type { PossibleOptions } from '../values/possible/possible-options.js';
import { numberOf } from '../values/numbers.js';

/**
 * What one value of a timeout option does. `limits`: it bounds the call, after `ms` where the number can be read;
 * `off`: it switches the limit off; `never`: a signal that nothing aborts; `unset`: the same as leaving it out.
 */
export type LimitValue =
  | {
      readonly kind: 'limits';
      readonly ms: number | null;
      readonly node: TSESTree.Node;
      /** A signal that starts to run where it is made. */ readonly started?: TSESTree.CallExpression;
    }
  | { readonly kind: 'off' | 'never' | 'unset'; readonly node: TSESTree.Node };

/** Numbers by which nobody means a limit. */
const OFF = new Set(['Infinity', 'POSITIVE_INFINITY', 'MAX_SAFE_INTEGER', 'MAX_VALUE']);

/** Judges one value of an option. */
export function limitValue(options: PossibleOptions, { node, environment }: Bound, fact: TimeoutFact): LimitValue {
  const { file } = options;
  const value = unwrap(node);
  if (value.type === 'Literal') {
    if (value.value === null || value.value === false || value.value === 0) return { kind: 'off', node };
    return { kind: 'limits', ms: milliseconds(value, fact, file), node };
  }
  if (value.type === 'ObjectExpression' && value.properties.length === 0) return { kind: 'unset', node };
  if (value.type === 'Identifier' && value.name === 'undefined') return { kind: 'unset', node };
  if (
    OFF.has(
      value.type === 'Identifier' ? value.name : value.type === 'MemberExpression' ? (propertyName(value) ?? '') : '',
    )
  )
    return { kind: 'off', node };
  if (value.type === 'CallExpression') return signalValue(options, { node: value, environment }, fact, value);
  if (value.type === 'MemberExpression' && propertyName(value) === 'signal' && isUnaborted(file, value.object))
    return { kind: 'never', node };
  return { kind: 'limits', ms: milliseconds(value, fact, file), node };
}

/** `AbortSignal.timeout(ms)` and `AbortSignal.any([...])`; of other functions' results nothing is known. */
function signalValue(
  options: PossibleOptions,
  { environment }: Bound,
  fact: TimeoutFact,
  call: TSESTree.CallExpression,
): LimitValue {
  const [first] = call.arguments;
  if (isSignalMethod(call, 'timeout')) {
    return {
      kind: 'limits',
      ms: first && first.type !== 'SpreadElement' ? numberOf(options.file, first) : null,
      node: call,
      started: call,
    };
  }
  if (isSignalMethod(call, 'any') && first?.type === 'ArrayExpression') {
    const parts = first.elements.flatMap((element) => (element && element.type !== 'SpreadElement' ? [element] : []));
    const judged = parts.flatMap((part) => {
      const possible = options.read({ node: part, environment }, []);
      if (possible.opaque || possible.parameters.size > 0) return [null];
      return possible.values.map((value) => limitValue(options, value, fact));
    });
    const limit = judged.find((value) => value?.kind === 'limits');
    if (judged.length > 0 && judged.length >= parts.length && !limit && !judged.includes(null))
      return { kind: 'never', node: call };
    return { kind: 'limits', ms: null, node: call };
  }
  return { kind: 'limits', ms: null, node: call };
}

/** Whether a call is `AbortSignal.<method>(...)`. */
function isSignalMethod(call: TSESTree.CallExpression, method: string): boolean {
  const callee = unwrap(call.callee);
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'AbortSignal' &&
    propertyName(callee) === method
  );
}

function milliseconds(node: TSESTree.Node, fact: TimeoutFact, file: FileView): number | null {
  const number = numberOf(file, node);
  // `Infinity` is a limit that no timer knows.
  return number === null || !Number.isFinite(number) ? null : fact.unit === 's' ? number * 1000 : number;
}

/** Whether an expression is a controller made in this function which nothing ever aborts. */
function isUnaborted(file: FileView, object: TSESTree.Node): boolean {
  const controller = file.resolveConstant(object);
  return isController(controller) && isNeverAborted(controller, file);
}

/** Asked once for each controller, however many requests get its signal. */
const isNeverAborted = memoized((controller: TSESTree.Node, file: FileView): boolean => {
  for (const { node, path } of usesOf(file, controller)) {
    if (path.length === 0 && isHandedOn(node)) return false;
    if (path[0] === 'abort' || (path[0] === 'signal' && path[1] === 'dispatchEvent')) return false;
  }
  return true;
});

/** Whether other code gets an object: it is an argument, a member of something, a result. */
export function isHandedOn(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  switch (parent?.type) {
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== value;
    case 'ReturnStatement':
    case 'Property':
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'YieldExpression':
    case 'ExportSpecifier':
    case 'ExportDefaultDeclaration':
      return true;
    case 'ArrowFunctionExpression':
      return parent.body === value;
    case 'AssignmentExpression':
      return parent.right === value && parent.left.type === 'MemberExpression';
    default:
      return false;
  }
}

/** The `setTimeout` call whose function a node is in, or that is given the function a node is in. */
export function timerAround(file: FileView, node: TSESTree.Node): TSESTree.CallExpression | null {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const places = [wrapped(fn), ...referencesTo(file, fn).map(wrapped)];
    for (const place of places) {
      const call = place.parent;
      if (call?.type === 'CallExpression' && call.arguments[0] === place && isSetTimeout(call)) return call;
    }
  }
  return null;
}

/** Whether a call starts a timer. */
export function isSetTimeout(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === 'Identifier'
    ? callee.name === 'setTimeout'
    : callee.type === 'MemberExpression' &&
        propertyName(callee) === 'setTimeout' &&
        callee.object.type === 'Identifier' &&
        /^(?:globalThis|window|timers|self|global)$/.test(callee.object.name);
}

/** Whether a node runs when the module is loaded, or when an object is constructed: once for many calls. */
export function isSharedBy(node: TSESTree.Node, call: TSESTree.Node): boolean {
  const home = enclosingFunction(node);
  const user = enclosingFunction(call);
  if (home === user) return false;
  if (home === null) return user !== null;
  for (const ancestor of ancestorsUntil(call, null)) if (ancestor === home) return false;
  return isFunction(home) && home.parent.type === 'MethodDefinition' && home.parent.kind === 'constructor';
}
