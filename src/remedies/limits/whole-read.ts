import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isAwaited,
  propertyName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { namePattern } from '../../analysis/names/conventions.js';
import { nameOfFunction } from '../../analysis/names/functions.js';
import { slowTasks } from '../../catalog/conventions/slow-work.js';
import type { RequestCall } from '../../analysis/names/clients.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { BodyFact } from '../../catalog/body-types.js';
import { isLookedAt } from '../../analysis/held/engine/looking.js';
import { isHandedOn } from '../../analysis/limits/limit-values.js';
import { bindingUses, splitUses, type Use } from '../../analysis/names/uses.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';

/** Of what arrives read. */
const READ_ALREADY: BodyMethods = { reads: [], releases: new Set() };
const MAX_SPREADS = 4;
const SLOW_TASK = namePattern(slowTasks);
const STREAMING_MEMBERS = new Set(['body', 'clone']);
/** Ways to read what may be a file of any size. */
const BINARY_READS = new Set(['arrayBuffer', 'blob', 'bytes', 'buffer']);

/**
 * Why a limit on the whole call could cut something that is meant to be slow; `null` where the function that sends the
 * request also reads its body whole, and sends no more than a text.
 */
export function mayBeCut(file: FileLifecycle, call: RequestCall): string | null {
  const { node } = call;
  const task = slowTaskAround(file, node);
  if (task !== null) return `\`${task}()\` may take as long as what it asks for is large`;
  if (isUpload(file, node)) return 'what is sent may be a stream';
  const body = bodyOf(file, call);
  const value = wrapped(node).parent?.type === 'AwaitExpression' ? (wrapped(node).parent ?? node) : node;
  const { own, shared } = splitUses(file, value);
  const alone = readingIn(file, own, body);
  if (alone.cut !== null) return alone.cut;
  const answers = readingsOf(shared);
  const common = answers.get(body) ?? readingIn(file, shared, body);
  answers.set(body, common);
  if (common.cut !== null) return common.cut;
  return alone.read || common.read || isAwaited(node) ? null : 'nothing here waits for its body';
}

/** The name of a slow task that the innermost function around a node with such a name has. */
function slowTaskAround(file: FileView, node: TSESTree.Node): string | null {
  const fn = enclosingFunction(node);
  return fn && slowTaskOf(fn, file);
}

const slowTaskOf = memoized((fn: FunctionNode, file: FileView): string | null => {
  const name = nameOfFunction(file, fn);
  return name !== null && SLOW_TASK.test(name) ? name : slowTaskAround(file, fn);
});

/** What some uses do with the body of a response: why a limit could cut it, and whether they read it whole. */
interface Reading {
  readonly cut: string | null;
  readonly read: boolean;
}

/** The methods by which a body is read, and by which it is let go unread. */
interface BodyMethods {
  readonly reads: readonly string[];
  readonly releases: ReadonlySet<string>;
}

/** The same of uses that several responses have in common, by the kind of their bodies. */
const readingsOf = memoized<readonly Use[], [], WeakMap<BodyMethods, Reading>>(() => new WeakMap());

function readingIn(file: FileView, uses: readonly Use[], body: BodyMethods): Reading {
  const { reads, releases } = body;
  let read = false;
  const cutAs = (cut: string): Reading => ({ cut, read });
  for (const { node: use, path } of uses) {
    const [name] = path;
    if (name === undefined) {
      const element = elementOfAll(use);
      if (element) {
        const further = readingIn(file, [...bindingUses(file, element)], body);
        if (further.cut !== null) return further;
        read ||= further.read;
      } else if (isHandedOn(use) && !isLookedAt(wrapped(use))) return cutAs('other code gets the response');
    } else if (name === 'body' && releases.has(path[1] ?? '')) continue;
    // Without methods that read, the body of this library is the whole of it.
    else if (reads.length > 0 && STREAMING_MEMBERS.has(name) && !isReleased(use, releases))
      return cutAs('its body is read as a stream');
    else if (BINARY_READS.has(name)) return cutAs('what it downloads may be large');
    else if (reads.includes(name)) read = true;
  }
  return { cut: null, read };
}

/** The methods that read the body of a response; none where it arrives read. */
export function readsOf(file: FileLifecycle, call: RequestCall): readonly string[] {
  return bodyOf(file, call).reads;
}

function bodyOf({ index }: FileLifecycle, { request }: RequestCall): BodyMethods {
  const fact = index.bodies.find(({ kind }) => kind === request.body?.kind);
  return fact ? methodsOf(fact) : READ_ALREADY;
}

const methodsOf = memoized(({ reads, releases, releaseForm }: BodyFact): BodyMethods => {
  const written = [...releaseForm.matchAll(/\.(\w+)\(/g)].map(([, method = '']) => method);
  return { reads, releases: new Set([...releases, ...written]) };
});

/** `response.body?.cancel()`. */
function isReleased(use: TSESTree.Node, releases: ReadonlySet<string>): boolean {
  const { parent } = wrapped(use);
  return parent?.type === 'MemberExpression' && releases.has(propertyName(parent) ?? '');
}

/** `const [response] = await Promise.all([promise])`: what receives the value of a promise; `null` elsewhere. */
function elementOfAll(promise: TSESTree.Node): TSESTree.Node | null {
  const value = wrapped(promise);
  const list = value.parent?.type === 'ArrayExpression' ? value.parent : null;
  const all = list?.parent;
  if (!list || all?.type !== 'CallExpression' || calleeName(all.callee) !== 'Promise.all') return null;
  const awaited = wrapped(all).parent;
  const declarator = awaited?.type === 'AwaitExpression' ? wrapped(awaited).parent : null;
  const pattern = declarator?.type === 'VariableDeclarator' ? declarator.id : null;
  if (pattern?.type !== 'ArrayPattern') return null;
  return pattern.elements[list.elements.findIndex((element) => element === value)] ?? null;
}

/** Whether a request may send something else than a text that is built before. */
function isUpload(file: FileView, node: TSESTree.CallExpression): boolean {
  return node.arguments.some((argument) => {
    const object = argument.type === 'SpreadElement' ? argument : file.resolveConstant(argument);
    return object.type === 'ObjectExpression' && sendsMore(file, object, 0);
  });
}

function sendsMore(file: FileView, object: TSESTree.ObjectExpression, depth: number): boolean {
  return object.properties.some((property) => {
    if (property.type === 'SpreadElement') {
      const spread = file.resolveConstant(property.argument);
      return spread.type !== 'ObjectExpression' || depth > MAX_SPREADS || sendsMore(file, spread, depth + 1);
    }
    return propertyName(property) === 'body' && !isText(file.resolveConstant(property.value));
  });
}

function isText(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  switch (value.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
      return true;
    case 'Identifier':
      return value.name === 'undefined';
    case 'ConditionalExpression':
      return isText(value.consequent) && isText(value.alternate);
    case 'LogicalExpression':
      return isText(value.right) && (value.operator === '&&' || isText(value.left));
    case 'CallExpression':
      return (
        value.callee.type === 'MemberExpression' && /^(?:stringify|toString)$/.test(propertyName(value.callee) ?? '')
      );
    case 'NewExpression':
      return value.callee.type === 'Identifier' && value.callee.name === 'URLSearchParams';
    default:
      return false;
  }
}
