import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { memoized } from '../../../ast/memo.js';
import { wordsOf } from '../../../ast/names.js';
import { isFunction, lastName, propertyName, type FunctionNode } from '../../../ast/nodes.js';
import {
  closeMethodNames,
  endingNames,
  endParameters,
  howToEnd,
  pausingVerbs,
  startingVerbs,
  weakVerbs,
} from '../../../catalog/conventions/closing.js';
import { namePattern } from '../../names/conventions.js';
import type { ClassNode } from '../../names/members.js';

const ENDING = namePattern(endingNames);
const END_PARAMETER = namePattern(howToEnd);

/** A method that ends the life of its object. */
export interface CloseMember {
  readonly name: string;
  readonly fn: FunctionNode;
}

/** The method by which an instance of a class is closed; of the class itself where it is static. */
export function closeMemberOf(file: FileView, owner: ClassNode, isStatic = false): CloseMember | null {
  const { ofClass, ofInstances } = closeMembersOf(owner, file);
  return isStatic ? ofClass : ofInstances;
}

const closeMembersOf = memoized((owner: ClassNode, file: FileView) => ({
  ofClass: firstClose(file, owner, true),
  ofInstances: firstClose(file, owner, false),
}));

function firstClose(file: FileView, owner: ClassNode, isStatic: boolean): CloseMember | null {
  const members = owner.body.body.flatMap((member) => closeMember(file, member, isStatic) ?? []);
  return members.sort((a, b) => closeMethodNames.indexOf(a.name) - closeMethodNames.indexOf(b.name))[0] ?? null;
}

/**
 * Whether a class may be started again after its close method: then a client which the start does not make would be
 * closed for good.
 */
export function mayStartAgain(owner: ClassNode, { name }: CloseMember, field: string): boolean {
  if (!pausingVerbs.includes(wordsOf(name)[0] ?? '')) return false;
  return owner.body.body.some(
    (member) =>
      member.type === 'MethodDefinition' &&
      startingVerbs.includes(wordsOf(propertyName(member) ?? '')[0] ?? '') &&
      !fieldIsAssigned(member.value.body, field),
  );
}

function fieldIsAssigned(body: TSESTree.BlockStatement | null, field: string): boolean {
  return (body?.body ?? []).some(
    (statement) =>
      statement.type === 'ExpressionStatement' &&
      statement.expression.type === 'AssignmentExpression' &&
      statement.expression.left.type === 'MemberExpression' &&
      statement.expression.left.object.type === 'ThisExpression' &&
      propertyName(statement.expression.left) === field,
  );
}

function closeMember(file: FileView, member: TSESTree.ClassElement, isStatic: boolean): CloseMember | null {
  if (
    (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') ||
    member.static !== isStatic ||
    !isFunction(member.value)
  )
    return null;
  if (!member.value.body || !member.value.params.every(tellsWhy)) return null;
  const name = disposeNameOf(member) ?? propertyName(member) ?? '';
  return closeMethodNames.includes(name) && endsWhatItNames(file, name, member.value)
    ? { name, fn: member.value }
    : null;
}

/** A parameter of a method that ends its object: `close(signal)`. `stop(account, id)` ends one thing of many. */
function tellsWhy(parameter: TSESTree.Parameter): boolean {
  if (parameter.type === 'RestElement') return true;
  if (parameter.type === 'AssignmentPattern')
    return tellsWhy(parameter.left) || isHowToEnd(parameter.left, parameter.right);
  // `close({ force = false })`
  if (parameter.type === 'ObjectPattern') return true;
  if (parameter.type !== 'Identifier') return false;
  const type = parameter.typeAnnotation?.typeAnnotation.type ?? '';
  return (
    (parameter.optional && /^TS(?:Boolean|Function)/.test(type)) ||
    parameter.name.startsWith('_') ||
    END_PARAMETER.test(parameter.name) ||
    endParameters.includes(parameter.name)
  );
}

/** `graceful = true`; `days = 90` says which of many things end. */
function isHowToEnd(target: TSESTree.Node, value: TSESTree.Expression): boolean {
  if (value.type === 'ObjectExpression') return true;
  return target.type === 'Identifier' && value.type === 'Literal' && typeof value.value === 'boolean';
}

/** Whether a function does what its verb says where that leaves a doubt: `cleanup()` may remove old rows instead. */
export function endsWhatItNames(file: FileView, verb: string, fn: FunctionNode): boolean {
  if (!weakVerbs.includes(verb)) return true;
  for (const node of descendantsOf(fn.body, file.visitorKeys))
    if (node.type === 'CallExpression' && ENDING.test(lastName(node.callee))) return true;
  return false;
}

/** `[Symbol.asyncDispose]` and `[Symbol.dispose]`. */
export function disposeNameOf(member: TSESTree.Node): string | null {
  if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return null;
  const { computed, key } = member;
  if (!computed || key.type !== 'MemberExpression' || key.object.type !== 'Identifier' || key.object.name !== 'Symbol')
    return null;
  return `[Symbol.${propertyName(key) ?? ''}]`;
}
