import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isTransparent, propertyName, stringOf, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { readsOf, variableOf } from '../../ast/variables.js';
import type { RequestCall } from '../clients.js';
import { callsOf, functionOf } from '../functions.js';
import type { TrackedBody } from './facts.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A place where a function gets hold of a response whose body has to be released. */
export interface Acquisition {
  readonly request: RequestCall;
  readonly body: TrackedBody;
  /** The call to report: the request, or the call of a function of this file that returns its response. */
  readonly call: TSESTree.CallExpression;
  /** The function (or program) that holds the response. */
  readonly home: TSESTree.Node;
  /** The expression whose evaluation delivers it; `null` when it arrives as a parameter. */
  readonly at: TSESTree.Node | null;
  /** The expression, parameter or pattern that receives it, and the members from the delivered value to that. */
  readonly received: { readonly node: TSESTree.Node; readonly binding: boolean };
  /** Whether an unknown function, such as a retry helper, hands it on, so that its use has to tell that it is the response. */
  readonly doubtful: boolean;
}

/** Finds where the response of one request arrives, following promises, continuations and callbacks. */
export function acquisitionsOf(sourceCode: SourceCode, request: RequestCall, body: TrackedBody): Acquisition[] {
  return new Delivery(sourceCode, request, body).run();
}

class Delivery {
  readonly #found: Acquisition[] = [];
  readonly #seen = new Set<TSESTree.Node>();

  constructor(
    readonly sourceCode: SourceCode,
    readonly request: RequestCall,
    readonly body: TrackedBody,
  ) {}

  run(): Acquisition[] {
    const { node } = this.request;
    switch (this.request.request.body?.delivery) {
      case 'promise':
        if (this.#takesCallback(node)) this.#parameter(node.arguments.at(-1) ?? node, node, 1);
        else this.#promise(node, node);
        break;
      case 'value':
        this.#value(node, node, node);
        break;
      default:
        this.#callback(node);
    }
    return this.#found;
  }

  /** Promise functions with a callback after their options call `callback(error, response)` instead. */
  #takesCallback(call: TSESTree.CallExpression): boolean {
    const last = call.arguments.at(-1);
    return isFunction(last) || call.arguments.length > Math.max(0, ...(this.request.request.options ?? [])) + 1;
  }

