import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  callAround,
  enclosingClass,
  propertyName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf, variableOf, type Variable } from '../../../ast/variables.js';
import type { CallLike, Construction } from '../../names/clients.js';
import { callsOf, functionOf } from '../../names/functions.js';
import { isLendingOption } from '../../names/lending-options.js';
import { fieldExpressionsOf, fieldPatternsOf, superclassOf, type ClassNode } from '../../names/members.js';
import { ELEMENT, HELD, OWNED } from '../../values/client-paths.js';
import { ITERATION_METHODS } from '../../values/closures.js';
import { injectionOf } from '../../values/injection.js';
import type { Keeper } from '../../values/ownership.js';
import { looksLikeRequestOptions } from '../../values/request-options.js';
import { ValueWalk } from '../../values/value-walk.js';
import {
  isMaker,
  holdingPackage,
  isMounting,
  isAssigned,
  isOfSameVendor,
  leadsToClose,
  MERE_READER,
  parameterOf,
} from './callees.js';
import { isPlainContainer, RESHAPING_METHODS } from './containers.js';
import { declaresField, isGlobalObject, type Holder } from './holders.js';

/**
 * Follows a long-lived client through the whole file: module variables, fields, containers and closures, also into
 * functions that run later. Every reference to one of its close methods counts as a close, whoever calls it and when.
 */
export class ReachWalk extends ValueWalk {
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

  /** Tells packages of npm from those of the workspace; without it, any may end what it is given. */
  isPackage: ((specifier: string) => boolean) | null = null;

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

  protected override undeclared(origin: TSESTree.Node, path: readonly string[]): void {
    super.undeclared(origin, path);
    this.#unknownAt(origin);
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
    if (isPlainContainer(this.sourceCode, root, names)) this.#storedAt(container, root, [...names, ...path]);
    else this.#unknownAt(container);
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
    } else if (leadsToClose(node, this.#closeNames) && !isAssigned(node)) {
      this.closes.push(node);
    } else {
      super.clientMember(node, name, held);
    }
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

  protected override borrowed(call: CallLike, closes: boolean): void {
    super.borrowed(call, closes);
    if (closes) this.closes.push(call);
  }

  protected override functionArgument(
    call: CallLike,
    callee: TSESTree.Node,
    index: number,
    path: readonly string[],
  ): void {
    const parameter = parameterOf(this.sourceCode, call, callee, index);
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
      isOfSameVendor(this.sourceCode, callee, this.construction) ||
      (call.type === 'CallExpression' && isLendingOption(path.at(-1)))
    ) {
      this.sinks.push({ kind: 'borrowed', node: call });
    } else if (this.#isOfPackage(callee)) {
      // What a package makes of a client that it is given leaves it to whoever made it, unless it is ended itself.
      this.value(call, [OWNED]);
    } else if (path[0] === OWNED && isMounting(callee)) {
      this.sinks.push({ kind: 'used', node: call, method: null });
    } else {
      this.#unknownAt(call);
    }
  }

  #isOfPackage(callee: TSESTree.Node): boolean {
    const specifier = this.isPackage && holdingPackage(this.sourceCode, callee);
    return typeof specifier === 'string' && this.isPackage?.(specifier) === true;
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
