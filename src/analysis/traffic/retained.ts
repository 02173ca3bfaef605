import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  callAround,
  enclosingClass,
  enclosingFunction,
  isFunction,
  isWithin,
  propertyName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf } from '../../ast/variables.js';
import { fillingMethods } from '../../catalog/conventions/pure-calls.js';
import {
  chainedLibraries,
  errorsWithResponses,
  fetchLibraries,
  responseHeads,
  wholeResponseLibraries,
} from '../../catalog/conventions/responses.js';
import type { FileLifecycle } from '../lifecycle.js';
import { isGlobalCall } from '../names/calls.js';
import type { RequestCall } from '../names/construction.js';
import { fieldOwnerOf } from '../names/fields.js';
import { fieldExpressionsOf } from '../names/members.js';

/** A whole response in something that outlives its call. */
export interface RetainedResponse {
  /** The expression that puts it there. */
  readonly node: TSESTree.Node;
  /** The response as it stands there; `null` where it has no name. */
  readonly response: TSESTree.Identifier | null;
  /** What keeps it, as the code writes it. */
  readonly keeper: string;
  /** `closure`: a function that outlives the call closes over it. */
  readonly library: 'axios' | 'fetch' | 'other' | 'closure';
  /** What would do in its place. */
  readonly data: string;
}

/** Members of responses that hold what was sent (axios, got, superagent), and what was said about it. */
const DATA = new Set(['data', 'body', ...responseHeads]);
const FILLING = new Set([...fillingMethods, 'put', 'setItem', 'setex']);

/** The responses of a file that are kept whole, in the order of the text. */
export function retainedResponses(file: FileLifecycle): RetainedResponse[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  return [...file.clients.requests.values()].flatMap((request) => [...ofRequest(file, request)]);
}

function* ofRequest(file: FileLifecycle, request: RequestCall): Generator<RetainedResponse> {
  const { library, node, client } = request;
  // A method that another construct shares may deliver data alone.
  if (!wholeResponseLibraries.includes(library.name) || (client && library.name !== 'axios')) return;
  const sent = wrapped(isChained(library.name) ? endOfChain(node) : node);
  const { parent } = sent;
  if (errorsWithResponses.includes(library.name)) yield* ofErrors(file, sent, library.name);
  if (parent?.type === 'MemberExpression' && propertyName(parent) === 'then') {
    const fn = callAround(parent)?.arguments[0];
    const delivered = isFunction(fn) ? fn.params[0] : undefined;
    if (delivered?.type === 'Identifier') yield* ofName(file, delivered, library.name);
    return;
  }
  if (parent?.type !== 'AwaitExpression') {
    // A promise that is taken out again is that of a request in flight.
    for (const value of [sent, ...readsOfPromise(file, sent)])
      for (const kept of keptAt(file, value, null, library.name)) if (!isEmptied(file, kept.keeper)) yield kept;
    return;
  }
  const value = wrapped(parent);
  yield* keptAt(file, value, null, library.name);
  const declarator = value.parent;
  if (declarator?.type !== 'VariableDeclarator' || declarator.init !== value) return;
  if (declarator.id.type === 'Identifier') yield* ofName(file, declarator.id, library.name);
  // `const { body } = await request(url)` of undici: the body is what holds the connection.
  if (library.name !== 'undici') return;
  for (const { identifier, path } of bindingsOf(declarator.id))
    if (path.join('.') === 'body') yield* ofName(file, identifier, library.name);
}

/** Where the promise of a request that has a name is used under it. */
function readsOfPromise(file: FileView, { parent }: TSESTree.Node): TSESTree.Node[] {
  const target =
    parent?.type === 'VariableDeclarator' ? parent.id : parent?.type === 'AssignmentExpression' ? parent.left : null;
  const variable = target?.type === 'Identifier' ? file.variableOf(target) : null;
  if (!variable || isTopLevel(variable)) return [];
  return readsOf(variable).map(({ identifier }) => wrapped(identifier));
}