  /** `http.get(url, (response) => ...)` and the `response` event of the request that is returned. */
  #callback(call: TSESTree.CallExpression): void {
    const callback = call.arguments.at(-1);
    if (callback && call.arguments.length > 1) this.#parameter(callback, call, this.request.request.body?.parameter ?? 0);
    this.#listeners(call, call);
  }

  #listeners(value: TSESTree.Node, call: TSESTree.CallExpression): void {
    const { parent } = wrapped(value);
    if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
      const variable = variableOf(this.sourceCode, parent.id);
      for (const { identifier } of variable ? readsOf(variable) : []) this.#listener(identifier, call);
    } else {
      this.#listener(value, call);
    }
  }

  #listener(value: TSESTree.Node, call: TSESTree.CallExpression): void {
    const { parent } = wrapped(value);
    if (parent?.type !== 'MemberExpression' || parent.object !== value || parent.parent.type !== 'CallExpression' || parent.parent.callee !== parent) return;
    const listening = parent.parent;
    const [event, listener] = listening.arguments;
    if (/^(?:on|once|addListener)$/.test(propertyName(parent) ?? '')) {
      if (stringOf(event) === 'response' && listener) this.#parameter(listener, call, 0);
      this.#listener(listening, call);
    }
  }

  /** A promise of the response. */
  #promise(node: TSESTree.Node, call: TSESTree.CallExpression): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent)) {
      this.#promise(parent, call);
      return;
    }
    switch (parent.type) {
      case 'AwaitExpression':
        this.#value(parent, parent, call);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.#promise(parent, call);
        return;
      case 'LogicalExpression':
        this.#promise(parent, call);
        return;
      case 'MemberExpression':
        if (parent.object === node) this.#continuation(parent, call);
        return;
      case 'VariableDeclarator': {
        const variable = parent.init === node && parent.id.type === 'Identifier' ? variableOf(this.sourceCode, parent.id) : null;
        for (const { identifier } of variable ? readsOf(variable) : []) this.#promise(identifier, call);
        return;
      }
      case 'ArrayExpression':
        this.#combined(parent, node, call);
        return;
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        this.#returned(parent, call);
        return;
      case 'ExpressionStatement':
      case 'UnaryExpression':
        this.#value(node, node, call);
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
    if (name === 'then' && callback) this.#parameter(callback, call, 0);
    else if (name === 'catch' || name === 'finally') this.#promise(next, call);
  }

  /** `Promise.race([fetch(a), timeout])`, and `const [a, b] = await Promise.all([fetch(x), fetch(y)])`. */
  #combined(list: TSESTree.ArrayExpression, node: TSESTree.Node, call: TSESTree.CallExpression): void {
    const combining = list.parent;
    if (combining.type !== 'CallExpression' || combining.callee.type !== 'MemberExpression') return;
    const name = propertyName(combining.callee);
    if (name === 'race' || name === 'any') {
      this.#promise(combining, call);
    } else if (name === 'all' && combining.parent.type === 'AwaitExpression' && combining.parent.parent.type === 'VariableDeclarator') {
      const pattern = combining.parent.parent.id;
      const element = pattern.type === 'ArrayPattern' ? pattern.elements[list.elements.indexOf(node as TSESTree.Expression)] : undefined;
      if (element) this.#add(element, combining.parent, call, true);
    }
  }

  /** The response itself, at the end of the evaluation of `at`. */
  #value(node: TSESTree.Node, at: TSESTree.Node, call: TSESTree.CallExpression): void {
    const value = wrapped(node);
    const { parent } = value;
    if (parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent.body === value)) {
      this.#returned(parent, call);
    } else if (parent?.type !== 'ArrayExpression' && parent?.type !== 'Property') {
      this.#add(node, at, call, false);
    }
  }

  /** `await Promise.all(urls.map((url) => fetch(url)))`: dropped, or gone through once more by a callback or a loop. */
  #mapped(map: TSESTree.CallExpression, call: TSESTree.CallExpression): void {
    const all = map.parent;
    if (all.type !== 'CallExpression' || all.callee.type !== 'MemberExpression' || propertyName(all.callee) !== 'all' || all.parent.type !== 'AwaitExpression') return;
    const { parent } = all.parent;
    if (parent.type === 'ExpressionStatement') {
      this.#add(all.parent, all.parent, call, true);
    } else if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
      const variable = variableOf(this.sourceCode, parent.id);
      const [use, ...more] = variable ? readsOf(variable) : [];
      const member = use?.identifier.parent;
      const next = member?.type === 'MemberExpression' && member.object === use?.identifier ? member.parent : null;
      const iterates = next?.type === 'CallExpression' && /^(?:map|forEach|every|some|filter|find)$/.test(member?.type === 'MemberExpression' ? (propertyName(member) ?? '') : '');
      if (more.length === 0 && iterates && next.arguments[0]) this.#parameter(next.arguments[0], call, 0);
    }
  }

  /** Functions of this file that return the response make their calls requests. */
  #returned(leaving: TSESTree.Node, call: TSESTree.CallExpression): void {
    const fn = isFunction(leaving) ? leaving : enclosingFunction(leaving);
    if (!fn || this.#seen.has(fn)) return;
    this.#seen.add(fn);
    const helper = fn.parent;
    if (helper.type === 'CallExpression' && helper.callee.type === 'MemberExpression' && propertyName(helper.callee) === 'map') this.#mapped(helper, call);
    if (helper.type === 'CallExpression' && helper.callee !== fn && helper.parent.type === 'AwaitExpression') {
      this.#add(helper.parent, helper.parent, call, false, true);
    }
    for (const each of callsOf(this.sourceCode, fn)) this.#promise(each, each);
  }

  /** The parameter of a callback of this file. */
  #parameter(callback: TSESTree.Node, call: TSESTree.CallExpression, index: number): void {
    const fn: FunctionNode | null = isFunction(callback) ? callback : callback.type === 'Identifier' ? functionOf(this.sourceCode, callback) : null;
    if (!fn) return;
    const parameter = fn.params[index];
    if (parameter) this.#found.push({ request: this.request, body: this.body, call, home: fn, at: null, received: { node: parameter, binding: true }, doubtful: false });
    else if (this.request.request.body?.delivery === 'promise' || fn.params.length === 0) {
      this.#found.push({ request: this.request, body: this.body, call, home: fn, at: null, received: { node: fn, binding: true }, doubtful: false });
    }
  }

  #add(node: TSESTree.Node, at: TSESTree.Node, call: TSESTree.CallExpression, binding: boolean, doubtful = false): void {
    const home = enclosingFunction(at) ?? this.sourceCode.ast;
    this.#found.push({ request: this.request, body: this.body, call, home, at, received: { node, binding }, doubtful });
  }
}
