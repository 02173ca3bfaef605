import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  callAround,
  enclosingClass,
  isFunction,
  propertyName,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { bindingsOf, initializerOf, isTopLevel, readsOf, variableOf, type Variable } from '../../../ast/variables.js';
import type { CallLike, Construction } from '../../names/clients.js';
import { ITERATION_METHODS } from '../../values/closures.js';
import { callsOf, functionOf } from '../../names/functions.js';
import { injectionOf } from '../../values/injection.js';
import type { Keeper } from '../../values/ownership.js';
import { isLendingOption } from '../../names/lending-options.js';
import { looksLikeRequestOptions } from '../../values/request-options.js';
import { ELEMENT, HELD, ValueWalk } from '../../values/value-walk.js';
import { classNamed, fieldExpressionsOf, fieldPatternsOf, superclassOf, type ClassNode } from '../../names/members.js';

/**
 * Containers whose elements only the file itself can reach; what others (caches with an eviction hook) do is unknown.
 */
const PLAIN_CONTAINER = /^(?:Map|Set|WeakMap|Array|Object)$/;
/** Methods of arrays and maps which return the same elements in another container. */
const RESHAPING_METHODS = new Set([
  'values',
  'entries',
  'slice',
  'concat',
  'reverse',
  'toReversed',
  'flat',
  'splice',
  'at',
  'get',
  'pop',
  'shift',
  'find',
  'filter',
  'sort',
  'toSorted',
  'toArray',
]);
/** Functions that look at a value or make it known, and never close it. */
const MERE_READER =
  /^(?:console\.\w+|(?:logger|log|debug|assert|util|inspect|expect|JSON|Boolean|String)(?:\.\w+)?|\w+\.(?:log|info|warn|debug|trace|decorate|decorateRequest|decorateReply))$/;

/** A place that keeps a client beyond a call. */
export type Holder =
  | { readonly kind: 'variable'; readonly variable: Variable; readonly path: readonly string[] }
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly owner: ClassNode | null;
      readonly target: TSESTree.Node;
      /** Members of the field that lead to the client. */
      readonly path: readonly string[];
    };

/**
 * Follows a long-lived client through the whole file: module variables, fields, containers and closures, also into
 * functions that run later.
 * Every reference to one of its close methods counts as a close, whoever calls it and when.
 */
export class ReachWalk extends ValueWalk<Construction> {
  /** References to a close method of the client, or of an owner that closes it. */
  readonly closes: TSESTree.Node[] = [];
  /** Places from which other code may close it. */
  readonly unknown: TSESTree.Node[] = [];
  readonly holders: Holder[] = [];
  /** An owner with connections of its own which closes the client: its close is what matters. */
  follows: Construction | null = null;
  readonly #closeNames: ReadonlySet<string>;
  readonly #ownerCloseNames = new Set<string>();
  readonly #uncertain: { readonly node: TSESTree.Node; readonly path: readonly string[] }[] = [];
  #certain = true;

