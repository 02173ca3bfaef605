import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, wrapped } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import { readingNames } from '../../../catalog/conventions/looking.js';
import { namePattern } from '../../names/conventions.js';
import { functionOf } from '../../names/functions.js';
import { isMerge } from './merges.js';
import { either, MAX_DEPTH, NOTHING, OPAQUE } from './possible.js';
import type { Environment, OptionsReader, Possible } from './possible.js';

/** Functions which read an object they are given and change nothing. */
const READING = namePattern(readingNames);

/** What later code writes into an object, or lets others write. */
export class ObjectChanges {
  readonly #changers = new Map<Variable, readonly TSESTree.Node[]>();

  constructor(readonly reader: OptionsReader) {}

  /** Members that later code assigns to the object in a variable. */
  ofVariable(variable: Variable, environment: Environment, path: readonly string[]): Possible {
    const [identifier] = variable.identifiers;
    if (path.length === 0 || !identifier) return NOTHING;
    const key = `mutations:${String(identifier.range[0])}:${path.join('.')}`;
    if (this.reader.active.has(key)) return NOTHING;
    if (this.reader.active.size > MAX_DEPTH) return OPAQUE;
    this.reader.active.add(key);
    const found = this.ofNodes(this.#changersOf(variable), environment, path);
    this.reader.active.delete(key);
    return found;
  }

  /** Where code may write into the object of a variable; an object of options may go to a thousand requests. */
  #changersOf(variable: Variable): readonly TSESTree.Node[] {
    const known = this.#changers.get(variable);
    if (known) return known;
    const changers = variable.references.flatMap(({ identifier }) => {
      const node = wrapped(identifier);
      const { parent } = node;
      if (parent?.type === 'CallExpression')
        return parent.callee === node || this.#isClient(parent) ? [] : [identifier];
      return parent?.type === 'MemberExpression' && parent.object === node ? [identifier] : [];
    });
    this.#changers.set(variable, changers);
    return changers;
  }

  /** A request or construction, which reads its options. */
  #isClient(call: TSESTree.CallExpression): boolean {
    return this.reader.file.clients.requests.has(call) || this.reader.file.clients.constructions.has(call);
  }

  ofNodes(nodes: readonly TSESTree.Node[], environment: Environment, path: readonly string[]): Possible {
    return nodes.reduce<Possible>(
      (found, node) => either(found, this.#mutation(wrapped(node), environment, path)),
      NOTHING,
    );
  }

  #mutation(node: TSESTree.Node, environment: Environment, path: readonly string[]): Possible {
    const { parent } = node;
    if (parent?.type === 'MemberExpression' && parent.object === node) return this.#assigned(parent, environment, path);
    if (parent?.type === 'CallExpression' && parent.callee !== node)
      return this.#handedTo(parent, node, environment, path);
    return NOTHING;
  }

  /** `options.timeout = value`, also deeper and under a computed key. */
  #assigned(member: TSESTree.MemberExpression, environment: Environment, path: readonly string[]): Possible {
    const name = propertyName(member);
    const [next, ...rest] = path;
    const target = wrapped(member);
    const { parent } = target;
    const assigns = parent?.type === 'AssignmentExpression' && parent.left === target;
    if (name === null) return assigns ? OPAQUE : NOTHING;
    if (name !== next) return NOTHING;
    if (assigns) return this.reader.read({ node: parent.right, environment }, rest);
    return rest.length > 0 ? this.#mutation(target, environment, rest) : NOTHING;
  }

  #handedTo(
    call: TSESTree.CallExpression,
    node: TSESTree.Node,
    environment: Environment,
    path: readonly string[],
  ): Possible {
    if (this.#isClient(call)) return NOTHING;
    const callee = unwrap(call.callee);
    const index = call.arguments.indexOf(node as TSESTree.CallExpressionArgument);
    if (isMerge(callee)) {
      if (index > 0) return NOTHING;
      return call.arguments
        .slice(1)
        .reduce<Possible>(
          (found, argument) => either(found, this.reader.argument(argument, environment, path)),
          NOTHING,
        );
    }
    const fn = functionOf(this.reader.file, callee);
    const parameter = fn?.params[index];
    if (parameter?.type === 'Identifier') {
      const variable = this.reader.file.variableOf(parameter);
      return variable ? this.ofVariable(variable, environment, path) : OPAQUE;
    }
    if (fn) return NOTHING;
    const elsewhere = this.reader.foreign.changes(call, index, path);
    if (elsewhere) return elsewhere;
    const names =
      callee.type === 'MemberExpression'
        ? [callee.object.type === 'Identifier' ? callee.object.name : '', propertyName(callee) ?? '']
        : callee.type === 'Identifier'
          ? [callee.name]
          : [];
    return names.some((name) => READING.test(name)) ? NOTHING : OPAQUE;
  }
}
