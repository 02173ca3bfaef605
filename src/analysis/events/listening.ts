import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  callAround,
  enclosingFunction,
  isTransparent,
  propertyName,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { bindingsOf, readsOf } from '../../ast/variables.js';
import { listeningMethods, repeatedEvents } from '../../catalog/conventions/listeners.js';
import { lastNameOf } from '../names/calls.js';
import { fieldOwnerOf } from '../names/fields.js';
import { callsOf, functionOf, isExported, referencesTo } from '../names/functions.js';
import { fieldExpressionsOf } from '../names/members.js';

const LISTENING = new Set(listeningMethods);

/**
 * Whether a member of an emitter, as it stands, adds a listener for an event: `.on('error', ...)`, `.onerror = ...`.
 */
export function listensFor(member: TSESTree.MemberExpression, event: string): boolean {
  const name = propertyName(member);
  if (name === `on${event}`) return member.parent.type === 'AssignmentExpression' && member.parent.left === member;
  const call = name !== null && LISTENING.has(name) ? callAround(member) : null;
  if (!call) return false;
  const [first] = call.arguments;
  // A name that is computed may be this one.
  return first !== undefined && (stringOf(first) === null || stringOf(first) === event);
}

/** What the code of a file does with one emitter. */
export interface EmitterUses {
  readonly listens: boolean;
  /** Whether code of which nothing is known gets it. */
  readonly escapes: boolean;
  /** Names of the methods that are called on it. */
  readonly methods: ReadonlySet<string>;
}

/** Methods of emitters, requests and sockets that return what they are called on. */
const SELF = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'connect',
  'off',
  'removeListener',
  'end',
  'setTimeout',
  'setNoDelay',
  'setKeepAlive',
  'destroy',
  'unref',
  'ref',
]);

/** Follows an emitter through names, fields and functions of the file. */
export function emitterUses(file: FileView, start: TSESTree.Node, event = 'error'): EmitterUses {
  const walk = new EmitterWalk(file, event);
  walk.run(start);
  return walk;
}

class EmitterWalk implements EmitterUses {
  listens = false;
  escapes = false;
  readonly methods = new Set<string>();
  readonly #pending: TSESTree.Node[] = [];
  readonly #seen = new Set<TSESTree.Node>();

  constructor(
    readonly file: FileView,
    readonly event: string,
  ) {}