  constructor(...args: ConstructorParameters<typeof ValueWalk<Construction>>) {
    super(...args);
    this.#closeNames = new Set(
      this.construction.construct.close.flatMap(({ method, on }) => (on === 'module' ? [] : [method])),
    );
  }

  /** Walks from the construction, or the call that returns it. */
  start(node: TSESTree.Node, path: readonly string[]): void {
    this.value(node, path);
    // What may be something else can close the client, but it proves nothing when it does something unknown.
    this.#certain = false;
    for (let use = this.#uncertain.pop(); use; use = this.#uncertain.pop()) this.value(use.node, use.path);
    for (const sink of this.sinks)
      if (sink.kind === 'escaped' && sink.node.type !== 'CallExpression') this.unknown.push(sink.node);
  }

  #unknownAt(node: TSESTree.Node): void {
    if (this.#certain) this.unknown.push(node);
  }

  protected override variable(variable: Variable, path: readonly string[], origin: TSESTree.Node): void {
    if (!this.enter(variable, path)) return;
    if (variable.defs[0]?.type === 'ImportBinding') {
      this.#unknownAt(origin);
      return;
    }
    if (isTopLevel(variable)) super.kept(origin, 'module', path);
    if (variable.defs[0]?.type === 'Variable') this.holders.push({ kind: 'variable', variable, path });
    for (const { identifier } of readsOf(variable)) this.value(identifier, path);
  }

  protected override kept(node: TSESTree.Node, by: Keeper, path: readonly string[]): void {
    super.kept(node, by, path);
    if (node.type === 'PropertyDefinition') this.#field(propertyName(node), path, enclosingClass(node), node);
  }

  protected override stored(target: TSESTree.MemberExpression, path: readonly string[]): void {
    const names: string[] = [];
    let object: TSESTree.Node = target;
    for (; object.type === 'MemberExpression'; object = unwrap(object.object))
      names.unshift(propertyName(object) ?? ELEMENT);
    this.#storedAt(target, object, [...names, ...path]);
  }

  #storedAt(target: TSESTree.Node, root: TSESTree.Node, path: readonly string[]): void {
    const [name = null, ...rest] = path;
    if (root.type === 'ThisExpression') {
      super.kept(target, 'field', rest);
      this.#field(name, rest, enclosingClass(target), target);
      return;
    }
    const named = root.type === 'Identifier' ? variableOf(this.sourceCode, root) : null;
    const variable = named && named.defs.length > 0 ? named : null;
    if (root.type === 'Identifier' && !variable && (root.name === 'module' || root.name === 'exports')) {
      super.kept(target, 'module', path);
      const [exported, ...inner] = root.name === 'module' ? rest : path;
      if (exported !== undefined && exported !== HELD) this.#field(exported, inner, null, target);
      return;
    }
    const definition = variable?.defs[0]?.type;
    if (variable && definition === 'Parameter' && looksLikeRequestOptions(variable, name ?? ''))
      this.sinks.push({ kind: 'request-options', node: target });
    else if (!variable || definition === 'Parameter' || isGlobalObject(variable)) this.#unknownAt(target);
    else this.variable(variable, path, target);
  }

  protected override filled(container: TSESTree.Node, path: readonly string[]): void {
    const names: string[] = [];
    let root = unwrap(container);
    for (; root.type === 'MemberExpression'; root = unwrap(root.object)) names.unshift(propertyName(root) ?? ELEMENT);
    super.kept(container, 'container', path);
    if (this.#isPlain(root, names)) this.#storedAt(container, root, [...names, ...path]);
    else this.#unknownAt(container);
  }

  /** Whether everything assigned to a variable or field is an array, an object or a `Map`. */
  #isPlain(root: TSESTree.Node, names: readonly string[]): boolean {
    const values =
      root.type === 'Identifier'
        ? this.#valuesOfName(root)
        : root.type === 'ThisExpression' && names.length > 0
          ? this.#valuesOfField(names[0] ?? '', root)
          : [];
    return values.every((value) => {
      const inner = unwrap(value);
      if (inner.type === 'LogicalExpression') return true;
      if (inner.type === 'NewExpression')
        return inner.callee.type === 'Identifier' && PLAIN_CONTAINER.test(inner.callee.name);
      return inner.type !== 'CallExpression' && inner.type !== 'AwaitExpression';
    });
  }

  #valuesOfName(identifier: TSESTree.Identifier): TSESTree.Node[] {
    const variable = variableOf(this.sourceCode, identifier);
    return variable?.references.flatMap(({ writeExpr }) => writeExpr ?? []) ?? [];
  }

  #valuesOfField(name: string, self: TSESTree.Node): TSESTree.Node[] {
    const owner = enclosingClass(self);
    const assigned = fieldExpressionsOf(this.sourceCode, name, owner).flatMap(({ parent }) =>
      parent.type === 'AssignmentExpression' &&
      parent.left.type === 'MemberExpression' &&
      propertyName(parent.left) === name
        ? [parent.right]
        : [],
    );
    const declared =
      owner?.body.body.flatMap((member) =>
        member.type === 'PropertyDefinition' && propertyName(member) === name && member.value ? [member.value] : [],
      ) ?? [];
    return [...declared, ...assigned];
  }

  /** Follows every expression that may denote a field. */
  #field(name: string | null, path: readonly string[], owner: ClassNode | null, target: TSESTree.Node): void {
    if (name === null || name === ELEMENT) {
      this.#unknownAt(target);
      return;
    }
    this.holders.push({ kind: 'field', name, owner, target, path });
    if (owner && !declaresField(owner, name) && owner.superClass && !superclassOf(this.sourceCode, owner))
      this.#unknownAt(target);
    for (const node of fieldExpressionsOf(this.sourceCode, name, owner)) {
      if (node === target) continue;
      if (node.object.type === 'ThisExpression') this.value(node, path);
      else this.#uncertain.push({ node, path });
    }
    for (const property of fieldPatternsOf(this.sourceCode, name)) {
      const declarator = property.parent.parent;
      if (declarator.type !== 'VariableDeclarator') continue;
      for (const { identifier } of bindingsOf(property.value)) {
        const variable = variableOf(this.sourceCode, identifier);
        for (const reference of variable ? readsOf(variable) : []) {
          if (declarator.init?.type === 'ThisExpression' && enclosingClass(property) === owner)
            this.value(reference.identifier, path);
          else this.#uncertain.push({ node: reference.identifier, path });
        }
      }
    }
  }

  protected override returned(node: TSESTree.Node, fn: FunctionNode, path: readonly string[]): void {
    super.returned(node, fn, path);
    const last = this.sinks.at(-1);
    if (last?.kind !== 'returned' || last.fn !== fn) return;
    if (isMaker(fn)) this.#unknownAt(node);
    for (const call of callsOf(this.sourceCode, fn)) this.value(call, path);
    const { parent } = fn;
    if (parent.type !== 'MethodDefinition') return;
    const name = propertyName(parent);
    for (const use of name === null ? [] : fieldExpressionsOf(this.sourceCode, name, enclosingClass(parent))) {
      const value = parent.kind === 'get' ? use : callAround(use);
      if (value) this.#uncertain.push({ node: value, path });
    }
  }

  override bind(pattern: TSESTree.Node, path: readonly string[], origin: TSESTree.Node): void {
    super.bind(pattern, path, origin);
    for (const binding of bindingsOf(pattern)) {
      if (
        binding.path.length > path.length &&
        path.every((name, index) => name === binding.path[index]) &&
        this.#closeNames.has(binding.path[path.length] ?? '')
      ) {
        this.closes.push(binding.identifier);
      }
    }
  }

  protected override iterated(loop: TSESTree.ForOfStatement, path: readonly string[]): void {
    const target = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : loop.left;
    if (target) this.#element(target, path.slice(1), loop.right);
  }

  /** An element of a container; entries of a `Map` arrive as pairs, of which either may be the client. */
  #element(target: TSESTree.Node, path: readonly string[], origin: TSESTree.Node): void {
    if (target.type !== 'ArrayPattern') {
      this.bind(target, path, origin);
      return;
    }
    for (const element of target.elements) if (element) this.bind(element, path, origin);
  }

  protected override elementMethod(node: TSESTree.MemberExpression, name: string, path: readonly string[]): boolean {
    const call = callAround(node);
    if (call && ITERATION_METHODS.has(name)) {
      const callback = call.arguments[0] && (functionOf(this.sourceCode, unwrap(call.arguments[0])) ?? null);
      const parameter = callback?.params[name.startsWith('reduce') ? 1 : 0];
      if (parameter) this.#element(parameter, path.slice(1), node);
      if (RESHAPING_METHODS.has(name)) this.value(call, name === 'find' ? path.slice(1) : path);
      return true;
    }
    if (call && RESHAPING_METHODS.has(name)) {
      this.value(call, /^(?:at|get|pop|shift)$/.test(name) ? path.slice(1) : path);
      return true;
    }
    return super.elementMethod(node, name, path);
  }

  protected override clientMember(node: TSESTree.MemberExpression, name: string | null, held: boolean): void {
    if (held) {
      this.#ownerMember(node, name);
    } else if (name === null) {
      // A method chosen at run time may be the close.
      this.#unknownAt(node);
    } else if (this.#isClose(node)) {
      this.closes.push(node);
    } else {
      super.clientMember(node, name, held);
    }
  }

  /** Whether a member of the client is, or leads to, a close method (`client.close`, `db.$client.end`). */
  #isClose(member: TSESTree.MemberExpression): boolean {
    let path = propertyName(member) ?? '';
    for (
      let outer = wrapped(member).parent;
      outer?.type === 'MemberExpression' && !this.#closeNames.has(path);
      outer = wrapped(outer).parent
    )
      path += `.${propertyName(outer) ?? ''}`;
    return this.#closeNames.has(path);
  }

  /** A member of an owner, or of what it holds: `retry.close()`, `api.defaults.httpsAgent.destroy()`. */
  #ownerMember(node: TSESTree.MemberExpression, name: string | null): void {
    if (name !== null && this.#ownerCloseNames.has(name)) this.closes.push(node);
    for (let outer = wrapped(node).parent; outer?.type === 'MemberExpression'; outer = wrapped(outer).parent) {
      if (this.#closeNames.has(propertyName(outer) ?? '')) this.closes.push(outer);
    }
    super.clientMember(node, name, true);
  }

  protected override argument(call: CallLike, index: number, path: readonly string[]): void {
    const owner = this.clients.constructions.get(call);
    if (!owner || owner === this.construction) {
      super.argument(call, index, path);
      return;
    }
    const injection = injectionOf(owner, index, path);
    if (!injection) {
      this.#unknownAt(call);
    } else if (injection.closes !== true) {
      this.value(call, [HELD]);
    } else if (owner.construct.owns === 'none') {
      for (const { method } of owner.construct.close) this.#ownerCloseNames.add(method);
      this.value(call, [HELD]);
    } else {
      this.follows = owner;
    }
  }

  protected override functionArgument(
    call: CallLike,
    callee: TSESTree.Node,
    index: number,
    path: readonly string[],
  ): void {
    const parameter = this.#parameterOf(call, callee, index);
    const name = calleeName(callee) ?? '';
    if (parameter) {
      this.#passed(parameter, path);
    } else if (path[0] === HELD && this.#ownerCloseNames.size === 0) {
      this.sinks.push({ kind: 'used', node: call, method: null });
    } else if (name === 'Object.entries') {
      this.value(call, [ELEMENT, ...path.slice(1)]);
    } else if (call.type === 'NewExpression' && /^(?:Map|Set|Array|WeakMap)$/.test(name)) {
      this.value(call, [ELEMENT, ...path.slice(name.endsWith('Map') ? 2 : 1)]);
    } else if (
      MERE_READER.test(name) ||
      this.#isOfSameVendor(callee) ||
      (call.type === 'CallExpression' && isLendingOption(path.at(-1)))
    ) {
      this.sinks.push({ kind: 'borrowed', node: call });
    } else {
      this.#unknownAt(call);
    }
  }

  /**
   * Functions of the client's own library, or of a package beside it (`@aws-sdk/s3-request-presigner`), borrow a
   * client.
   */
  #isOfSameVendor(callee: TSESTree.Node): boolean {
    const root = callee.type === 'MemberExpression' ? unwrap(callee.object) : callee;
    const variable = root.type === 'Identifier' ? variableOf(this.sourceCode, root) : null;
    const source = variable && importedFrom(variable);
    if (source === null) return false;
    const { specifier } = this.construction;
    return (
      source === specifier || (specifier.startsWith('@') && source.startsWith(`${specifier.split('/')[0] ?? ''}/`))
    );
  }

  /** The parameter of a function or class of this file that an argument becomes. */
  #parameterOf(call: CallLike, callee: TSESTree.Node, index: number): TSESTree.Parameter | null {
    if (call.arguments.slice(0, index).some((argument) => argument.type === 'SpreadElement')) return null;
    if (call.type === 'CallExpression') return functionOf(this.sourceCode, callee)?.params[index] ?? null;
    const owner = callee.type === 'Identifier' ? classNamed(this.sourceCode, callee.name) : null;
    const constructor = owner?.body.body.find(
      (member) => member.type === 'MethodDefinition' && member.kind === 'constructor',
    );
    return constructor?.type === 'MethodDefinition' && isFunction(constructor.value)
      ? (constructor.value.params[index] ?? null)
      : null;
  }

  #passed(parameter: TSESTree.Parameter, path: readonly string[]): void {
    if (parameter.type !== 'TSParameterProperty') {
      this.bind(parameter, path, parameter);
      return;
    }
    this.bind(parameter.parameter, path, parameter);
    for (const { identifier } of bindingsOf(parameter.parameter))
      this.#field(identifier.name, path, enclosingClass(parameter), parameter);
  }
}

