import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isTransparent, propertyName, type FunctionNode } from '../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf, type Variable } from '../../ast/variables.js';
import type { AnalysedFile, Construction } from '../names/clients.js';
import { isLendingOption } from '../names/lending-options.js';
import { ELEMENT } from './client-paths.js';
import { functionsBetween, lifeOf, longest, type ClosureLife } from './closures.js';
import type { Keeper, Sink } from './ownership.js';
import { isRenewed } from './renewed.js';

/** What a walk needs to know of the construction that it follows. */
export type FollowedConstruction = Pick<Construction, 'construct'> &
  Partial<Pick<Construction, 'specifier' | 'library'>>;

/**
 * The way of a value through expressions, patterns and local names; what members, stores and calls do with it is
 * decided by the classes above. `path` leads from the followed value to the client: `[]` is the client itself,
 * `['httpsAgent']` an options object around it.
 */
export abstract class ValueFlow<Followed extends FollowedConstruction> {
  readonly sinks: Sink[] = [];
  /** Constructions that were given the client. */
  readonly owners: Construction[] = [];
  /** Whether one of them got it where the catalog knows of no client: that one may close it. */
  givenAway = false;
  readonly #seen = new Map<TSESTree.Node | Variable, Set<string>>();

  constructor(
    readonly file: AnalysedFile,
    readonly construction: Followed,
  ) {}

