import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingClass, isFunction, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import type { AnalysedFile, Construction } from '../names/clients.js';
import { isAssignedAtOnce } from './assigned-at-once.js';
import { functionOf } from '../names/functions.js';
import { declaring, fieldExpressionsOf, type ClassNode } from '../names/members.js';
import {
  awaited,
  CLIENT,
  GIVEN,
  isGivenOnly,
  NOTHING,
  OTHER,
  PROMISE,
  promised,
  union,
  without,
  type Identity,
} from './identities.js';
import { isInPattern, promiseBehind, receiverOf, resultsOf } from './places.js';
import { propertiesNamed } from './properties-named.js';
import { usesOfMember } from './member-uses.js';
import { writesOf, type Write } from './writes.js';

/** Calls that return their first argument. */
const PASSING = new Set(['Object.freeze', 'Object.seal']);
/** Methods that look up an element of a container, or find none. */
const LOOK_UPS = new Set(['get', 'at', 'find', 'pop', 'shift']);
const MAX_DEPTH = 24;
const MAX_STEPS = 2_000;

/**
 * Looks from a place that holds a client back at everything that may be stored there, so that a fixer knows what it
 * would call `close()` on. Where a parameter, an import or an unknown call may have brought the value, it is `given`.
 */
export class IdentityWalk {
  readonly #asked = new Map<object, Set<string>>();
  #steps = 0;
  readonly #arguments = new Map<Variable, TSESTree.Node>();

  /** `isClient`: whether the value of a construction is a client of the kind that is asked for. */
  constructor(
    readonly file: AnalysedFile,
    readonly isClient: (construction: Construction) => boolean,
  ) {}

  /** Everything that a variable, or the member at `path` of it, may be. */
  ofVariable(variable: Variable, path: readonly string[], depth = 0): ReadonlySet<Identity> {
    return this.#once(variable, path, () => this.#ofVariable(variable, path, depth));
  }

