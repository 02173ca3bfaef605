import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, enclosingClass, propertyName, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf, type Variable } from '../../../ast/variables.js';
import { callsOf } from '../../names/functions.js';
import { fieldExpressionsOf, fieldPatternsOf, superclassOf, type ClassNode } from '../../names/members.js';
import { ELEMENT, HELD } from '../../values/client-paths.js';
import { readsTowards } from '../../values/member-reads.js';
import type { Keeper } from '../../values/ownership.js';
import { looksLikeRequestOptions } from '../../values/request-options.js';
import { ValueWalk } from '../../values/value-walk.js';
import { isMaker } from './callees.js';
import { isPlainContainer } from './containers.js';
import { classOf, declaresField, isGlobalObject, type Holder } from './holders.js';

/** A field, while the expressions that may denote it are followed. */
interface FollowedField {
  /** The place that gave it the value, which is not followed as one that reads it; `null`: another one gives it too. */
  without: TSESTree.Node | null;
  /** Whether all that stands in front of that place has been followed; `null`: nothing has. */
  passed: boolean | null;
}

/**
 * Follows a long-lived client to all that holds it in the file: module variables, fields, containers and closures, also
 * into functions that run later.
 */
export abstract class HoldingWalk extends ValueWalk {
  /** Places from which other code may close it. */
  readonly unknown: TSESTree.Node[] = [];
  readonly holders: Holder[] = [];
  readonly #uncertain: { readonly node: TSESTree.Node; readonly path: readonly string[] }[] = [];
  readonly #fields = new Map<ClassNode | null, Map<string, FollowedField>>();
  #certain = true;

  /** Walks from the construction, or the call that returns it. */
  start(node: TSESTree.Node, path: readonly string[]): void {
    this.value(node, path);
    // What may be something else can close the client, but it proves nothing when it does something unknown.
    this.#certain = false;
    for (let use = this.#uncertain.pop(); use; use = this.#uncertain.pop()) this.value(use.node, use.path);
    for (const sink of this.sinks)
      if (sink.kind === 'escaped' && sink.node.type !== 'CallExpression') this.unknown.push(sink.node);
  }

  /** Whether what holds the client closes it as well, when it is closed itself. */
  protected get heldMayClose(): boolean {
    return false;
  }

  protected unknownAt(node: TSESTree.Node): void {
    if (this.#certain) this.unknown.push(node);
  }

  protected override undeclared(origin: TSESTree.Node, path: readonly string[]): void {
    super.undeclared(origin, path);
    this.unknownAt(origin);
  }

  protected override variable(variable: Variable, path: readonly string[], origin: TSESTree.Node): void {
    if (!this.enter(variable, path)) return;
    if (variable.defs[0]?.type === 'ImportBinding') {
      this.unknownAt(origin);
      return;
    }
    if (isTopLevel(variable)) super.kept(origin, 'module', path);
    if (variable.defs[0]?.type === 'Variable') this.holders.push({ kind: 'variable', variable, path });
    for (const { identifier } of readsTowards(variable, path)) this.value(identifier, path);
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
    const named = root.type === 'Identifier' ? this.file.variableOf(root) : null;
    const variable = named && named.defs.length > 0 ? named : null;
    if (root.type === 'Identifier' && !variable && (root.name === 'module' || root.name === 'exports')) {
      super.kept(target, 'module', path);
      const [exported, ...inner] = root.name === 'module' ? rest : path;
      if (exported !== undefined && exported !== HELD) this.#field(exported, inner, null, target);
      return;
    }
    const owner = variable && classOf(variable);
    if (owner) {
      super.kept(target, 'field', rest);
      this.#field(name, rest, owner, target);
      return;
    }
    const definition = variable?.defs[0]?.type;
    if (variable && definition === 'Parameter' && looksLikeRequestOptions(variable, name ?? ''))
      this.sinks.push({ kind: 'request-options', node: target });
    else if (!variable || definition === 'Parameter' || isGlobalObject(variable)) {
      // What the client made closes nothing, whoever has it.
      if (path.includes(HELD) && !this.heldMayClose) this.sinks.push({ kind: 'used', node: target, method: null });
      else this.unknownAt(target);
    } else this.variable(variable, path, target);
  }

  protected override filled(container: TSESTree.Node, path: readonly string[]): void {
    const names: string[] = [];
    let root = unwrap(container);
    for (; root.type === 'MemberExpression'; root = unwrap(root.object)) names.unshift(propertyName(root) ?? ELEMENT);
    super.kept(container, 'container', path);
    if (isPlainContainer(this.file, root, names)) this.#storedAt(container, root, [...names, ...path]);
    else this.unknownAt(container);
  }

  /** Follows every expression that may denote a field. */
  #field(name: string | null, path: readonly string[], owner: ClassNode | null, target: TSESTree.Node): void {
    if (name === null || name === ELEMENT) {
      this.unknownAt(target);
      return;
    }
    this.holders.push({ kind: 'field', name, owner, target, path });
    if (owner && !declaresField(owner, name) && owner.superClass && !superclassOf(this.file, owner))
      this.unknownAt(target);
    const known = this.#followed(owner, [name, ...path].join('.'), target);
    if (known.without !== target) {
      // Whatever else is given a value there has been followed; only the first place that gave one has not.
      const { without } = known;
      known.without = null;
      if (known.passed && without?.type === 'MemberExpression') this.#denoting(without, path, owner);
      return;
    }
    if (known.passed !== null) return;
    known.passed = false;
    for (const node of fieldExpressionsOf(this.file, name, owner)) {
      if (node === known.without) known.passed = true;
      else this.#denoting(node, path, owner);
    }
    for (const property of fieldPatternsOf(this.file, name)) {
      const declarator = property.parent.parent;
      if (declarator.type !== 'VariableDeclarator') continue;
      for (const { identifier } of bindingsOf(property.value)) {
        const variable = this.file.variableOf(identifier);
        for (const reference of variable ? readsOf(variable) : []) {
          if (declarator.init?.type === 'ThisExpression' && enclosingClass(property) === owner)
            this.value(reference.identifier, path);
          else this.#uncertain.push({ node: reference.identifier, path });
        }
      }
    }
  }

  /** What was followed of a field and a path from it; begun with the place that is first found to give it a value. */
  #followed(owner: ClassNode | null, key: string, target: TSESTree.Node): FollowedField {
    const fields = this.#fields.get(owner) ?? new Map<string, FollowedField>();
    this.#fields.set(owner, fields);
    const known = fields.get(key) ?? { without: target, passed: null };
    fields.set(key, known);
    return known;
  }

