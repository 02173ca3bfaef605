import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import { isFunction, propertyName, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import type { AnalysedFile } from '../../names/clients.js';
import { functionOf } from '../../names/functions.js';
import { entered } from './environments.js';
import { ForeignValues, type Elsewhere } from './foreign.js';
import { isCopy, isMerge, parsesAddress } from './merges.js';
import { propertiesNamed } from '../properties-named.js';
import { NamedValues } from './named-values.js';
import { ReadMemory } from './read-memory.js';
import { ObjectChanges } from './object-changes.js';
import {
  ABSENT,
  either,
  itself,
  NO_ENVIRONMENT,
  OPAQUE,
  overridden,
  type Bound,
  type Environment,
  type Possible,
} from './possible.js';

/**
 * Answers what an options expression may hold under a path of member names: through constants, conditions, spreads,
 * `Object.assign`, later assignments, fields and functions of the file. Judges all ways together, because one way with
 * a limit is enough to be silent.
 */
export class PossibleOptions {
  readonly memory = new ReadMemory();
  readonly foreign: ForeignValues;
  readonly #changes = new ObjectChanges(this);
  readonly #names = new NamedValues(this, this.#changes);

  constructor(
    readonly file: AnalysedFile,
    elsewhere: Elsewhere | null = null,
  ) {
    this.foreign = new ForeignValues(this, elsewhere, (other) => new PossibleOptions(other, other.elsewhere));
  }

  /** The values at a path of an expression; the expression itself, resolved, for an empty path. */
  read({ node, environment }: Bound, path: readonly string[]): Possible {
    const key = `${String(node.range[0])}:${String(node.range[1])}:${path.join('.')}`;
    return this.memory.read(key, environment.size === 0 ? node : null, path, {
      again: ABSENT,
      tooDeep: OPAQUE,
      compute: () => this.#expression(unwrap(node), environment, path),
    });
  }

  #expression(node: TSESTree.Node, environment: Environment, path: readonly string[]): Possible {
    const at = (inner: TSESTree.Node): Possible => this.read({ node: inner, environment }, path);
    switch (node.type) {
      case 'ObjectExpression':
        return path.length === 0 ? itself(node, environment) : this.#object(node, environment, path);
      case 'Identifier':
        return this.#name(node, environment, path);
      case 'MemberExpression':
        return this.#member(node, environment, path);
      case 'ConditionalExpression':
        return either(at(node.consequent), at(node.alternate));
      case 'LogicalExpression':
        return node.operator === '&&' ? either(ABSENT, at(node.right)) : either(at(node.left), at(node.right));
      case 'AwaitExpression':
        return at(node.argument);
      case 'AssignmentExpression':
        return at(node.right);
      case 'SequenceExpression': {
        const last = node.expressions.at(-1);
        return last ? at(last) : ABSENT;
      }
      case 'CallExpression':
        return this.#call(node, environment, path);
      case 'NewExpression':
        return this.#construction(node, environment, path);
      case 'Literal':
      case 'TemplateLiteral':
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'ArrayExpression':
        return path.length === 0 ? itself(node, environment) : ABSENT;
      default:
        return path.length === 0 ? itself(node, environment) : OPAQUE;
    }
  }

  #object(node: TSESTree.ObjectExpression, environment: Environment, path: readonly string[]): Possible {
    const [name, ...rest] = path;
    let found = ABSENT;
    for (const property of propertiesNamed(node, name ?? '')) {
      if (property.type === 'SpreadElement')
        found = overridden(found, this.read({ node: property.argument, environment }, path));
      else {
        const key = propertyName(property);
        if (key === null) found = either(found, OPAQUE);
        else if (key === name)
          found = property.kind === 'init' ? this.read({ node: property.value, environment }, rest) : OPAQUE;
      }
    }
    return found;
  }

  #name(node: TSESTree.Identifier, environment: Environment, path: readonly string[]): Possible {
    const variable = this.file.variableOf(node);
    if (!variable || variable.defs.length === 0) {
      if (node.name === 'undefined') return ABSENT;
      return path.length === 0 ? itself(node, environment) : OPAQUE;
    }
    const imported = path.length > 0 ? this.foreign.value(node, path) : null;
    const valued = (): Possible =>
      either(
        imported ?? this.#names.ofVariable(variable, environment, path),
        this.#changes.ofVariable(variable, environment, path),
      );
    if (imported || environment.size > 0) return valued();
    return this.memory.once(variable.defs, path.join('\n'), valued);
  }

  /** An argument of a call. */
  argument(argument: TSESTree.CallExpressionArgument, environment: Environment, path: readonly string[]): Possible {
    return argument.type === 'SpreadElement' ? OPAQUE : this.read({ node: argument, environment }, path);
  }

  #member(node: TSESTree.MemberExpression, environment: Environment, path: readonly string[]): Possible {
    const name = propertyName(node);
    if (node.object.type === 'ThisExpression' && name !== null) return this.#names.ofField(node, name, path);
    if (path.length === 0 && (name === null || !this.#isFollowed(node.object))) return itself(node, environment);
    if (name === null) return OPAQUE;
    const found = this.read({ node: node.object, environment }, [name, ...path]);
    return path.length === 0 && found.values.length === 0 && found.opaque ? itself(node, environment) : found;
  }

  /** Whether an object is one whose members this file shows. */
  #isFollowed(object: TSESTree.Node): boolean {
    const inner = unwrap(object);
    if (inner.type === 'MemberExpression') return this.#isFollowed(inner.object);
    if (inner.type === 'ThisExpression') return true;
    const definition = inner.type === 'Identifier' ? this.file.variableOf(inner)?.defs[0] : undefined;
    if (definition?.type === 'Parameter') return true;
    const init = definition?.type === 'Variable' ? definition.node.init : null;
    return init !== null && init !== undefined && unwrap(init).type !== 'NewExpression';
  }

  #call(node: TSESTree.CallExpression, environment: Environment, path: readonly string[]): Possible {
    const callee = unwrap(node.callee);
    const [first] = node.arguments;
    if (isMerge(callee))
      return node.arguments.reduce<Possible>(
        (found, argument) => overridden(found, this.argument(argument, environment, path)),
        ABSENT,
      );
    if (first && isCopy(callee)) return this.argument(first, environment, path);
    const fn = functionOf(this.file, callee);
    if (fn && !fn.generator) return this.returned(fn, entered(this.file, fn, node, environment), path);
    if (path.length === 0) return itself(node, environment);
    if (parsesAddress(this.file, callee)) return ABSENT;
    return this.foreign.call(node, environment, path) ?? OPAQUE;
  }

  /** Members that the code behind a variable's declaration assigns to the object in it. */
  changed(variable: Variable, path: readonly string[]): Possible {
    return this.#changes.ofVariable(variable, NO_ENVIRONMENT, path);
  }

  /** What a function may return, at a path. */
  returned(fn: FunctionNode, environment: Environment, path: readonly string[]): Possible {
    if (fn.body.type !== 'BlockStatement') return this.read({ node: fn.body, environment }, path);
    let found: Possible | null = null;
    for (const node of descendantsOf(fn.body, this.file.visitorKeys, (inner) => !isFunction(inner))) {
      if (node.type !== 'ReturnStatement') continue;
      const value = node.argument ? this.read({ node: node.argument, environment }, path) : ABSENT;
      found = found ? either(found, value) : value;
    }
    return found ?? ABSENT;
  }

  /** A `Request` carries its options; a URL and a catalogued client carry none. */
  #construction(node: TSESTree.NewExpression, environment: Environment, path: readonly string[]): Possible {
    if (path.length === 0) return itself(node, environment);
    const callee = unwrap(node.callee);
    const name =
      callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? propertyName(callee) : null;
    const [first, second] = node.arguments;
    if (name === 'Request' && first)
      return either(
        this.argument(first, environment, path),
        second ? this.argument(second, environment, path) : ABSENT,
      );
    return name === 'URL' || name === 'Headers' || this.file.clients.constructions.has(node) ? ABSENT : OPAQUE;
  }
}
