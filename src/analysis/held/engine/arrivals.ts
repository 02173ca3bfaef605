import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import {
  enclosingFunction,
  isFunction,
  isTransparent,
  propertyName,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { readsOf, type Variable } from '../../../ast/variables.js';
import { callsOf, functionOf } from '../../names/functions.js';
import { isCombinator } from '../../values/promises.js';
import { useOfList } from './lists.js';

/** A place where a function gets hold of the value that a call delivers, now or later. */
export interface Arrival {
  /**
   * The call to report: the one that delivers, or the call of a function of this file that returns what it delivers.
   */
  readonly call: TSESTree.CallExpression;
  /** The function (or program) that holds the value. */
  readonly home: TSESTree.Node;
  /** The expression whose evaluation delivers it; `null` when it arrives as a parameter. */
  readonly at: TSESTree.Node | null;
  /** The expression, parameter or pattern that receives it. */
  readonly received: { readonly node: TSESTree.Node; readonly binding: boolean };
  /** Whether an unknown function, such as a retry helper, hands it on, so that its use has to tell what it is. */
  readonly doubtful: boolean;
  /** Whether it is the member `value` of what is received, a result of `Promise.allSettled()`. */
  readonly settled?: boolean;
}

/**
 * Finds where the value of a call arrives, following promises, continuations, callbacks and functions that return it.
 */
export class Arrivals {
  readonly found: Arrival[] = [];
  readonly #seen = new Set<TSESTree.Node>();

  /** `takesAll`: a callback gets the value even when it has parameters but none at its place. */
  constructor(
    readonly file: FileView,
    readonly takesAll: boolean,
  ) {}

  /** The call makes the object it is called on the value, once it has been awaited. */
  owner(call: TSESTree.CallExpression): void {
    const awaited = wrapped(call).parent;
    if (awaited?.type === 'AwaitExpression') this.#add(awaited, awaited, call, false);
  }

  /** Follows a promise of the value. */
  promise(node: TSESTree.Node, call: TSESTree.CallExpression): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent)) {
      this.promise(parent, call);
      return;
    }
    switch (parent.type) {
      case 'AwaitExpression':
        this.value(parent, parent, call);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.promise(parent, call);
        return;
      case 'LogicalExpression':
        this.promise(parent, call);
        return;
      case 'MemberExpression':
        if (parent.object === node) this.#continuation(parent, call);
        return;
      case 'VariableDeclarator': {
        const variable =
          parent.init === node && parent.id.type === 'Identifier' ? this.file.variableOf(parent.id) : null;
        for (const identifier of variable ? takersOf(variable) : []) this.promise(identifier, call);
        return;
      }
      case 'ArrayExpression':
        this.#combined(parent, node, call);
        return;
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        this.returned(parent, call);
        return;
      case 'ExpressionStatement':
      case 'UnaryExpression':
        this.value(node, node, call);
        return;
      default:
    }
  }

  /** `.then(callback)`, and what `.catch()` and `.finally()` pass on. */
  #continuation(member: TSESTree.MemberExpression, call: TSESTree.CallExpression): void {
    const next = member.parent;
    if (next.type !== 'CallExpression' || next.callee !== member) return;
    const name = propertyName(member);
    const [callback] = next.arguments;
    if (name === 'then' && callback) this.parameter(callback, call, 0);
    else if (name === 'catch' || name === 'finally') this.promise(next, call);
  }

  /** `Promise.race([promise, timeout])`, and `const [a, b] = await Promise.all([promise, other])`. */
  #combined(list: TSESTree.ArrayExpression, node: TSESTree.Node, call: TSESTree.CallExpression): void {
    const combining = list.parent;
    if (combining.type !== 'CallExpression' || combining.callee.type !== 'MemberExpression') return;
    const name = propertyName(combining.callee);
    if (name === 'race' || name === 'any') {
      this.promise(combining, call);
    } else if (isDropped(combining)) {
      this.#add(combining.parent, combining.parent, call, true);
    } else if (name === 'all' || name === 'allSettled') {
      this.element(combining, list.elements.indexOf(node as TSESTree.Expression), call, name === 'allSettled');
    }
  }

  /** `const [value] = await promise`: a promise of an array with the value at an index. */
  element(promise: TSESTree.Node, index: number, call: TSESTree.CallExpression, settled = false): void {
    const awaited = wrapped(promise).parent;
    const declarator = awaited?.type === 'AwaitExpression' ? wrapped(awaited).parent : null;
    const pattern = declarator?.type === 'VariableDeclarator' ? declarator.id : null;
    const element = pattern?.type === 'ArrayPattern' ? pattern.elements[index] : null;
    if (awaited && element) this.#add(element, awaited, call, true, false, settled);
  }

  /** Takes the value itself, at the end of the evaluation of `at`. */
  value(node: TSESTree.Node, at: TSESTree.Node, call: TSESTree.CallExpression): void {
    const value = wrapped(node);
    const { parent } = value;
    if (parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent.body === value)) {
      this.returned(parent, call);
    } else if (parent?.type !== 'ArrayExpression' && parent?.type !== 'Property') {
      this.#add(node, at, call, false);
    }
  }

  /** `await Promise.all(urls.map((url) => get(url)))`: dropped, or gone through once more by a callback or a loop. */
  #mapped(map: TSESTree.CallExpression, call: TSESTree.CallExpression): void {
    const all = map.parent;
    if (
      all.type !== 'CallExpression' ||
      all.callee.type !== 'MemberExpression' ||
      all.parent.type !== 'AwaitExpression'
    )
      return;
    if (isDropped(all)) {
      this.#add(all.parent, all.parent, call, true);
      return;
    }
    const name = propertyName(all.callee);
    const use =
      name === 'all' || name === 'allSettled' ? useOfList(this.file, all.parent, name === 'allSettled') : null;
    if (use === 'dropped') this.#add(all.parent, all.parent, call, true);
    else if (use?.at) this.#add(use.pattern, use.at, call, true, false, use.settled);
    else if (use) this.parameter(use.pattern, call, 0, use.settled);
  }

  /** Functions of this file that return the value make their calls deliver it. */
  returned(leaving: TSESTree.Node, call: TSESTree.CallExpression): void {
    const fn = isFunction(leaving) ? leaving : enclosingFunction(leaving);
    if (!fn || this.#seen.has(fn)) return;
    this.#seen.add(fn);
    const helper = fn.parent;
    // What a continuation returns is what its promise delivers.
    if (
      helper.type === 'CallExpression' &&
      helper.arguments[0] === fn &&
      helper.callee.type === 'MemberExpression' &&
      propertyName(helper.callee) === 'then'
    )
      this.promise(helper, call);
    if (
      helper.type === 'CallExpression' &&
      helper.callee.type === 'MemberExpression' &&
      propertyName(helper.callee) === 'map'
    )
      this.#mapped(helper, call);
    if (helper.type === 'CallExpression' && helper.callee !== fn && helper.parent.type === 'AwaitExpression') {
      this.#add(helper.parent, helper.parent, call, false, true);
    }
    for (const each of callsOf(this.file, fn)) this.promise(each, each);
  }

  /** `const { response } = await send(url)`: calls of a function that returns the value as a member of an object. */
  returnedIn(leaving: TSESTree.Node, name: string): void {
    const fn = isFunction(leaving) ? leaving : enclosingFunction(leaving);
    if (!fn?.async || this.#seen.has(fn)) return;
    this.#seen.add(fn);
    for (const each of callsOf(this.file, fn)) this.part(each, name);
  }

  /** `const { response } = await call`: the member of an object that a call promises. */
  part(call: TSESTree.CallExpression, name: string): void {
    const awaited = wrapped(call).parent;
    const declarator = awaited?.type === 'AwaitExpression' ? wrapped(awaited).parent : null;
    if (!awaited || declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'ObjectPattern') return;
    const part = declarator.id.properties.find(
      (property) => property.type === 'Property' && propertyName(property) === name,
    );
    if (part?.type === 'Property') this.#add(part.value, awaited, call, true);
  }

  /** Takes the parameter of a callback of this file. */
  parameter(callback: TSESTree.Node, call: TSESTree.CallExpression, index: number, settled = false): void {
    const fn: FunctionNode | null = isFunction(callback)
      ? callback
      : callback.type === 'Identifier' || callback.type === 'MemberExpression'
        ? functionOf(this.file, callback)
        : null;
    if (!fn) return;
    const parameter = fn.params[index];
    const arrival = { call, home: fn, at: null, doubtful: false };
    if (parameter) this.found.push({ ...arrival, received: { node: parameter, binding: true }, settled });
    else if (this.takesAll || fn.params.length === 0)
      this.found.push({ ...arrival, received: { node: fn, binding: true } });
  }

  #add(
    node: TSESTree.Node,
    at: TSESTree.Node,
    call: TSESTree.CallExpression,
    binding: boolean,
    doubtful = false,
    settled = false,
  ): void {
    const home = enclosingFunction(at) ?? this.file.ast;
    this.found.push({ call, home, at, received: { node, binding }, doubtful, settled });
  }
}

