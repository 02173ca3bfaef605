import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, propertyName, stringOf, wrapped } from '../../../ast/nodes.js';
import { isContinuation, topOfChain } from './chain-calls.js';
import { CHAIN, CONTAINERS, ESCAPE, LOAN, RELEASE } from './effect-values.js';
import type { Found } from './found.js';
import { isHeard, type Meaning, type MethodTable } from './kind.js';

/** Notes what the use of a member of it means. */
export function memberUse(found: Found, node: TSESTree.Node, table: MethodTable, name: string): void {
  const call = callAround(node);
  if (found.kind.finished.has(name)) found.finished.add(call ?? node);
  if (call) called(found, call, table.meanings.get(name) ?? table.others);
  else if (table.taken.has(name)) handler(found, node);
}

function called(found: Found, call: TSESTree.CallExpression, meaning: Meaning): void {
  switch (meaning) {
    case 'release':
    case 'wrong':
      if (meaning === 'wrong') found.wrong.add(call);
      found.releases.add(call);
      found.effect(call, RELEASE);
      return;
    case 'pipe':
    case 'reader':
      (meaning === 'pipe' ? found.pipes : found.readers).push(call);
      found.read(call, RELEASE);
      return;
    case 'read':
      found.read(call, RELEASE);
      return;
    case 'listen': {
      const heard = isHeard(found.kind.listening, stringOf(call.arguments[0]));
      called(found, call, heard ? found.kind.listening.means : 'work');
      return;
    }
    case 'clone':
      found.clones.push(call);
      return;
    case 'need':
      found.needs.add(call);
      return;
    case 'lend':
      found.effect(call, LOAN);
      return;
    case 'escape':
      found.effect(call, ESCAPE);
      return;
    case 'work':
    case 'itself':
      found.derived(call);
  }
}

/** `client.release` as a value: a handler of a promise chain, or given away. */
function handler(found: Found, node: TSESTree.Node): void {
  if (found.kind.handlers === 'escape') {
    found.effect(node, ESCAPE);
    return;
  }
  const value = wrapped(node);
  const { parent } = value;
  if (parent?.type === 'MemberExpression' && parent.object === value) {
    const bound = propertyName(parent) === 'bind' ? callAround(parent) : null;
    if (bound) handler(found, bound);
  } else if (parent?.type === 'CallExpression' && parent.callee !== value) {
    if (isContinuation(parent)) found.effect(topOfChain(parent), CHAIN);
    else found.effect(parent, ESCAPE);
  } else if (parent && CONTAINERS.has(parent.type)) {
    found.effect(node, ESCAPE);
  }
}
