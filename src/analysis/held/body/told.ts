import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isWithin } from '../../../ast/nodes.js';
import type { Leak } from '../engine/holding.js';

type Branching = TSESTree.ConditionalExpression | TSESTree.IfStatement;

/** What the two branches of a condition were found to lose. */
interface Branches {
  readonly consequent: (readonly Leak[])[];
  readonly alternate: (readonly Leak[])[];
}

/**
 * Requests of which code sends one and loses the response in one place: `secure ? await a() : await b()`, or an
 * assignment in each branch of an `if`. What is told is kept by the conditions around it.
 */
export class Told {
  readonly #branches = new Map<Branching, Branches>();

  /** Notes what is lost of the response to a call. */
  add(call: TSESTree.Node, leaks: readonly Leak[]): void {
    for (let node = call.parent; node && !isFunction(node); node = node.parent) {
      const branch = isBranching(node) ? branchOf(call, node) : null;
      if (!branch || !isBranching(node)) continue;
      const branches = this.#branches.get(node) ?? { consequent: [], alternate: [] };
      this.#branches.set(node, branches);
      branches[branch].push(leaks);
    }
  }

  /** Whether all that is lost has been told of a call in the other branch of a condition. */
  has(call: TSESTree.Node, leaks: readonly Leak[]): boolean {
    for (let node = call.parent; node; node = node.parent) {
      const branches = isBranching(node) ? this.#branches.get(node) : undefined;
      const branch = branches && isBranching(node) ? branchOf(call, node) : null;
      if (!branches || !branch) continue;
      const others = branches[branch === 'consequent' ? 'alternate' : 'consequent'];
      if (others.some((other) => leaks.every((leak) => isAmong(leak, other)))) return true;
    }
    return false;
  }
}

function isBranching(node: TSESTree.Node): node is Branching {
  return node.type === 'ConditionalExpression' || node.type === 'IfStatement';
}

/** The branch of a condition that a node stands in; `null` in its test. */
function branchOf(node: TSESTree.Node, condition: Branching): keyof Branches | null {
  if (isWithin(node, condition.test)) return null;
  return isWithin(node, condition.consequent) ? 'consequent' : 'alternate';
}

function isAmong(leak: Leak, others: readonly Leak[]): boolean {
  return leak.kind !== 'dropped' && others.some(({ node }) => node === leak.node);
}