  run(start: TSESTree.Node): void {
    this.#pending.push(start);
    for (let node = this.#pending.pop(); node; node = this.#pending.pop()) {
      if (this.#seen.has(node)) continue;
      this.#seen.add(node);
      this.#step(node);
    }
  }

  #step(node: TSESTree.Node): void {
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent)) {
      this.#pending.push(parent);
      return;
    }
    switch (parent.type) {
      case 'AwaitExpression':
      case 'LogicalExpression':
      case 'ConditionalExpression':
      case 'SequenceExpression':
        this.#pending.push(parent);
        return;
      case 'MemberExpression':
        if (parent.object === node) this.#member(parent);
        return;
      case 'VariableDeclarator':
        if (parent.init === node) this.#bind(parent.id);
        return;
      case 'AssignmentExpression':
        if (parent.right === node) this.#assigned(parent);
        return;
      case 'PropertyDefinition':
        this.#field(parent);
        return;
      case 'CallExpression':
      case 'NewExpression':
        this.#argument(parent, node);
        return;
      case 'ExpressionStatement':
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'IfStatement':
      case 'WhileStatement':
      case 'TemplateLiteral':
        return;
      case 'ArrowFunctionExpression':
        // `() => request.end()`: what a listener returns goes nowhere.
        if (parent.body === node && isListener(parent)) return;
        if (parent.body === node) this.#returned(parent);
        else this.escapes = true;
        return;
      case 'ReturnStatement':
        this.#returned(enclosingFunction(parent));
        return;
      default:
        this.escapes = true;
    }
  }

  #member(member: TSESTree.MemberExpression): void {
    const name = propertyName(member);
    if (name === null) {
      this.escapes = true;
      return;
    }
    if (listensFor(member, this.event)) this.listens = true;
    const call = callAround(member);
    if (!call) return;
    this.methods.add(name);
    if (SELF.has(name)) this.#pending.push(call);
    // A promise of it: what `then` is given gets it.
    const [callback] = call.arguments;
    if (name === 'then' && callback && 'params' in callback && callback.params[0]) this.#bind(callback.params[0]);
    if (name === 'catch' || name === 'then' || name === 'finally') this.#pending.push(call);
  }

  /** What a function of this file alone returns, its callers have; what is called for nothing, nobody has. */
  #returned(fn: FunctionNode | null): void {
    const calls = fn ? callsOf(this.file, fn) : [];
    if (calls.some(isDropped)) return;
    if (!fn || calls.length === 0 || isExported(this.file, fn) || calls.length < referencesTo(this.file, fn).length)
      this.escapes = true;
    else this.#pending.push(...calls);
  }

  #assigned({ left, parent }: TSESTree.AssignmentExpression): void {
    if (left.type === 'MemberExpression') this.#field(left);
    else this.#bind(left);
    if (parent.type !== 'ExpressionStatement') this.escapes = true;
  }

  #field(target: TSESTree.MemberExpression | TSESTree.PropertyDefinition): void {
    const owner = fieldOwnerOf(target);
    const name = propertyName(target);
    if (!owner || name === null) this.escapes = true;
    else this.#pending.push(...fieldExpressionsOf(this.file, name, owner).filter((node) => node !== target));
  }

  #bind(pattern: TSESTree.Node): void {
    for (const { identifier, path } of bindingsOf(pattern)) {
      const variable = path.length === 0 ? this.file.variableOf(identifier) : null;
      for (const reference of variable ? readsOf(variable) : []) this.#pending.push(reference.identifier);
    }
  }

  #argument(call: TSESTree.CallExpression | TSESTree.NewExpression, node: TSESTree.Node): void {
    const index = call.arguments.indexOf(node as TSESTree.CallExpressionArgument);
    const fn = call.type === 'CallExpression' ? functionOf(this.file, unwrap(call.callee)) : null;
    const parameter = fn?.params[index];
    if (parameter) this.#bind(parameter);
    // `file.pipe(socket)` returns the socket, and throws its error again where nobody else listens.
    else if (lastNameOf(call.callee) === 'pipe') this.#pending.push(call);
    else if (!isInRepeatedListener(call)) this.escapes = true;
  }
}

/** Whether nothing takes what a call returns: `connect();`, `setTimeout(() => connect(), 1_000)`. */
export function isDropped(call: TSESTree.CallExpression): boolean {
  const value = wrapped(call);
  const { parent } = value;
  if (parent?.type === 'AwaitExpression') return parent.parent.type === 'ExpressionStatement';
  if (parent?.type === 'ArrowFunctionExpression') return parent.body === value && isListener(parent);
  return parent?.type === 'ExpressionStatement' || (parent?.type === 'UnaryExpression' && parent.operator === 'void');
}

/** Whether code runs for each message or part: whatever it calls there adds no listener for errors. */
export function isInRepeatedListener(node: TSESTree.Node): boolean {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const { parent } = wrapped(fn);
    if (parent?.type !== 'CallExpression' || !LISTENING.has(lastNameOf(parent.callee))) continue;
    if (repeatedEvents.includes(stringOf(parent.arguments[0]) ?? '')) return true;
  }
  return false;
}

/** Whether a function is given to an emitter or a timer, which do nothing with what it returns. */
export function isListener({ parent }: FunctionNode): boolean {
  if (parent.type !== 'CallExpression') return false;
  const callee = unwrap(parent.callee);
  const name =
    callee.type === 'MemberExpression' ? propertyName(callee) : callee.type === 'Identifier' ? callee.name : null;
  return name !== null && (LISTENING.has(name) || /^set(?:Timeout|Interval|Immediate)$/.test(name));
}
