import type { TSESTree } from '@typescript-eslint/utils';
import { fieldIndexOf } from '../../analysis/names/fields.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName } from '../../ast/nodes.js';

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/**
 * The class whose instance `this` is at a node, and its member there; `null` in static members, constructors and other
 * functions.
 */
export function methodOwner(
  node: TSESTree.Node,
): { readonly owner: ClassNode; readonly member: TSESTree.MethodDefinition | TSESTree.PropertyDefinition } | null {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === 'StaticBlock') return null;
    if (
      current.type === 'PropertyDefinition' ||
      (current.type === 'MethodDefinition' && current.kind !== 'constructor')
    ) {
      return current.static ? null : { owner: current.parent.parent, member: current };
    }
    if (isFunction(current) && current.type !== 'ArrowFunctionExpression' && current.parent.type !== 'MethodDefinition')
      return null;
    if (current.type === 'MethodDefinition') return null;
  }
  return null;
}

/** Whether two nodes have the same `this`. */
export function sameReceiver(a: TSESTree.Node, b: TSESTree.Node): boolean {
  return receiverOf(a) === receiverOf(b);
}

function receiverOf(node: TSESTree.Node): TSESTree.Node | null {
  for (let current = node.parent; current; current = current.parent) {
    if (
      (isFunction(current) && current.type !== 'ArrowFunctionExpression') ||
      current.type === 'PropertyDefinition' ||
      current.type === 'StaticBlock'
    )
      return current;
  }
  return null;
}

/**
 * A free name for a field: with `#` where that is wanted, where the class writes its fields so, and where it extends
 * another one, whose names are unknown.
 */
export function memberName(
  file: FileView,
  owner: ClassNode,
  candidates: readonly string[],
  wantsHash: boolean,
): string | null {
  const taken = new Set(fieldIndexOf(file, owner).members.keys());
  for (const member of owner.body.body) {
    if (member.type === 'PropertyDefinition' || member.type === 'MethodDefinition')
      taken.add(propertyName(member) ?? '');
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const param of member.value.params) {
      const target =
        param.type === 'TSParameterProperty'
          ? param.parameter.type === 'AssignmentPattern'
            ? param.parameter.left
            : param.parameter
          : null;
      if (target?.type === 'Identifier') taken.add(target.name);
    }
  }
  const hashed = wantsHash || owner.superClass !== null || [...taken].some((name) => name.startsWith('#'));
  return candidates.map((name) => (hashed ? `#${name}` : name)).find((name) => !taken.has(name)) ?? null;
}

/** The constructor's parameter that declares a field: `constructor(private readonly url: string)`. */
export function parameterPropertyOf(owner: ClassNode, name: string): TSESTree.TSParameterProperty | null {
  for (const member of owner.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const param of member.value.params) {
      if (param.type !== 'TSParameterProperty') continue;
      const target = param.parameter.type === 'AssignmentPattern' ? param.parameter.left : param.parameter;
      if (target.type === 'Identifier' && target.name === name) return param;
    }
  }
  return null;
}
