import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import {
  ancestorsUntil,
  callAround,
  enclosingFunction,
  finalizedTry,
  isFunction,
  isInCatch,
  isLoop,
  isWithin,
  propertyName,
  unwrap,
  wrapped,
} from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { harmlessMethods } from '../../../catalog/conventions/looking.js';
import type { Effects } from '../engine/effects.js';
import { onlyLooks } from '../engine/looking.js';

const HARMLESS = new Set(harmlessMethods);

/** A reader that may be left before it is done, with nothing that cancels it. */
export interface UnguardedReader {
  readonly call: TSESTree.CallExpression;
  /** Whether it is read in a loop; elsewhere a part of the body is read, and that is all. */
  readonly loops: boolean;
}

/** `getReader()` calls whose reader is not cancelled where its loop can end early, or where no loop reads all of it. */
export function unguardedReaders(file: FileView, effects: Effects): UnguardedReader[] {
  return effects.readers.flatMap((call): UnguardedReader[] => {
    const found = unguarded(file, call);
    // Whoever has the body besides goes on with it when the lock is released.
    const goesOn = effects.readers.length > 1 || [...effects.at.values()].some(({ kind }) => kind !== 'release');
    if (found === null || (found === 'part' && goesOn)) return [];
    return [{ call, loops: found === 'loop' }];
  });
}

function unguarded(file: FileView, call: TSESTree.CallExpression): 'loop' | 'part' | null {
  const { parent } = wrapped(call);
  const variable =
    parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
  if (!variable) return null;
  const fn = enclosingFunction(call);
  const uses = readsOf(variable).map(({ identifier }) => identifier);
  if (uses.some((use) => enclosingFunction(use) !== fn || isHandedOn(use))) return null;
  const reads = uses.filter((use) => memberCall(use, 'read'));
  const cancels = uses.filter((use) => memberCall(use, 'cancel'));
  const [loop] = reads.flatMap((use) => [...ancestorsUntil(use, fn)].find(isLoop) ?? []);
  if (!loop) return reads.length > 0 && cancels.length === 0 && reads.every(isAwaitedUse) ? 'part' : null;
  if (cancels.some((use) => isInCleanup(use, fn))) return null;
  return endsEarly(file, loop, cancels, new Set(uses)) ? 'loop' : null;
}

/** `await reader.read()`: what a chain of handlers goes on with is not seen here. */
function isAwaitedUse(use: TSESTree.Node): boolean {
  const { parent: member } = wrapped(use);
  const call = member?.type === 'MemberExpression' ? callAround(member) : null;
  return call !== null && wrapped(call).parent?.type === 'AwaitExpression';
}

/** Whether a loop can be left before the reader is done, by what it says or by a call that may throw. */
function endsEarly(
  file: FileView,
  loop: TSESTree.Node,
  cancels: readonly TSESTree.Node[],
  uses: ReadonlySet<TSESTree.Node>,
): boolean {
  if (hasBound(loop) && !cancels.some((use) => use.range[0] >= loop.range[1])) return true;
  for (const node of descendantsOf(loop, file.visitorKeys, (each) => !isFunction(each))) {
    const leaves = /^(?:Return|Throw|Break)Statement$/.test(node.type);
    if (leaves && !isAtEnd(file, node, loop) && !cancels.some((use) => precedes(use, node))) return true;
    if (node.type === 'YieldExpression') return true;
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && mayThrow(file, node, uses)) return true;
  }
  return false;
}

/**
 * Whether a loop's condition counts something (`while (bytes < limit)`), so that it ends at that number, done or not.
 */
function hasBound(loop: TSESTree.Node): boolean {
  const test = 'test' in loop && loop.test && typeof loop.test === 'object' ? loop.test : null;
  if (!test || !('type' in test)) return false;
  const parts = test.type === 'LogicalExpression' && test.operator === '&&' ? [test.left, test.right] : [test];
  return parts.some((part) => part.type === 'BinaryExpression' && /^[<>]=?$/.test(part.operator));
}

/** Whether a jump lies in the branch of a condition on `done`, or leaves something smaller than the loop. */
function isAtEnd(file: FileView, node: TSESTree.Node, loop: TSESTree.Node): boolean {
  for (const ancestor of ancestorsUntil(node, loop)) {
    if (node.type === 'BreakStatement' && !node.label && (isLoop(ancestor) || ancestor.type === 'SwitchStatement'))
      return true;
    if (ancestor.type === 'IfStatement' && /\b(?:is)?done\b/i.test(file.getText(ancestor.test))) return true;
  }
  return false;
}

/** Whether a cancel runs directly before a jump: in a statement above it, in the same list. */
function precedes(use: TSESTree.Node, jump: TSESTree.Node): boolean {
  const list = jump.parent;
  return list !== undefined && isWithin(use, list) && use.range[1] <= jump.range[0];
}

function mayThrow(
  file: FileView,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  uses: ReadonlySet<TSESTree.Node>,
): boolean {
  const callee = unwrap(call.callee);
  if (call.type === 'NewExpression')
    return !/Error$|^(?:Uint8Array|TextDecoder|Date|Map|Set)$/.test(file.getText(callee));
  if (onlyLooks(callee)) return false;
  if (callee.type !== 'MemberExpression') return true;
  // A stream that has ended says so by an event or in the promise that nobody waits for.
  if (propertyName(callee) === 'write' && wrapped(call).parent?.type === 'ExpressionStatement') return false;
  return !uses.has(chainStart(callee)) && !HARMLESS.has(propertyName(callee) ?? '');
}

/** The object at the start of a chain of calls: `reader` in `reader.cancel().catch(log)`. */
function chainStart(member: TSESTree.MemberExpression): TSESTree.Node {
  const object = unwrap(member.object);
  const callee = object.type === 'CallExpression' ? unwrap(object.callee) : null;
  return callee?.type === 'MemberExpression' ? chainStart(callee) : object;
}

/** `reader.read()`, also of what an assertion says is there (`reader!.read()`). */
function memberCall(identifier: TSESTree.Node, method: string): boolean {
  const value = wrapped(identifier);
  const { parent } = value;
  return (
    parent?.type === 'MemberExpression' &&
    parent.object === value &&
    propertyName(parent) === method &&
    parent.parent.type === 'CallExpression'
  );
}

/** Whether other code gets a reader; a test for it does not count. */
function isHandedOn(identifier: TSESTree.Node): boolean {
  const { parent } = wrapped(identifier);
  return !/^(?:MemberExpression|UnaryExpression|IfStatement|WhileStatement|BinaryExpression|LogicalExpression)$/.test(
    parent?.type ?? '',
  );
}

function isInCleanup(node: TSESTree.Node, fn: TSESTree.Node | null): boolean {
  return isInCatch(node, fn) || finalizedTry(node, fn) !== null;
}