/** `error.response` of a request that failed: in the `catch` around it, and in that of its promise. */
function* ofErrors(file: FileLifecycle, sent: TSESTree.Node, library: string): Generator<RetainedResponse> {
  for (const error of errorsOf(sent)) {
    const variable = file.variableOf(error);
    for (const { identifier } of variable ? readsOf(variable) : []) {
      const { parent } = wrapped(identifier);
      if (parent?.type !== 'MemberExpression' || propertyName(parent) !== 'response') continue;
      for (const kept of keptAt(file, wrapped(parent), null, library))
        yield { ...kept, data: `${file.getText(parent)}?.${library === 'axios' ? 'data' : 'body'}` };
    }
  }
}

function* errorsOf(sent: TSESTree.Node): Generator<TSESTree.Identifier> {
  const member = sent.parent?.type === 'MemberExpression' ? sent.parent : null;
  const chain = member && callAround(member);
  if (chain) {
    const name = propertyName(member);
    const fn = chain.arguments[name === 'then' ? 1 : 0];
    const [error] = (name === 'then' || name === 'catch') && isFunction(fn) ? fn.params : [];
    if (error?.type === 'Identifier') yield error;
    yield* errorsOf(wrapped(chain));
    return;
  }
  const home = enclosingFunction(sent);
  for (const node of ancestorsUntil(sent, home)) {
    if (node.type !== 'TryStatement' || !node.handler || !isWithin(sent, node.block)) continue;
    if (node.handler.param?.type === 'Identifier') yield node.handler.param;
    return;
  }
}

/** superagent answers at the end of a chain: `get(url).timeout(1_000)`. */
function isChained(library: string): boolean {
  return chainedLibraries.includes(library);
}

function endOfChain(node: TSESTree.Node): TSESTree.Node {
  const { parent } = wrapped(node);
  const call = parent?.type === 'MemberExpression' && propertyName(parent) !== 'then' ? callAround(parent) : null;
  return call ? endOfChain(call) : node;
}

/** What becomes of a response that has a name in its function. */
function* ofName(file: FileLifecycle, name: TSESTree.Identifier, library: string): Generator<RetainedResponse> {
  const variable = file.variableOf(name);
  if (!variable || isTopLevel(variable)) return;
  const reads = readsOf(variable).flatMap(({ identifier }) => (identifier.type === 'Identifier' ? [identifier] : []));
  for (const identifier of reads) {
    yield* keptAt(file, wrapped(identifier), identifier, library);
    const { parent } = wrapped(identifier);
    const copy = parent?.type === 'MemberExpression' && propertyName(parent) === 'clone' ? callAround(parent) : null;
    if (copy) yield* keptAt(file, wrapped(copy), null, library);
  }
  if (kindOf(library) !== 'fetch') yield* inClosure(file, name, reads);
}

/** A function that outlives the call, and takes nothing but the data of a response that it closes over. */
function* inClosure(
  file: FileLifecycle,
  name: TSESTree.Identifier,
  reads: readonly TSESTree.Identifier[],
): Generator<RetainedResponse> {
  const home = enclosingFunction(name);
  const inner = reads.filter((read) => home !== null && enclosingFunction(read) !== home);
  const [first] = inner;
  const fn = first && outermostWithin(first, home);
  if (!fn || !outlivesCall(file, fn)) return;
  const areData = inner.every((read) => {
    const { parent } = wrapped(read);
    return isWithin(read, fn) && parent?.type === 'MemberExpression' && DATA.has(propertyName(parent) ?? '');
  });
  if (areData && first.parent.type === 'MemberExpression')
    yield { node: first.parent, response: null, keeper: '', library: 'closure', data: file.getText(first.parent) };
}

/** The function around a node that stands directly in another one. */
function outermostWithin(node: TSESTree.Node, home: TSESTree.Node | null): FunctionNode | null {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) if (enclosingFunction(fn) === home) return fn;
  return null;
}

/** `setInterval(() => ...)`, and a function that is returned. */
function outlivesCall(file: FileView, fn: FunctionNode): boolean {
  const { parent } = wrapped(fn);
  if (parent?.type === 'ReturnStatement') return true;
  return parent?.type === 'CallExpression' && isGlobalCall(file, parent, 'setInterval');
}

function kindOf(library: string): 'axios' | 'fetch' | 'other' {
  return library === 'axios' ? 'axios' : fetchLibraries.includes(library) ? 'fetch' : 'other';
}