  #ofVariable(variable: Variable, path: readonly string[], depth: number): ReadonlySet<Identity> {
    const [definition] = variable.defs;
    switch (definition?.type) {
      case 'Variable':
        break;
      case 'Parameter':
        return this.#ofParameter(variable, path, depth);
      case 'ImportBinding':
        return new Set(GIVEN);
      default:
        return new Set(OTHER);
    }
    const writes = writesOf(variable);
    const found = union(writes.map((write) => this.#written(write, path, depth)));
    const isFilled = writes.some(({ initial }) => initial) || isAssignedAtOnce(variable);
    if (!isFilled && path.length === 0) found.add('nothing');
    return union([found, this.#membersWritten(usesOfMember(variable, path[0]), path, depth)]);
  }

  /** Everything that a field of a class, or the member at `path` of it, may be. */
  ofField(owner: ClassNode, name: string, path: readonly string[], depth = 0): ReadonlySet<Identity> {
    return this.#once(owner, [name, ...path], () => this.#ofField(owner, name, path, depth));
  }

  #ofField(owner: ClassNode, name: string, path: readonly string[], depth: number): ReadonlySet<Identity> {
    const uses = fieldExpressionsOf(this.file, name, owner).filter(({ object }) => object.type === 'ThisExpression');
    const assigned = uses.flatMap((use): ReadonlySet<Identity>[] => {
      const { parent } = use;
      if (parent.type === 'AssignmentExpression' && parent.left === use)
        return [this.of(parent.right, path, depth + 1)];
      return isInPattern(use) ? [new Set(OTHER)] : [];
    });
    const declared = declaring(owner, name).flatMap((member) => this.#declared(member, name, path, depth));
    return union([...declared, ...assigned, this.#membersWritten(uses, path, depth)]);
  }

  /** Everything that an expression, or the member at `path` of it, may be. */
  of(expression: TSESTree.Node, path: readonly string[], depth = 0): ReadonlySet<Identity> {
    const node = unwrap(expression);
    if (depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) return new Set(OTHER);
    const construction = this.file.clients.constructions.get(node);
    if (construction) return new Set(this.#constructed(construction, path));
    switch (node.type) {
      case 'AwaitExpression':
        return awaited(this.of(node.argument, path, depth + 1));
      case 'ConditionalExpression':
        return union([node.consequent, node.alternate].map((part) => this.of(part, path, depth + 1)));
      case 'LogicalExpression':
        return this.#logical(node, path, depth);
      case 'SequenceExpression':
        return this.of(node.expressions.at(-1) ?? node, path, depth + 1);
      case 'AssignmentExpression':
        return union([
          this.of(node.right, path, depth + 1),
          ...(node.operator === '=' ? [] : [this.of(node.left, path, depth + 1)]),
        ]);
      case 'Identifier': {
        const variable = this.file.variableOf(node);
        if (variable) return this.ofVariable(variable, path, depth + 1);
        return new Set(node.name === 'undefined' ? NOTHING : OTHER);
      }
      case 'Literal':
        return new Set(node.value === null && node.raw === 'null' ? NOTHING : OTHER);
      case 'UnaryExpression':
        return new Set(node.operator === 'void' ? NOTHING : OTHER);
      case 'MemberExpression':
        return this.#member(node, path, depth);
      case 'ObjectExpression':
        return this.#inObject(node, path, depth);
      case 'ArrayExpression': {
        const element = node.elements[Number(path[0])];
        return element && element.type !== 'SpreadElement'
          ? this.of(element, path.slice(1), depth + 1)
          : new Set(OTHER);
      }
      case 'CallExpression':
        return this.#called(node, path, depth);
      default:
        return new Set(OTHER);
    }
  }

  #constructed(construction: Construction, path: readonly string[]): readonly Identity[] {
    if (path.length > 0 || !this.isClient(construction)) return OTHER;
    return construction.construct.async === true ? PROMISE : CLIENT;
  }

  #written(write: Write, path: readonly string[], depth: number): ReadonlySet<Identity> {
    if (!write.value) return new Set(OTHER);
    return this.of(write.value, [...write.path, ...path], depth + 1);
  }

  /** `holder.name = value` for a member that `path` leads through. */
  #membersWritten(uses: readonly TSESTree.Node[], path: readonly string[], depth: number): ReadonlySet<Identity> {
    const [name, ...rest] = path;
    if (name === undefined) return new Set();
    return union(
      uses.map((use) => {
        const value = wrapped(use);
        const member = value.parent;
        if (member?.type !== 'MemberExpression' || member.object !== value) return new Set<Identity>();
        const written = propertyName(member);
        if (written !== null && written !== name) return new Set<Identity>();
        if (member.parent.type === 'AssignmentExpression' && member.parent.left === member)
          return written === null ? new Set(OTHER) : this.of(member.parent.right, rest, depth + 1);
        return this.#membersWritten([member], rest, depth + 1);
      }),
    );
  }

  #declared(
    member: TSESTree.ClassElement,
    name: string,
    path: readonly string[],
    depth: number,
  ): readonly ReadonlySet<Identity>[] {
    if (member.type === 'PropertyDefinition' && propertyName(member) === name)
      return member.value ? [this.of(member.value, path, depth + 1)] : [];
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') return [];
    return member.value.params.flatMap((parameter) => {
      if (parameter.type !== 'TSParameterProperty') return [];
      const inner = parameter.parameter;
      const target = inner.type === 'AssignmentPattern' ? inner.left : inner;
      if (target.type !== 'Identifier' || target.name !== name) return [];
      return [new Set(GIVEN), ...(inner.type === 'AssignmentPattern' ? [this.of(inner.right, path, depth + 1)] : [])];
    });
  }

  /** A parameter of a function that is called right here is its argument; of any other one, what the caller gives. */
  #ofParameter(variable: Variable, path: readonly string[], depth: number): ReadonlySet<Identity> {
    const argument = this.#arguments.get(variable);
    const writes = union(writesOf(variable).map((write) => this.#written(write, path, depth)));
    if (argument) return union([writes, this.of(argument, path, depth + 1)]);
    const promise = promiseBehind(variable);
    if (promise) return union([writes, awaited(this.of(promise, path, depth + 1))]);
    return union([writes, new Set(GIVEN)]);
  }

  #logical(node: TSESTree.LogicalExpression, path: readonly string[], depth: number): ReadonlySet<Identity> {
    // `enabled && new Agent()` may be any falsy value.
    if (node.operator === '&&') return union([this.of(node.right, path, depth + 1), new Set(OTHER)]);
    const left = new Set(this.of(node.left, path, depth + 1));
    left.delete('nothing');
    return union([left, this.of(node.right, path, depth + 1)]);
  }

  #member(node: TSESTree.MemberExpression, path: readonly string[], depth: number): ReadonlySet<Identity> {
    const name = propertyName(node);
    if (node.object.type === 'ThisExpression' || node.object.type === 'Super') {
      const owner = enclosingClass(node);
      return owner && name !== null ? this.ofField(owner, name, path, depth + 1) : new Set(OTHER);
    }
    // An element of a container was stored there before.
    if (name === null) return new Set(isGivenOnly(this.of(node.object, ['*'], depth + 1)) ? GIVEN : NOTHING);
    return this.of(node.object, [name, ...path], depth + 1);
  }

  #inObject(object: TSESTree.ObjectExpression, path: readonly string[], depth: number): ReadonlySet<Identity> {
    const [name, ...rest] = path;
    if (name === undefined || name === '*') return new Set(OTHER);
    let found: ReadonlySet<Identity> = new Set(NOTHING);
    for (const property of propertiesNamed(object, name)) {
      if (property.type === 'SpreadElement') found = union([found, this.of(property.argument, path, depth + 1)]);
      else if (propertyName(property) === name)
        found = isFunction(property.value) ? new Set(OTHER) : this.of(property.value, rest, depth + 1);
      else if (propertyName(property) === null) found = union([found, new Set(OTHER)]);
    }
    return found;
  }

