import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingClass, isFunction, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { assignmentsOf, bindingsOf, type Variable } from '../../../ast/variables.js';
import { fieldIndexOf } from '../../names/fields.js';
import { membersNamed, type ClassNode } from '../../names/members.js';
import type { ObjectChanges } from './object-changes.js';
import { ABSENT, anyOf, either, itself, NO_ENVIRONMENT, NOTHING, OPAQUE } from './possible.js';
import type { Environment, OptionsReader, Possible } from './possible.js';

/** What the names of a file may stand for: variables, parameters, fields. */
export class NamedValues {
  constructor(
    readonly reader: OptionsReader,
    readonly changes: ObjectChanges,
  ) {}

  /** All values that a variable may have, at a path. */
  ofVariable(variable: Variable, environment: Environment, path: readonly string[]): Possible {
    const [definition] = variable.defs;
    if (definition?.type === 'Parameter') return this.#parameter(variable, definition.node, environment, path);
    if (definition?.type === 'FunctionName' || definition?.type === 'ClassName')
      return path.length === 0 ? itself(definition.node, environment) : ABSENT;
    if (definition?.type !== 'Variable') return OPAQUE;
    const declarator = definition.node;
    let found: Possible | null = null;
    if (declarator.init) {
      const binding = [...bindingsOf(declarator.id)].find(({ identifier }) => identifier === definition.name);
      if (!binding) return OPAQUE;
      found = this.reader.read({ node: declarator.init, environment }, [
        ...(binding.rest ? [] : binding.path),
        ...path,
      ]);
    } else if (
      declarator.parent.parent.type === 'ForOfStatement' ||
      declarator.parent.parent.type === 'ForInStatement'
    ) {
      return OPAQUE;
    }
    return this.#written(variable, environment, path, found);
  }

  /** All values that assignments give to a variable. */
  #written(variable: Variable, environment: Environment, path: readonly string[], start: Possible | null): Possible {
    const values = assignmentsOf(variable).map(({ identifier, writeExpr }) => {
      const { parent } = identifier;
      const plain = parent.type === 'AssignmentExpression' && parent.left === identifier;
      return plain && writeExpr ? this.reader.read({ node: writeExpr, environment }, path) : OPAQUE;
    });
    const [first, ...others] = start ? [start, ...values] : values;
    return first ? anyOf(first, others) : ABSENT;
  }

  #parameter(variable: Variable, fn: TSESTree.Node, environment: Environment, path: readonly string[]): Possible {
    const argument = environment.get(variable);
    const fallback = isFunction(fn) ? this.#fallback(variable, fn, environment, path) : ABSENT;
    if (!argument)
      return this.#written(
        variable,
        environment,
        path,
        either(fallback, { ...ABSENT, parameters: new Set([variable]) }),
      );
    const given = argument.value ? this.reader.read(argument.value, [...argument.path, ...path]) : ABSENT;
    return this.#written(variable, environment, path, given.absent ? either(given, fallback) : given);
  }

  /** What a parameter is when the caller leaves it out. */
  #fallback(variable: Variable, fn: FunctionNode, environment: Environment, path: readonly string[]): Possible {
    let found = ABSENT;
    for (const node of variable.identifiers) {
      const { parent } = node;
      if (parent.type === 'AssignmentPattern' && parent.left === node)
        found = either(found, this.reader.read({ node: parent.right, environment }, path));
    }
    for (const param of fn.params) {
      if (param.type !== 'AssignmentPattern' || param.left.type === 'Identifier') continue;
      const binding = [...bindingsOf(param.left)].find(({ identifier }) => variable.identifiers.includes(identifier));
      if (binding)
        found = either(found, this.reader.read({ node: param.right, environment }, [...binding.path, ...path]));
    }
    return found;
  }

  /** All that the class assigns to one of its fields. */
  ofField(node: TSESTree.MemberExpression, name: string, path: readonly string[]): Possible {
    const owner = enclosingClass(node);
    if (!owner) return OPAQUE;
    return this.reader.memory.once(owner.body, [name, ...path].join('\n'), () => this.#assigned(owner, name, path));
  }

  #assigned(owner: ClassNode, name: string, path: readonly string[]): Possible {
    const members = fieldIndexOf(this.reader.file, owner).members.get(name) ?? [];
    const given = [...membersNamed(owner, name)].flatMap((member) =>
      member.type === 'PropertyDefinition' && member.value
        ? [this.reader.read({ node: member.value, environment: NO_ENVIRONMENT }, path)]
        : [],
    );
    const assigned = members.flatMap((member) => {
      const target = wrapped(member);
      if (target.parent?.type !== 'AssignmentExpression' || target.parent.left !== target) return [];
      return [withoutParameters(this.reader.read({ node: target.parent.right, environment: NO_ENVIRONMENT }, path))];
    });
    const mutated = path.length === 0 ? NOTHING : this.changes.ofNodes(members, NO_ENVIRONMENT, path);
    const [first, ...others] = [...given, ...assigned];
    return first ? anyOf(first, [...others, mutated]) : OPAQUE;
  }
}

/** A field outlives the call whose parameter it holds. */
function withoutParameters(possible: Possible): Possible {
  return possible.parameters.size > 0 ? { ...possible, opaque: true, parameters: new Set() } : possible;
}
