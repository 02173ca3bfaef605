import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isWritten, propertyName, type FunctionNode } from '../../ast/nodes.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import { namePattern } from '../names/conventions.js';
import { nameOfFunction } from '../names/functions.js';
import { fieldExpressionsOf, type ClassNode } from '../names/members.js';
import { functionsBetween, lifeOf } from './closures.js';
import type { Sink } from './ownership.js';

const CLOSING = namePattern(closingNames);

/** What follows a value, from an expression or from the pattern that receives it. */
interface Walk {
  bind(pattern: TSESTree.Node, path: readonly string[], origin: TSESTree.Node): void;
  value(node: TSESTree.Node, path: readonly string[]): void;
}

/** What happens to a value that is followed from where `start` begins. */
export type Follow = (start: (walk: Walk) => void) => readonly Sink[];

/** Answers by class and argument; a class that is being looked at, by way of others, holds nothing for sure. */
const answers = new WeakMap<ClassNode, Map<number, boolean>>();

/**
 * Whether an instance of a class holds what its constructor gets and nobody else does: it goes into fields which the
 * methods only use, or end in a method that says so by its name, and the instance gives itself to nobody.
 */
export function isHeldByInstance(file: FileView, owner: ClassNode, argument: number, follow: Follow): boolean {
  const known = answers.get(owner) ?? new Map<number, boolean>();
  answers.set(owner, known);
  const answer = known.get(argument);
  if (answer !== undefined) return answer;
  known.set(argument, false);
  const found = holds(file, owner, argument, follow);
  known.set(argument, found);
  return found;
}

function holds(file: FileView, owner: ClassNode, argument: number, follow: Follow): boolean {
  const parameter = constructorOf(owner)?.params[argument];
  if (!parameter || owner.superClass || givesItselfAway(file, owner)) return false;
  const fields = new Set<string>();
  const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  if (parameter.type === 'TSParameterProperty') {
    const given = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
    if (given.type !== 'Identifier') return false;
    fields.add(given.name);
  }
  for (const sink of follow((walk) => {
    walk.bind(pattern, [], pattern);
  })) {
    const name = sink.kind === 'kept' ? fieldOf(sink, owner) : null;
    if (name !== null) fields.add(name);
    else if (!staysWithin(file, sink)) return false;
  }
  const reads = [...fields].flatMap((name) => fieldExpressionsOf(file, name, owner));
  return (
    fields.size > 0 &&
    reads
      .filter((read) => read.object.type === 'ThisExpression' && !isWritten(read))
      .every((read) =>
        follow((walk) => {
          walk.value(read, []);
        }).every((sink) => staysWithin(file, sink)),
      )
  );
}

/** Whether it is used there, and ended only in a method that is named for that. */
function staysWithin(file: FileView, sink: Sink): boolean {
  if (sink.kind === 'borrowed') return true;
  const isEnd = sink.kind === 'closed' || (sink.kind === 'used' && CLOSING.test(sink.method ?? ''));
  if (!isEnd) return sink.kind === 'used';
  const fn = enclosingFunction(sink.node);
  return fn !== null && CLOSING.test(nameOfFunction(file, fn) ?? '');
}

/** The field that keeps it as a whole: `this.client = client`. */
function fieldOf({ by, node, path }: Extract<Sink, { kind: 'kept' }>, owner: ClassNode): string | null {
  if (by !== 'field' || path.length > 0 || node.type !== 'MemberExpression') return null;
  const isOwn = node.object.type === 'ThisExpression' && enclosingFunction(node) === constructorOf(owner);
  return isOwn ? propertyName(node) : null;
}

/** The constructor that a class itself declares. */
export function constructorOf(owner: ClassNode): FunctionNode | null {
  const found = owner.body.body.find((member) => member.type === 'MethodDefinition' && member.kind === 'constructor');
  return found?.type === 'MethodDefinition' && isFunction(found.value) ? found.value : null;
}

/**
 * Whether somebody else may get an instance from itself: `all.push(this)`, or by a function that lives on, as in
 * `setInterval(() => this.poll())`. `return this` chains.
 */
function givesItselfAway(file: FileView, owner: ClassNode): boolean {
  return [...descendantsOf(owner.body, file.visitorKeys)].some((node) => {
    if (node.type !== 'ThisExpression') return false;
    const { parent } = node;
    if (parent.type !== 'MemberExpression' && parent.type !== 'ReturnStatement') return true;
    // The outermost is the method, or the function that a field holds.
    return functionsBetween(node, owner)
      .slice(0, -1)
      .some((fn) => lifeOf(file, fn) !== 'within');
  });
}