/** `{ response, at: Date.now() }`: the object that holds it is what is stored. */
function holderOf(value: TSESTree.Node): TSESTree.Node {
  const { parent } = value;
  return parent?.type === 'Property' && parent.value === value && parent.parent.type === 'ObjectExpression'
    ? wrapped(parent.parent)
    : value;
}

function* keptAt(
  file: FileLifecycle,
  given: TSESTree.Node,
  name: TSESTree.Identifier | null,
  library: string,
): Generator<RetainedResponse> {
  const value = holderOf(given);
  const { parent } = value;
  const kind = kindOf(library);
  // In a holder others look for it under its name.
  const response = value === given ? name : null;
  const kept = { response, library: kind, data: dataOf(name?.name ?? 'response', kind, given !== value) };
  if (parent?.type === 'CallExpression' && parent.callee !== value && parent.callee.type === 'MemberExpression') {
    const container = unwrap(parent.callee.object);
    if (FILLING.has(propertyName(parent.callee) ?? '') && isLongLived(file, container))
      yield { ...kept, node: parent, keeper: file.getText(container) };
  } else if (parent?.type === 'AssignmentExpression' && parent.right === value && parent.operator !== '+=') {
    const target = unwrap(parent.left);
    if (
      target.type === 'Identifier'
        ? isModuleVariable(file, target)
        : target.type === 'MemberExpression' &&
          (target.computed
            ? isLongLived(file, unwrap(target.object))
            : kind !== 'fetch' && value === given && isReadForData(file, target))
    )
      yield {
        ...kept,
        node: parent,
        keeper: file.getText(target.type === 'MemberExpression' && target.computed ? target.object : target),
      };
  }
}

function dataOf(name: string, kind: 'axios' | 'fetch' | 'other', isHeld: boolean): string {
  const data = kind === 'axios' ? `${name}.data` : kind === 'fetch' ? `await ${name}.json()` : `${name}.body`;
  return isHeld ? `data: ${data}` : data;
}

/** Whether code takes something out of a container, or empties it. */
function isEmptied(file: FileView, keeper: string): boolean {
  return ['delete', 'clear', 'splice', 'shift', 'pop'].some((method) => file.text.includes(`${keeper}.${method}(`));
}

/** A field of `this`, or of a class, from which the file takes nothing but the data: it would do. */
function isReadForData(file: FileView, target: TSESTree.MemberExpression): boolean {
  const name = propertyName(target);
  const owner = fieldOwnerOf(target) ?? classNamedIn(target);
  if (name === null || !owner) return false;
  const reads = fieldExpressionsOf(file, name, owner).filter(
    (read) => !/^(?:AssignmentExpression|PropertyDefinition)$/.test(read.parent.type) && !isLookedAt(read),
  );
  return (
    reads.length > 0 &&
    reads.every((read) => {
      const { parent } = wrapped(read);
      return parent?.type === 'MemberExpression' && parent.object === read && DATA.has(propertyName(parent) ?? '');
    })
  );
}

/** The class around `Config.last`, where it names itself. */
function classNamedIn({ object }: TSESTree.MemberExpression): ReturnType<typeof enclosingClass> {
  const around = enclosingClass(object);
  return object.type === 'Identifier' && object.name === around?.id?.name ? around : null;
}

/** `if (!this.last)`. */
function isLookedAt(node: TSESTree.Node): boolean {
  const { parent } = wrapped(node);
  return (
    (parent?.type === 'UnaryExpression' && parent.operator === '!') ||
    (parent?.type === 'IfStatement' && parent.test === node) ||
    (parent?.type === 'BinaryExpression' && /^[!=]=/.test(parent.operator))
  );
}

/** A container of the module, or a field that is one by its use: filled by key or element. */
function isLongLived(file: FileLifecycle, node: TSESTree.Node): boolean {
  if (node.type === 'Identifier') return isModuleVariable(file, node);
  if (node.type !== 'MemberExpression') return false;
  const object = unwrap(node.object);
  return object.type === 'ThisExpression' || isLongLived(file, object);
}

function isModuleVariable(file: FileView, identifier: TSESTree.Identifier): boolean {
  const variable = file.variableOf(identifier);
  return (
    variable !== null &&
    variable.defs[0]?.type === 'Variable' &&
    isTopLevel(variable) &&
    enclosingFunction(identifier) !== null
  );
}
