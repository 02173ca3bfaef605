import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, wrapped } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import { readingNames } from '../../../catalog/conventions/looking.js';
import { namePattern } from '../../names/conventions.js';
import { functionOf } from '../../names/functions.js';
import { isMerge } from './merges.js';
import { anyOf, either, NOTHING, OPAQUE } from './possible.js';
import type { Environment, OptionsReader, Possible } from './possible.js';

/** Functions which read an object they are given and change nothing. */
const READING = namePattern(readingNames);

/** A place that may write into an object, and which of all references it is. */
interface Changer {
  readonly node: TSESTree.Node;
  readonly index: number;
}

/** Places that may write into the object of a variable: by the member that they name, and all others. */
interface Changers {
  readonly named: ReadonlyMap<string, readonly Changer[]>;
  readonly others: readonly Changer[];
}

/** What later code writes into an object, or lets others write. */
export class ObjectChanges {
  readonly #changers = new Map<Variable, Changers>();

  constructor(readonly reader: OptionsReader) {}

  /** Members that later code assigns to the object in a variable. */
  ofVariable(variable: Variable, environment: Environment, path: readonly string[]): Possible {
    const [identifier] = variable.identifiers;
    if (path.length === 0 || !identifier) return NOTHING;
    const key = `mutations:${String(identifier.range[0])}:${path.join('.')}`;
    return this.reader.memory.read(key, environment.size === 0 ? variable : null, path, {
      again: NOTHING,
      tooDeep: OPAQUE,
      compute: () => {
        const { named, others } = this.#changersOf(variable);
        const nodes = [...others, ...(named.get(path[0] ?? '') ?? [])].sort((a, b) => a.index - b.index);
        return this.ofNodes(
          nodes.map(({ node }) => node),
          environment,
          path,
        );
      },
    });
  }

  /** Where code may write into the object of a variable; an object of options may go to a thousand requests. */
  #changersOf(variable: Variable): Changers {
    const known = this.#changers.get(variable);
    if (known) return known;
    const named = new Map<string, Changer[]>();
    const others: Changer[] = [];
    for (const [index, { identifier }] of variable.references.entries()) {
      const node = wrapped(identifier);
      const { parent } = node;
      if (parent?.type === 'CallExpression') {
        if (parent.callee !== node && !this.#isClient(parent)) others.push({ node: identifier, index });
      } else if (parent?.type === 'MemberExpression' && parent.object === node) {
        const name = propertyName(parent);
        const list = name === null ? others : (named.get(name) ?? []);
        if (name !== null) named.set(name, list);
        list.push({ node: identifier, index });
      }
    }
    const changers = { named, others };
    this.#changers.set(variable, changers);
    return changers;
  }

  /** A request or construction, which reads its options. */
  #isClient(call: TSESTree.CallExpression): boolean {
    return this.reader.file.clients.requests.has(call) || this.reader.file.clients.constructions.has(call);
  }

  ofNodes(nodes: readonly TSESTree.Node[], environment: Environment, path: readonly string[]): Possible {
    return anyOf(
      NOTHING,
      nodes.map((node) => this.#mutation(wrapped(node), environment, path)),
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
