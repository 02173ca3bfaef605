import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { isFunction, propertyName, wrapped } from '../../ast/nodes.js';
import { fieldIndexOf } from '../names/fields.js';
import type { ClassNode, OwnedClient } from './classes.js';
import type { SummarizedFile } from './file.js';

/**
 * The methods of a class in which its clients may open their first connection, so that an instance on which only others
 * are called costs nothing; `null` where that may happen anywhere.
 */
export function openingMethods(
  file: SummarizedFile,
  owner: ClassNode,
  owned: readonly OwnedClient[],
): readonly string[] | null {
  const fromStart = owned.filter(({ filledBy }) => filledBy === null);
  // What a superclass does with the field stands elsewhere.
  const isOpened = fromStart.some(({ construction }) => construction.construct.opens !== 'first-use');
  if (isOpened || (owner.superClass && fromStart.length > 0)) return null;
  const { members } = fieldIndexOf(file, owner);
  const filling = owned.flatMap((each) => each.filledBy ?? []);
  const methods = new Set<string>(filling);
  const pending: TSESTree.Node[] = [
    ...fromStart.flatMap(({ field }) => members.get(field) ?? []),
    ...filling.flatMap((method) => members.get(method) ?? []),
    ...(fromStart.length > 0 ? [...descendantsOf(owner.body, file.visitorKeys)].filter(isWholeInstance) : []),
  ];
  for (let use = pending.pop(); use; use = pending.pop()) {
    if (use.type === 'MemberExpression' && isFilled(use)) continue;
    const method = methodAround(use, owner);
    if (method === null) return null;
    if (methods.has(method)) continue;
    methods.add(method);
    pending.push(...(members.get(method) ?? []));
  }
  return [...methods];
}

/** `this` as a value, or a member of it that has no name here: whoever gets it may use any field. */
function isWholeInstance(node: TSESTree.Node): boolean {
  if (node.type !== 'ThisExpression') return false;
  const { parent } = node;
  return parent.type !== 'MemberExpression' || propertyName(parent) === null;
}

function isFilled(member: TSESTree.MemberExpression): boolean {
  const { parent } = wrapped(member);
  return parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.left === member;
}

/** The method whose call runs a node; `null` for what runs whenever an instance is made. */
function methodAround(node: TSESTree.Node, owner: ClassNode): string | null {
  let member: TSESTree.Node | undefined = node;
  while (member && member.parent !== owner.body) member = member.parent;
  if (member?.type === 'PropertyDefinition' && isFunction(member.value) && !member.static) return propertyName(member);
  if (member?.type !== 'MethodDefinition' || member.static) return null;
  return member.kind === 'constructor' ? null : propertyName(member);
}
