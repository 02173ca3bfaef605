import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, wrapped } from '../../ast/nodes.js';
import { isTopLevel, type Variable } from '../../ast/variables.js';
import { closeMethodOf } from '../../analysis/clients/long-lived/fate.js';
import type { UnclosedClient } from '../../analysis/clients/long-lived/long-lived.js';
import type { CloseMethod } from '../../catalog/types.js';
import type { Refusal } from '../../fix/edits.js';

/** The call that closes a client, and what its writer has to know. */
export interface CloseExpression {
  /** `agent.close()`, `this.#pool?.end()`. */
  readonly text: string;
  /** Whether the call returns a promise. */
  readonly promise: boolean;
  readonly method: CloseMethod;
  /** The module variable it starts from; `null` for fields. */
  readonly variable: Variable | null;
}

/** How the module or class that keeps a client closes it. */
export function closeExpression(client: UnclosedClient): CloseExpression | Refusal {
  const { construction, node, holders } = client;
  const method = closeMethodOf(construction.construct.close.filter(({ on }) => on !== 'module'));
  if (!method) return { refused: 'the client has no close method' };
  if (method.returns === 'callback') return { refused: 'the close method wants a callback' };
  const [holder] = holders;
  if (!holder) return { refused: 'nothing names the client' };
  const path = holder.kind === 'variable' ? holder.path : [];
  if (!path.every((name) => /^[\w$]+$/.test(name) && !/^\d/.test(name)))
    return { refused: 'a container holds the client' };
  if (construction.construct.async && node.parent.type !== 'AwaitExpression')
    return { refused: 'a promise of the client is kept' };
  const owner =
    holder.kind === 'variable'
      ? variableName(holder.variable)
      : fieldName(holder.target, holder.name, holder.owner?.id?.name ?? null);
  if (owner === null) return { refused: 'what keeps the client is not in reach of a close path' };
  const access = isAlwaysSet(client) ? '.' : '?.';
  const text = `${[owner, ...path].join('.')}${access}${method.method}()`;
  return {
    text,
    promise: method.returns === 'promise',
    method,
    variable: holder.kind === 'variable' ? holder.variable : null,
  };
}

function variableName(variable: Variable): string | null {
  return isTopLevel(variable) ? variable.name : null;
}

/** `this.agent`; a static field belongs to all instances, and a method of one must not close it. */
function fieldName(target: TSESTree.Node, name: string, owner: string | null): string | null {
  if (!/^#?[\w$]+$/.test(name) || owner === '') return null;
  if (target.type === 'PropertyDefinition') return target.static ? null : `this.${name}`;
  return target.type === 'MemberExpression' && target.object.type === 'ThisExpression' ? `this.${name}` : null;
}

/**
 * Whether the client exists from the start: the constant's or field's own value, or assigned by the constructor in any
 * case.
 */
function isAlwaysSet({ node }: UnclosedClient): boolean {
  let value: TSESTree.Node = wrapped(node);
  for (
    let { parent } = value;
    parent && /^(?:Property|ObjectExpression|AwaitExpression)$/.test(parent.type);
    { parent } = value
  )
    value = wrapped(parent);
  const { parent } = value;
  if (parent?.type === 'VariableDeclarator') return parent.parent.kind === 'const';
  if (parent?.type === 'PropertyDefinition') return true;
  if (parent?.type !== 'AssignmentExpression' || parent.parent.type !== 'ExpressionStatement') return false;
  const fn = enclosingFunction(parent);
  return fn?.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor' && parent.parent.parent === fn.body;
}
