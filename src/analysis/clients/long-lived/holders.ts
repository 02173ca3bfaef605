import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap } from '../../../ast/nodes.js';
import { bindingsOf, initializerOf, type Variable } from '../../../ast/variables.js';
import { declaring, type ClassNode } from '../../names/members.js';
import { GLOBAL_OBJECTS } from '../../names/modules.js';

/** A place that keeps a client beyond a call. */
export type Holder =
  | { readonly kind: 'variable'; readonly variable: Variable; readonly path: readonly string[] }
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly owner: ClassNode | null;
      readonly target: TSESTree.Node;
      /** Members of the field that lead to the client. */
      readonly path: readonly string[];
    };

/** Whether a variable stands for the global object, also under an alias that gives it a type. */
export function isGlobalObject(variable: Variable): boolean {
  if (GLOBAL_OBJECTS.has(variable.name)) return true;
  const init = initializerOf(variable);
  const value = init && unwrap(init);
  return value?.type === 'Identifier' && /^(?:globalThis|global)$/.test(value.name);
}

/** The class that a variable names. */
export function classOf({ defs: [definition] }: Variable): ClassNode | null {
  return definition?.type === 'ClassName' ? definition.node : null;
}

/** Whether a class declares a field, so that no superclass does. */
export function declaresField(owner: ClassNode, name: string): boolean {
  if (name.startsWith('#')) return true;
  return declaring(owner, name).some((member) => {
    if (member.type === 'PropertyDefinition') return propertyName(member) === name;
    return (
      member.kind === 'constructor' &&
      member.value.params.some((param) => param.type === 'TSParameterProperty' && namesIn(param).includes(name))
    );
  });
}

function namesIn(param: TSESTree.TSParameterProperty): string[] {
  return [...bindingsOf(param.parameter)].map(({ identifier }) => identifier.name);
}
