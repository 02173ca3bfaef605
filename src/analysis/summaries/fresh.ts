import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isNothing, propertyName, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { isTopLevel, type Variable } from '../../ast/variables.js';
import type { AnalysedFile, Construction } from '../names/clients.js';
import { functionOf } from '../names/functions.js';
import { passedArgument } from './passing.js';
import { returnsOf } from './returned.js';
import { summarize } from '../values/ownership.js';
import { ValueWalk } from '../values/value-walk.js';

/** A client that an expression makes anew whenever it is evaluated; `path` are the members that lead to it. */
export interface Fresh {
  readonly construction: Construction;
  /** The expression of the followed function that makes it: the construction, or the call of another function. */
  readonly node: TSESTree.Node;
  readonly path: readonly string[];
}

/**
 * Tells whether functions return a new client on every call that returns one at all. Anything else (kept somewhere as
 * well, given by the caller) is `null`: only what is certain counts as a construction where the function is called.
 */
export class Freshness {
  readonly #visited = new Set<TSESTree.Node>();
  /** Variables whose values are being followed: `app = app.use(...)` leads back to itself. */
  readonly #following = new Set<Variable>();

  constructor(readonly file: AnalysedFile) {}

  /** The clients that each call of a function returns, or a promise of them. */
  ofCalls(fn: FunctionNode): readonly Fresh[] | null {
    if (fn.generator || this.#visited.has(fn)) return null;
    this.#visited.add(fn);
    return this.#all(returnsOf(fn).returned.map((node) => this.#of(node)));
  }

  #of(expression: TSESTree.Node): readonly Fresh[] | null {
    const node = unwrap(expression);
    if (isNothing(node)) return [];
    switch (node.type) {
      case 'ReturnStatement':
        return [];
      case 'AwaitExpression':
        return this.#of(node.argument);
      case 'ConditionalExpression':
        return this.#all([this.#of(node.consequent), this.#of(node.alternate)]);
      case 'LogicalExpression':
        return node.operator === '&&' ? this.#of(node.right) : null;
      case 'SequenceExpression': {
        const last = node.expressions.at(-1);
        return last ? this.#of(last) : null;
      }
      case 'NewExpression':
      case 'CallExpression':
        return this.#made(node);
      case 'Identifier': {
        const variable = this.file.variableOf(node);
        return variable && this.#held(variable);
      }
      case 'ObjectExpression':
        return this.#members(node);
      default:
        return null;
    }
  }

  #made(node: TSESTree.NewExpression | TSESTree.CallExpression): readonly Fresh[] | null {
    const construction = this.file.clients.constructions.get(node);
    if (construction) {
      const path = construction.construct.at ?? [];
      return this.#isHandedOver(construction, node, path) ? [{ construction, node, path }] : null;
    }
    const passed = passedArgument(this.file, node);
    if (passed) return this.#of(passed)?.map((each) => ({ ...each, node })) ?? null;
    const callee = unwrap(node.callee);
    const fn = node.type === 'CallExpression' ? functionOf(this.file, callee) : null;
    if (fn) {
      const fresh = this.ofCalls(fn);
      return fresh?.every((each) => this.#isHandedOver(each.construction, node, each.path)) === true
        ? fresh.map((each) => ({ ...each, node }))
        : null;
    }
    // `new Client().on(...)`, `createClient().connect()`: the client itself, or a promise of it.
    const name = callee.type === 'MemberExpression' ? propertyName(callee) : null;
    const owner = callee.type === 'MemberExpression' && name !== null ? this.#of(callee.object) : null;
    return owner?.every(
      ({ construction: { construct }, path }) =>
        path.length === 0 && construct.returnsSelf?.includes(name ?? '') === true,
    ) === true
      ? owner
      : null;
  }

  /** Whether nobody but the caller of the function around it gets a client. */
  #isHandedOver(construction: Construction, node: TSESTree.Node, path: readonly string[]): boolean {
    const walk = new ValueWalk(this.file, construction);
    walk.value(node, path);
    return summarize(walk.sinks).kind === 'returned' && walk.owners.every(({ construct }) => construct.owns === 'none');
  }

  /** A local variable that never holds anything else. */
  #held(variable: Variable): readonly Fresh[] | null {
    if (isTopLevel(variable) || variable.defs.some(({ type }) => type !== 'Variable')) return null;
    const writes = variable.references.flatMap(({ writeExpr, init }) => (writeExpr ? [{ writeExpr, init }] : []));
    const [definition] = variable.defs;
    const plain =
      definition?.node.type === 'VariableDeclarator' && definition.node.id.type === 'Identifier'
        ? definition.node
        : null;
    if (!plain || writes.length === 0 || !writes.some(({ init }) => init === true)) return null;
    if (this.#following.has(variable)) return null;
    this.#following.add(variable);
    const fresh = this.#all(writes.map(({ writeExpr }) => this.#of(writeExpr)));
    this.#following.delete(variable);
    return fresh;
  }

  #members(object: TSESTree.ObjectExpression): readonly Fresh[] | null {
    const fresh = object.properties.flatMap((property) => {
      const name = property.type === 'Property' && !property.computed ? propertyName(property) : null;
      if (property.type !== 'Property' || name === null || isFunction(property.value)) return [];
      return (this.#of(property.value) ?? []).map((each) => ({ ...each, path: [name, ...each.path] }));
    });
    return fresh.length > 0 ? fresh : null;
  }

  #all(parts: readonly (readonly Fresh[] | null)[]): readonly Fresh[] | null {
    const known = parts.flatMap((part) => (part ? [part] : []));
    return known.length > 0 && known.length === parts.length ? known.flat() : null;
  }
}