  #called(call: TSESTree.CallExpression, path: readonly string[], depth: number): ReadonlySet<Identity> {
    const callee = unwrap(call.callee);
    const fn = functionOf(this.file, callee);
    if (fn) return this.#returned(fn, call, path, depth);
    const name = callee.type === 'MemberExpression' ? propertyName(callee) : null;
    if (callee.type !== 'MemberExpression' || name === null) return this.#unknownCall(call, depth);
    if (callee.object.type === 'Identifier' && PASSING.has(`${callee.object.name}.${name}`))
      return call.arguments[0] ? this.of(call.arguments[0], path, depth + 1) : new Set(OTHER);
    const receiver = receiverOf(this.file, callee.object, MAX_DEPTH);
    const { returnsSelf, resolvesToSelf } = receiver?.construct ?? {};
    if (receiver && returnsSelf?.includes(name) && path.length === 0) {
      const self = this.of(callee.object, path, depth + 1);
      return resolvesToSelf?.includes(name) ? union([new Set(PROMISE), without(self, 'client')]) : self;
    }
    // `agents.get(key) ?? new Agent()`: what is found was stored here before.
    if (LOOK_UPS.has(name)) return new Set(isGivenOnly(this.of(callee.object, ['*'], depth + 1)) ? GIVEN : NOTHING);
    return receiver ? new Set(OTHER) : this.#unknownCall(call, depth);
  }

  /** What unknown code returns was made there, unless it is about a client of this file, such as a wrapper of it. */
  #unknownCall(call: TSESTree.CallExpression, depth: number): ReadonlySet<Identity> {
    const about = call.arguments.some(
      (argument) =>
        argument.type !== 'SpreadElement' &&
        [...this.of(argument, [], depth + 1)].some((each) => each === 'client' || each === 'promise'),
    );
    return new Set(about ? OTHER : GIVEN);
  }

  #returned(
    fn: FunctionNode,
    call: TSESTree.CallExpression,
    path: readonly string[],
    depth: number,
  ): ReadonlySet<Identity> {
    if (fn.generator) return new Set(OTHER);
    for (const [index, parameter] of fn.params.entries()) {
      const argument = call.arguments[index];
      const variable = parameter.type === 'Identifier' ? this.file.variableOf(parameter) : null;
      if (variable && argument && argument.type !== 'SpreadElement') this.#arguments.set(variable, argument);
    }
    const results = resultsOf(this.file, fn);
    const found = this.#once(fn, path, () => union(results.map((result) => this.of(result, path, depth + 1))));
    if (results.length === 0) return new Set(OTHER);
    return fn.async && path.length === 0 ? promised(found) : fn.async ? union([found, new Set(OTHER)]) : found;
  }

  /** Asks for a place that is not being asked for already: what a place got from itself adds nothing. */
  #once(place: object, path: readonly string[], ask: () => ReadonlySet<Identity>): ReadonlySet<Identity> {
    const asked = this.#asked.get(place) ?? new Set<string>();
    this.#asked.set(place, asked);
    const key = path.join('.');
    if (asked.has(key)) return new Set();
    asked.add(key);
    const found = ask();
    asked.delete(key);
    return found;
  }
}
