import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import {
  ancestorsUntil,
  calleeName,
  enclosingClass,
  enclosingFunction,
  isFunction,
  isInCatch,
  isWithin,
  propertyName,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { listenerMethods } from '../../../catalog/conventions/callbacks.js';
import {
  clearingNames,
  endingEvents,
  endingHandlers,
  replacingNames,
} from '../../../catalog/conventions/reconnecting.js';
import type { FileLifecycle } from '../../lifecycle.js';
import type { CallLike, Construction } from '../../names/clients.js';
import { namePattern } from '../../names/conventions.js';
import { callsOf, describeFunction, nameOfFunction, referencesTo } from '../../names/functions.js';
import { isGivenClient, ownsNothing } from '../../values/options.js';
import { summarize } from '../../values/ownership.js';
import { isExecutor } from '../../values/promises.js';
import { ValueWalk } from '../../values/value-walk.js';
import { assignedThrough, isConditional, mentions, placeText, textBefore } from '../assigned.js';
import { overwrittenBy } from '../overwritten.js';

const LISTENERS = new Set(listenerMethods);
const ENDING = namePattern(endingEvents);
const ENDING_HANDLER = namePattern(endingHandlers);
const REPLACING = namePattern(replacingNames);
const CLEARING = namePattern(clearingNames);

/** A client that takes the place of another one, which may still be open. */
export interface ReplacedClient {
  readonly construction: Construction;
  readonly node: CallLike;
  /** The variable or field, as the code writes it. */
  readonly target: string;
  /** When it happens, as the end of a sentence. */
  readonly why: string;
}

/** The places of a file where a variable or a field gets a new client while it still holds an open one. */
export function replacedClients(file: FileLifecycle): ReplacedClient[] {
  if (file.meaning.close !== 'all') return [];
  return [...file.clients.constructions.values()].flatMap((construction) =>
    holdsOn(file, construction) ? (replacedBy(file, construction) ?? []) : [],
  );
}

/** Whether a client stays open until it is closed: idle sockets of an agent go by themselves. */
function holdsOn(file: FileView, construction: Construction): boolean {
  const { owns, close, testDouble, leftOpen, singleton } = construction.construct;
  if (owns === 'none' || owns === 'agent' || close.length === 0 || testDouble || leftOpen || singleton) return false;
  return !isGivenClient(file, construction) && !ownsNothing(file, construction);
}

function replacedBy(file: FileLifecycle, construction: Construction): ReplacedClient | null {
  const { node } = construction;
  const own = enclosingFunction(node);
  // What `new Promise()` gets runs as part of the code around it.
  const fn = own && isExecutor(own) ? enclosingFunction(own) : own;
  const target = assignedThrough(file, node);
  const name = target && placeText(target);
  if (!fn || !target || name === null || !outlives(file, target, fn) || isConstructor(fn)) return null;
  if (isConditional(node, fn) || isConditional(target, fn) || isCleared(file, fn, target, name)) return null;
  const why = replacedWhen(file, node, fn, name);
  return why === null || isPerCall(file, construction) ? null : { construction, node, target: name, why };
}

/** Whether a place was there before a function ran, and is there after it. */
function outlives(file: FileView, target: TSESTree.Node, fn: FunctionNode): boolean {
  let root = target;
  while (root.type === 'MemberExpression') root = root.object;
  if (root.type === 'ThisExpression') return true;
  const variable = root.type === 'Identifier' ? file.variableOf(root) : null;
  const [definition] = variable?.defs ?? [];
  if (!definition || isWithin(definition.name, fn)) return false;
  return root === target ? definition.type === 'Variable' : definition.type !== 'ImportBinding';
}

function isConstructor({ parent }: FunctionNode): boolean {
  return parent.type === 'MethodDefinition' && parent.kind === 'constructor';
}

/** Whether the code before a place looks at what it holds, or ends something. */
function isCleared(file: FileView, fn: FunctionNode, place: TSESTree.Node, name: string): boolean {
  if (mentions(textBefore(file, fn, place), name)) return true;
  for (const node of descendantsOf(fn, file.visitorKeys)) {
    if (node.type !== 'CallExpression' || node.range[1] > place.range[0]) continue;
    if (CLEARING.test(calleeName(node.callee)?.split('.').at(-1) ?? '')) return true;
  }
  return false;
}

/** What makes the code around a construction run while the place still holds an open client; `null` for nothing. */
function replacedWhen(file: FileLifecycle, node: CallLike, fn: FunctionNode, name: string): string | null {
  const calls = callsOf(file, fn);
  // What is called by name runs for its callers, which may look at what is held.
  if (calls.length === 0 && !followsEnd(file, node)) {
    const own = file.repeat.of(node);
    if (own?.proven === true && !own.loop) return own.why;
  }
  if (isRefilled(file, fn, name)) return `on every call to ${describeFunction(file, fn)}`;
  for (const call of calls) {
    const around = [...ancestorsUntil(call, fn)].filter((each) => isFunction(each));
    if (around.some(isConstructor) && around.length === 1) continue;
    if (followsEnd(file, call) || isOnNewInstance(file, call)) continue;
    if (around.some((each) => isCleared(file, each, call, name))) continue;
    const run = file.repeat.of(call);
    if (run?.proven === true && !run.loop) return run.why;
  }
  return null;
}

/** `const db = new Database(); await db.connect();`: the object is as new as the client. */
function isOnNewInstance(file: FileView, { callee }: TSESTree.CallExpression): boolean {
  const method = unwrap(callee);
  const made = method.type === 'MemberExpression' ? file.resolveConstant(method.object) : null;
  return made?.type === 'NewExpression' && enclosingFunction(made) === enclosingFunction(callee);
}

/** A method that gives the object another client than the constructor did: `updateConfig() { this.redis = ... }`. */
function isRefilled(file: FileLifecycle, fn: FunctionNode, name: string): boolean {
  if (!REPLACING.test(nameOfFunction(file, fn) ?? '')) return false;
  const owner = fn.parent.type === 'MethodDefinition' ? enclosingClass(fn) : null;
  return [...file.clients.constructions.values()].some(({ node }) => {
    const other = enclosingFunction(node);
    const { parent } = wrapped(node);
    if (owner === null) {
      const declared = parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : null;
      return other === null && declared === name;
    }
    if (enclosingClass(node) !== owner) return false;
    if (parent?.type === 'PropertyDefinition') return !parent.static && `this.${propertyName(parent) ?? ''}` === name;
    const target = assignedThrough(file, node);
    return (
      other !== null &&
      isConstructor(other) &&
      !isConditional(node, other) &&
      target !== null &&
      placeText(target) === name
    );
  });
}

/** Whether code runs because a connection is gone, or could not be opened: there is nothing left to close then. */
function followsEnd(file: FileView, node: TSESTree.Node, seen: ReadonlySet<TSESTree.Node> = new Set()): boolean {
  if (isInCatch(node, null)) return true;
  for (const ancestor of ancestorsUntil(node, null)) {
    if (!isFunction(ancestor) || seen.has(ancestor)) continue;
    // `scheduleReconnect()`, which nothing but the handlers of ends calls.
    const calls = callsOf(file, ancestor);
    const within = new Set([...seen, ancestor]);
    if (calls.length > 0 && calls.every((call) => followsEnd(file, call, within))) return true;
    if (ENDING_HANDLER.test(nameOfFunction(file, ancestor) ?? '') || isGivenToEnd(ancestor)) return true;
    if (referencesTo(file, ancestor).some((reference) => isGivenToEnd(outermost(reference)))) return true;
  }
  return false;
}

/** `this.onClose.bind(this)`: what is handed on. */
function outermost(reference: TSESTree.Node): TSESTree.Node {
  const member = wrapped(reference).parent;
  return member?.type === 'MemberExpression' &&
    propertyName(member) === 'bind' &&
    member.parent.type === 'CallExpression'
    ? member.parent
    : reference;
}

/** Whether a function is a listener of an end, or takes the failures of a promise. */
function isGivenToEnd(fn: TSESTree.Node): boolean {
  const value = wrapped(fn);
  const { parent } = value;
  if (parent?.type === 'AssignmentExpression' && parent.right === value && parent.left.type === 'MemberExpression')
    return ENDING_HANDLER.test(propertyName(parent.left) ?? '');
  if (parent?.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false;
  const method = propertyName(parent.callee) ?? '';
  if (LISTENERS.has(method)) return ENDING.test(stringOf(parent.arguments[0]) ?? '');
  return method === 'catch' || (method === 'then' && parent.arguments[1] === value);
}

/** Whether the rule about clients of a call tells it: nothing closes what the place holds at any time. */
function isPerCall(file: FileLifecycle, construction: Construction): boolean {
  const { node, construct } = construction;
  const repetition = file.repeat.of(node);
  if (!file.meaning.perCall || construct.conversation || repetition?.proven !== true || repetition.loop) return false;
  const walk = new ValueWalk(file, construction);
  walk.value(node, construct.at ?? []);
  const { kind, sinks } = summarize(walk.sinks);
  return kind === 'kept' && overwrittenBy(file, node, sinks) !== null;
}