/** Whether a variable stands for the global object, also under an alias that gives it a type. */
function isGlobalObject(variable: Variable): boolean {
  if (/^(?:globalThis|global|window|self)$/.test(variable.name)) return true;
  const init = initializerOf(variable);
  const value = init && unwrap(init);
  return value?.type === 'Identifier' && /^(?:globalThis|global)$/.test(value.name);
}

/** Whether a function promises a new client with every call, which its caller then owns as well. */
function isMaker(fn: FunctionNode): boolean {
  const { parent } = fn;
  return (
    parent.type === 'MethodDefinition' &&
    /^(?:create|make|build|open|spawn|new)(?:$|[A-Z_])/.test(propertyName(parent) ?? '')
  );
}

/** The module that a variable holds something of: imported, required, or imported when it is needed. */
function importedFrom(variable: Variable): string | null {
  const [definition] = variable.defs;
  if (definition?.type === 'ImportBinding')
    return definition.parent?.type === 'ImportDeclaration' ? definition.parent.source.value : null;
  const init =
    definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
  const value = init?.type === 'AwaitExpression' ? init.argument : init;
  if (value?.type === 'ImportExpression') return stringOf(value.source);
  return value?.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require'
    ? stringOf(value.arguments[0])
    : null;
}

/** Whether a class declares a field, so that no superclass does. */
function declaresField(owner: ClassNode, name: string): boolean {
  if (name.startsWith('#')) return true;
  return owner.body.body.some((member) => {
    if (member.type === 'PropertyDefinition') return propertyName(member) === name;
    return (
      member.type === 'MethodDefinition' &&
      member.kind === 'constructor' &&
      member.value.params.some((param) => param.type === 'TSParameterProperty' && namesIn(param).includes(name))
    );
  });
}

function namesIn(param: TSESTree.TSParameterProperty): string[] {
  return [...bindingsOf(param.parameter)].map(({ identifier }) => identifier.name);
}
