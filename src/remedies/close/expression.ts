import type { TSESTree } from '@typescript-eslint/utils';
import { isTopLevel, type Variable } from '../../ast/variables.js';
import { closeMethodOf } from '../../analysis/clients/long-lived/fate.js';
import type { UnclosedClient } from '../../analysis/clients/long-lived/long-lived.js';
import type { Holder } from '../../analysis/clients/long-lived/holders.js';
import type { FileView } from '../../ast/file-view.js';
import type { CloseMethod } from '../../catalog/types.js';
import type { Refusal } from '../../fix/edits.js';
import { mayHaveMethod } from './declared-type.js';

/** The call that closes a client, and what its writer has to know. */
export interface CloseExpression {
  /** `agent.close()`, `this.#pool?.end()`. */
  readonly text: string;
  /** Whether the call returns a promise. */
  readonly promise: boolean;
  /** Whether the client may not be there (yet), so that the call may return `undefined`. */
  readonly optional: boolean;
  readonly method: CloseMethod;
  /** The module variable it starts from; `null` for fields. */
  readonly variable: Variable | null;
}

/**
 * How the module or class that keeps a client closes it: only through a place that holds the client itself on every
 * path, never through a promise, a container, an object around it, or a place that may hold what others made.
 */
export function closeExpression(file: FileView, client: UnclosedClient): CloseExpression | Refusal {
  const { construction, place, holders } = client;
  const method = closeMethodOf(construction.construct.close.filter(({ on }) => on !== 'module'));
  if (!method) return { refused: 'the client has no close method' };
  if (method.returns === 'callback') return { refused: 'the close method wants a callback' };
  if (holders.length === 0) return { refused: 'nothing names the client' };
  if (!place) return { refused: 'no place is known to hold the client itself' };
  const { holder } = place;
  if (!holder.path.every((name) => /^[\w$]+$/.test(name) && !/^\d/.test(name)))
    return { refused: 'a container holds the client' };
  const owner = nameOf(holder);
  if (owner === null) return { refused: 'what keeps the client is not in reach of a close path' };
  if (!mayHaveMethod(file, holder, construction.library))
    return { refused: 'its declared type may not have the close method' };
  const optional = place.mayBeEmpty;
  return {
    text: `${[owner, ...holder.path].join('.')}${optional ? '?.' : '.'}${method.method}()`,
    promise: method.returns === 'promise',
    optional,
    method,
    variable: holder.kind === 'variable' ? holder.variable : null,
  };
}

/** `agent`, `this.agent`, `Client.agent` for a static field, which a static method closes. */
function nameOf(holder: Holder): string | null {
  if (holder.kind === 'variable') return isTopLevel(holder.variable) ? holder.variable.name : null;
  const { name, owner, target } = holder;
  if (!/^#?[\w$]+$/.test(name) || !owner) return null;
  if (target.type === 'PropertyDefinition') {
    if (!target.static) return `this.${name}`;
    return owner.id ? `${owner.id.name}.${name}` : null;
  }
  return target.type === 'MemberExpression' && isInstanceMember(target) ? `this.${name}` : null;
}

/** Whether `this` is an instance where a field is assigned: not in a static method or block. */
function isInstanceMember(target: TSESTree.MemberExpression): boolean {
  let root: TSESTree.Node = target;
  while (root.type === 'MemberExpression') root = root.object;
  if (root.type !== 'ThisExpression') return false;
  for (let node: TSESTree.Node | undefined = target; node; node = node.parent) {
    if (node.type === 'StaticBlock') return false;
    if (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') return !node.static;
    if (node.type === 'ClassBody') return false;
  }
  return false;
}
