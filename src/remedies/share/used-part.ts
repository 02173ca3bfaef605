import type { TSESTree } from '@typescript-eslint/utils';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { propertyName, wrapped } from '../../ast/nodes.js';
import type { ClassNode } from './receiver.js';

/** The methods that a caller calls on what it has, and nothing else; `null` where it does more with it. */
export function methodsOf({ sinks }: PerCallClient): readonly string[] | null {
  const methods = sinks.map((sink) => (sink.kind === 'used' || sink.kind === 'closed' ? sink.method : null));
  return methods.includes(null) ? null : methods.filter((method) => method !== null);
}

/**
 * The methods and fields of a class that some of its methods use, with what its constructor uses of them; `null` where
 * the object itself gets out, so that any of them may be used. What is not among them no caller of these methods can
 * notice.
 */
export function usedPart(file: FileView, owner: ClassNode, methods: readonly string[]): ReadonlySet<string> | null {
  const used = new Set(methods);
  const visited = new Set<TSESTree.Node>();
  const initialised = owner.body.body.filter((member) => !isMethod(member));
  const reached = (): TSESTree.Node[] => [
    ...initialised,
    ...owner.body.body.filter((member) => isMethod(member) && used.has(propertyName(member) ?? '')),
  ];
  for (let next = reached(); next.some((member) => !visited.has(member)); next = reached()) {
    for (const member of next) {
      if (visited.has(member)) continue;
      visited.add(member);
      for (const node of descendantsOf(member, file.visitorKeys)) {
        if (node.type === 'Super') return null;
        const names = node.type === 'ThisExpression' ? namesAt(node) : [];
        if (names === null) return null;
        for (const name of names) used.add(name);
      }
    }
  }
  return used;
}

function isMethod(member: TSESTree.ClassElement): member is TSESTree.MethodDefinition {
  return member.type === 'MethodDefinition' && member.kind !== 'constructor';
}

/** The fields that a `this` is there to read: none where it fills one; `null` where it stands for the object itself. */
function namesAt(self: TSESTree.ThisExpression): readonly string[] | null {
  const node = wrapped(self);
  const { parent } = node;
  if (parent?.type === 'MemberExpression' && parent.object === node) {
    const name = propertyName(parent);
    if (name === null) return null;
    return isFilled(parent) ? [] : [name];
  }
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'ObjectPattern') return null;
  const names = parent.id.properties.map((property) => (property.type === 'Property' ? propertyName(property) : null));
  return names.includes(null) ? null : names.filter((name) => name !== null);
}

/** Whether an assignment that is a statement of the constructor gives a field its value. */
export function isFilled(member: TSESTree.Node): boolean {
  const { parent } = member;
  if (parent?.type !== 'AssignmentExpression' || parent.left !== member || parent.operator !== '=') return false;
  const block = parent.parent.type === 'ExpressionStatement' ? parent.parent.parent : null;
  const fn = block?.type === 'BlockStatement' ? block.parent.parent : null;
  return fn?.type === 'MethodDefinition' && fn.kind === 'constructor';
}