  /** An expression that may denote a field: of `this`, of its class, or of anything else. */
  #denoting(node: TSESTree.MemberExpression, path: readonly string[], owner: ClassNode | null): void {
    const named = this.#classNamedBy(node.object);
    // `Other.instance` is a field of another class, unless that may inherit it.
    if (named && named !== owner && !named.superClass) return;
    if (node.object.type === 'ThisExpression' || (named && named === owner)) this.value(node, path);
    else this.#uncertain.push({ node, path });
  }

  #classNamedBy(object: TSESTree.Node): ClassNode | null {
    const variable = object.type === 'Identifier' ? this.file.variableOf(object) : null;
    return variable && classOf(variable);
  }

  protected override returned(node: TSESTree.Node, fn: FunctionNode, path: readonly string[]): void {
    super.returned(node, fn, path);
    const last = this.sinks.at(-1);
    if (last?.kind !== 'returned' || last.fn !== fn) return;
    if (isMaker(fn)) this.unknownAt(node);
    for (const call of callsOf(this.file, fn)) this.value(call, path);
    const { parent } = fn;
    if (parent.type !== 'MethodDefinition') return;
    const name = propertyName(parent);
    for (const use of name === null ? [] : fieldExpressionsOf(this.file, name, enclosingClass(parent))) {
      const value = parent.kind === 'get' ? use : callAround(use);
      if (value) this.#uncertain.push({ node: value, path });
    }
  }

  protected override iterated(loop: TSESTree.ForOfStatement, path: readonly string[]): void {
    const target = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : loop.left;
    if (target) this.element(target, path.slice(1), loop.right);
  }

  /** An element of a container; entries of a `Map` arrive as pairs, of which either may be the client. */
  protected element(target: TSESTree.Node, path: readonly string[], origin: TSESTree.Node): void {
    if (target.type !== 'ArrayPattern') {
      this.bind(target, path, origin);
      return;
    }
    for (const element of target.elements) if (element) this.bind(element, path, origin);
  }

  protected passed(parameter: TSESTree.Parameter, path: readonly string[]): void {
    if (parameter.type !== 'TSParameterProperty') {
      this.bind(parameter, path, parameter);
      return;
    }
    this.bind(parameter.parameter, path, parameter);
    for (const { identifier } of bindingsOf(parameter.parameter))
      this.#field(identifier.name, path, enclosingClass(parameter), parameter);
  }
}
