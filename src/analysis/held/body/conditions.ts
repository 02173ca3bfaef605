import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { callAround, propertyName, stringOf, unwrap } from '../../../ast/nodes.js';
import { resolveConstant, variableOf } from '../../../ast/variables.js';
import { emptyStatuses, emptyStatusNames } from '../../../catalog/bodies.js';
import type { Condition, FlowEdge } from '../../../flow/graph.js';
import { EMPTY, move, NONE, OPEN, RELEASED } from '../resources/holding.js';
import type { Effects } from '../engine/effects.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

const FINISHED: ReadonlySet<string> = new Set(['bodyUsed', 'destroyed', 'readableEnded', 'complete']);
/** Types of fetch responses without a body: what `redirect: 'manual'` gives, and network errors. */
const EMPTY_TYPES: ReadonlySet<unknown> = new Set(['opaqueredirect', 'error']);

/** What a condition says of a response: that there is none, that it has no body, or none left. */
export function refined(sourceCode: SourceCode, edge: FlowEdge, state: number, effects: Effects): number {
  if (edge.kind !== 'normal' || !edge.condition) return state;
  const { test, outcome } = edge.condition;
  const node = unwrap(test);
  // What a compound condition decides, its operands have decided one by one.
  if (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression') return state;
  const isMet = outcome === 'truthy' || outcome === 'present';
  if (isMet && effects.values.has(node)) return state & ~NONE;
  const says = new Says(sourceCode, effects);
  const found =
    outcome === 'equal'
      ? says.equal(edge.condition)
      : outcome === 'falsy' || outcome === 'nullish'
        ? (says.missing(node) ?? (outcome === 'falsy' ? says.unmet(node) : null))
        : isMet
          ? says.met(node)
          : null;
  return found === null ? state : move(state, OPEN, found);
}

/** What one condition says, as a bit of the state. */
class Says {
  constructor(
    readonly sourceCode: SourceCode,
    readonly effects: Effects,
  ) {}

  missing(node: TSESTree.Node): number | null {
    if (this.effects.values.has(node)) return NONE;
    return this.effects.held.has(node) ? EMPTY : null;
  }

  equal({ test, discriminant }: Condition): number | null {
    return discriminant && this.#isEmptyStatus(unwrap(test)) && this.#isStatus(unwrap(discriminant)) ? EMPTY : null;
  }

  /** A condition that holds. */
  met(node: TSESTree.Node): number | null {
    switch (node.type) {
      case 'Identifier':
        return this.#isError(node) ? NONE : null;
      case 'MemberExpression': {
        const object = unwrap(node.object);
        const isIts = this.effects.values.has(object) || this.effects.held.has(object);
        return isIts && FINISHED.has(propertyName(node) ?? '') ? RELEASED : null;
      }
      case 'CallExpression':
        return this.#isListed(node) ? EMPTY : null;
      case 'BinaryExpression':
        if (node.operator === 'instanceof') return this.#isError(unwrap(node.left)) ? NONE : null;
        if (/^!={1,2}$/.test(node.operator) && isNothing(unwrap(node.right)))
          return this.#isError(unwrap(node.left)) ? NONE : null;
        return /^={2,3}$/.test(node.operator) ? this.#same(node) : null;
      default:
        return null;
    }
  }

  /** A condition that does not hold. */
  unmet(node: TSESTree.Node): number | null {
    return node.type === 'BinaryExpression' && /^!={1,2}$/.test(node.operator) ? this.#same(node) : null;
  }

  /** `response === null`, `response.status === 204`, `response.type === 'opaqueredirect'`, `method === 'HEAD'`. */
  #same(node: TSESTree.BinaryExpression): number | null {
    const left = unwrap(node.left);
    const right = unwrap(node.right);
    if (isNothing(right)) return this.missing(left);
    if (this.#isEmptyStatus(right)) return this.#isStatus(left) ? EMPTY : null;
    if (right.type !== 'Literal') return null;
    if (right.value === 'HEAD') return /method$/i.test(this.sourceCode.getText(left)) ? EMPTY : null;
    if (EMPTY_TYPES.has(right.value)) return this.#isMember(left, 'type') ? EMPTY : null;
    return String(right.value) === '0' && this.#isLength(left) ? EMPTY : null;
  }

  /** `[204, 304].includes(response.status)`. */
  #isListed(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const [value] = call.arguments;
    if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'includes' || !value) return false;
    const list = resolveConstant(this.sourceCode, callee.object);
    return (
      list.type === 'ArrayExpression' &&
      list.elements.every((element) => element !== null && this.#isEmptyStatus(unwrap(element))) &&
      this.#isStatus(unwrap(value))
    );
  }

  /** `response.headers.get('content-length')`, `response.headers['content-length']`. */
  #isLength(node: TSESTree.Node): boolean {
    if (node.type === 'MemberExpression') return propertyName(node) === 'content-length';
    return (
      node.type === 'CallExpression' &&
      callAround(node.callee) === node &&
      (stringOf(node.arguments[0]) ?? '').toLowerCase() === 'content-length'
    );
  }

  /** Statuses whose responses have no body, as a number or by the names that constants of them have. */
  #isEmptyStatus(node: TSESTree.Node): boolean {
    const value = resolveConstant(this.sourceCode, node);
    if (value.type === 'Literal') return emptyStatuses.includes(Number(value.value));
    const name = value.type === 'MemberExpression' ? propertyName(value) : null;
    return name !== null && emptyStatusNames.includes(name.replace(/_/g, '').toLowerCase());
  }

  #isStatus(node: TSESTree.Node): boolean {
    if (node.type === 'Identifier') {
      const variable = variableOf(this.sourceCode, node);
      return variable !== null && this.effects.told.has(variable);
    }
    return this.#isMember(node, 'status') || this.#isMember(node, 'statusCode');
  }

  #isMember(node: TSESTree.Node, name: string): boolean {
    return (
      node.type === 'MemberExpression' && propertyName(node) === name && this.effects.values.has(unwrap(node.object))
    );
  }

  #isError(node: TSESTree.Node): boolean {
    const variable = node.type === 'Identifier' ? variableOf(this.sourceCode, node) : null;
    return variable !== null && this.effects.errors.has(variable);
  }
}

function isNothing(node: TSESTree.Node): boolean {
  return (node.type === 'Literal' && node.raw === 'null') || (node.type === 'Identifier' && node.name === 'undefined');
}
