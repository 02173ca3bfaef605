import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../../ast/memo.js';
import { wordsOf } from '../../../ast/names.js';
import { isFunction, propertyName, type FunctionNode } from '../../../ast/nodes.js';
import {
  closeMethodNames,
  endParameters,
  howToEnd,
  pausingVerbs,
  startingVerbs,
} from '../../../catalog/conventions/closing.js';
import { namePattern } from '../../names/conventions.js';
import type { ClassNode } from '../../names/members.js';

const END_PARAMETER = namePattern(howToEnd);

/** A method that ends the life of its object. */
export interface CloseMember {
  readonly name: string;
  readonly fn: FunctionNode;
}

/** The method by which an instance of a class is closed; of the class itself where it is static. */
export function closeMemberOf(owner: ClassNode, isStatic = false): CloseMember | null {
  const { ofClass, ofInstances } = closeMembersOf(owner);
  return isStatic ? ofClass : ofInstances;
}

const closeMembersOf = memoized((owner: ClassNode) => ({
  ofClass: firstClose(owner, true),
  ofInstances: firstClose(owner, false),
}));

function firstClose(owner: ClassNode, isStatic: boolean): CloseMember | null {
  const members = owner.body.body.flatMap((member) => closeMember(member, isStatic) ?? []);
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

function closeMember(member: TSESTree.ClassElement, isStatic: boolean): CloseMember | null {
  if (
    (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') ||
    member.static !== isStatic ||
    !isFunction(member.value)
  )
    return null;
  if (!member.value.body || !member.value.params.every(tellsWhy)) return null;
  const name = disposeName(member) ?? propertyName(member) ?? '';
  return closeMethodNames.includes(name) ? { name, fn: member.value } : null;
}

/** A parameter of a method that ends its object: `close(signal)`. `stop(account, id)` ends one thing of many. */
function tellsWhy(parameter: TSESTree.Parameter): boolean {
  if (parameter.type === 'AssignmentPattern' || parameter.type === 'RestElement') return true;
  if (parameter.type !== 'Identifier') return false;
  return (
    parameter.optional ||
    parameter.name.startsWith('_') ||
    END_PARAMETER.test(parameter.name) ||
    endParameters.includes(parameter.name)
  );
}

/** `[Symbol.asyncDispose]` and `[Symbol.dispose]`. */
function disposeName({ computed, key }: TSESTree.MethodDefinition | TSESTree.PropertyDefinition): string | null {
  if (!computed || key.type !== 'MemberExpression' || key.object.type !== 'Identifier' || key.object.name !== 'Symbol')
    return null;
  return `[Symbol.${propertyName(key) ?? ''}]`;
}