  /** Follows the value of an expression into whatever is around it. */
  value(node: TSESTree.Node, path: readonly string[]): void {
    if (!this.enter(node, path)) return;
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent)) {
      this.value(parent, path);
      return;
    }
    switch (parent.type) {
      case 'AwaitExpression':
        this.value(parent, path);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.value(parent, path);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') this.value(parent, path);
        return;
      case 'SequenceExpression':
        if (parent.expressions.at(-1) === node) this.value(parent, path);
        return;
      case 'MemberExpression':
        if (parent.object === node) this.member(parent, path);
        return;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee === node) this.called(parent, path);
        else this.argument(parent, parent.arguments.indexOf(node as TSESTree.CallExpressionArgument), path);
        return;
      case 'SpreadElement':
        this.#spread(parent, path);
        return;
      case 'Property':
        if (parent.value === node) this.value(parent.parent, [propertyName(parent) ?? ELEMENT, ...path]);
        return;
      case 'ArrayExpression':
        this.value(parent, [String(parent.elements.indexOf(node as TSESTree.Expression)), ...path]);
        return;
      case 'VariableDeclarator':
        if (parent.init === node) this.bind(parent.id, path, node);
        return;
      case 'AssignmentPattern':
        if (parent.right === node) this.bind(parent.left, path, node);
        return;
      case 'AssignmentExpression':
        // What `=` replaces goes nowhere; `??=` gives it on.
        if (parent.left !== node || parent.operator !== '=') this.#assigned(parent, path);
        return;
      case 'PropertyDefinition':
        if (parent.value === node) this.kept(parent, 'field', path);
        return;
      case 'ReturnStatement': {
        const fn = enclosingFunction(parent);
        if (fn) this.returned(parent, fn, path);
        return;
      }
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.returned(node, parent, path);
        return;
      case 'ForOfStatement':
        if (parent.right === node) this.iterated(parent, path);
        return;
      case 'ExportDefaultDeclaration':
      case 'ExportSpecifier':
        this.kept(parent, 'module', path);
        return;
      case 'YieldExpression':
      case 'JSXExpressionContainer':
      case 'JSXSpreadAttribute':
      case 'TaggedTemplateExpression':
        this.sinks.push({ kind: 'escaped', node: parent });
        return;
      default:
      // Tests, comparisons, templates, thrown values and bare statements keep nothing.
    }
  }

  /** Follows a value that a pattern or a name receives. */
  bind(pattern: TSESTree.Node, path: readonly string[], origin: TSESTree.Node): void {
    for (const binding of bindingsOf(pattern)) {
      const shared = binding.path.every(
        (name, index) => index >= path.length || name === path[index] || path[index] === ELEMENT,
      );
      if (!shared) continue;
      const variable = this.file.variableOf(binding.identifier);
      if (binding.path.length > path.length) this.sinks.push({ kind: 'used', node: binding.identifier, method: null });
      else if (variable) this.variable(variable, path.slice(binding.path.length), origin);
      else this.undeclared(origin, path.slice(binding.path.length));
    }
  }

  /** A name that nothing in the file declares: a property of the global object. */
  protected undeclared(origin: TSESTree.Node, path: readonly string[]): void {
    this.kept(origin, 'container', path);
  }

  protected variable(variable: Variable, path: readonly string[], origin: TSESTree.Node): void {
    if (isTopLevel(variable)) {
      this.kept(origin, 'module', path);
      return;
    }
    if (!this.enter(variable, path)) return;
    const home = homeOf(variable);
    if (this.#lifeBetween(origin, home) !== 'within' || isRenewed(this.file, variable, home)) {
      this.kept(origin, 'outer variable', path);
      return;
    }
    for (const { identifier } of readsOf(variable)) {
      const life = this.#lifeBetween(identifier, home);
      if (life === 'kept') this.kept(identifier, 'closure', path);
      else if (life === 'unknown' && !isLendingOption(path[0])) this.sinks.push({ kind: 'escaped', node: identifier });
      else this.value(identifier, path);
    }
  }

  /** How long the nested functions around a node live, seen from the function that declares a variable. */
  #lifeBetween(node: TSESTree.Node, home: TSESTree.Node | null): ClosureLife {
    return longest(functionsBetween(node, home).map((fn) => lifeOf(this.file, fn)));
  }

  #spread(node: TSESTree.SpreadElement, path: readonly string[]): void {
    if (node.parent.type === 'ObjectExpression') this.value(node.parent, path);
    else if (node.parent.type === 'ArrayExpression') this.value(node.parent, [ELEMENT, ...path.slice(1)]);
    else this.sinks.push({ kind: 'escaped', node });
  }

  protected iterated(loop: TSESTree.ForOfStatement, path: readonly string[]): void {
    const target = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : loop.left;
    if (target) this.bind(target, path.slice(1), loop.right);
  }

  #assigned(node: TSESTree.AssignmentExpression, path: readonly string[]): void {
    const { left } = node;
    if (left.type === 'MemberExpression') this.stored(left, path);
    else this.bind(left, path, node.right);
    if (node.parent.type !== 'ExpressionStatement') this.value(node, path);
  }

  /** Something that outlives the call has it now; `path` leads from what is kept to the client. */
  protected kept(node: TSESTree.Node, by: Keeper, path: readonly string[]): void {
    this.sinks.push({ kind: 'kept', node, by, path });
  }

  protected enter(key: TSESTree.Node | Variable, path: readonly string[]): boolean {
    const paths = this.#seen.get(key) ?? new Set();
    this.#seen.set(key, paths);
    const name = path.join('.');
    if (paths.has(name) || path.length > 8) return false;
    paths.add(name);
    return true;
  }

  /** A member of the followed value is named. */
  protected abstract member(node: TSESTree.MemberExpression, path: readonly string[]): void;

  /** The followed value is called. */
  protected abstract called(call: TSESTree.CallExpression | TSESTree.NewExpression, path: readonly string[]): void;

  /** The followed value is assigned to a member of something. */
  protected abstract stored(target: TSESTree.MemberExpression, path: readonly string[]): void;

  /** A function returns the followed value. */
  protected abstract returned(node: TSESTree.Node, fn: FunctionNode, path: readonly string[]): void;

  /** A call is given the followed value. */
  protected abstract argument(
    call: TSESTree.CallExpression | TSESTree.NewExpression,
    index: number,
    path: readonly string[],
  ): void;
}

/** The function (or program) whose call creates a variable. */
function homeOf(variable: Variable): TSESTree.Node | null {
  const { block } = variable.scope.variableScope;
  return isFunction(block) ? block : null;
}