/** `await Promise.all(requests);`, `await Promise.allSettled(requests);`: nobody gets the values. */
function isDropped({ callee, parent }: TSESTree.CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    /^all(?:Settled)?$/.test(propertyName(callee) ?? '') &&
    parent.type === 'AwaitExpression' &&
    wrapped(parent).parent?.type === 'ExpressionStatement'
  );
}

/**
 * The places of a promise in a variable whose value has to be followed: the only one that takes it; where none does,
 * the first that waits for it. Several get the same value, and which of them releases it is not known here.
 */
function takersOf(variable: Variable): readonly TSESTree.Node[] {
  const places = readsOf(variable).map(({ identifier }) => identifier);
  const taking = places.filter((place) => !isOnlyAwaited(place));
  return taking.length === 0 ? places.slice(0, 1) : taking.length === 1 ? taking : [];
}

/** `await promise;`, `promise.catch(log);`, `await Promise.all([promise, other]);`: code that takes no value. */
function isOnlyAwaited(promise: TSESTree.Node): boolean {
  let value: TSESTree.Node = wrapped(promise);
  for (;;) {
    const { parent }: TSESTree.Node = value;
    if (parent?.type === 'ExpressionStatement') return true;
    if (parent?.type === 'UnaryExpression') return parent.operator === 'void';
    const next: TSESTree.Node | null = parent ? waitingFor(parent, value) : null;
    if (!next) return false;
    value = wrapped(next);
  }
}

/** The expression that waits for a promise and has its value, or a list with it. */
function waitingFor(parent: TSESTree.Node, promise: TSESTree.Node): TSESTree.Node | null {
  if (parent.type === 'AwaitExpression') return parent;
  const next = parent.parent;
  if (next?.type !== 'CallExpression') return null;
  if (parent.type === 'MemberExpression')
    return parent.object === promise && /^(?:catch|finally)$/.test(propertyName(parent) ?? '') ? next : null;
  return parent.type === 'ArrayExpression' && isCombinator(next) ? next : null;
}
