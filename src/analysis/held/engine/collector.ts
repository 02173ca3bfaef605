import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isWithin, propertyName, wrapped } from '../../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf, type Variable } from '../../../ast/variables.js';
import { argumentMeaning, fillsContainer } from './arguments.js';
import { CONTAINERS, ESCAPE, LOAN, RELEASE } from './effect-values.js';
import type { Effects, HeldUse, HeldUses } from './effects.js';
import { Found } from './found.js';
import { isHeld, isOnTheWay, isStream, memberOf, type HeldKind } from './kind.js';
import { isLateListener } from './listeners.js';
import { isLookedAt } from './looking.js';
import { functionsBetween } from '../../values/closures.js';
import { memberUse } from './member-uses.js';
type Call = TSESTree.CallExpression;

/** Collects what a function does with what it holds. */
export function effectsIn(file: FileView, held: HeldUses): Effects {
  const found = new Found(file, held.kind, held.home);
  new EffectCollector(file, held.kind, held.home, found, held.lent === true).collect(held);
  return found;
}

/** Interprets the uses of one thing that a function holds; what it is, only its kind knows. */
class EffectCollector {
  constructor(
    readonly file: FileView,
    readonly kind: HeldKind,
    readonly home: TSESTree.Node,
    readonly found: Found,
    readonly lent: boolean,
  ) {}

  collect({ uses, pattern, endings }: HeldUses): void {
    if (pattern) this.#bind(pattern.node, pattern.path, pattern.node);
    for (const use of uses) if (use.node !== this.home && isWithin(use.node, this.home)) this.#use(use);
    for (const node of endings?.releases ?? []) if (isWithin(node, this.home)) this.#ended(node);
    for (const node of endings?.held ?? []) this.#elsewhere(node);
    for (const variable of endings?.errors ?? []) this.found.errors.add(variable);
    this.found.close();
  }

  /** Whatever else an evaluation does, it ends what is held. */
  #ended(node: TSESTree.Node): void {
    if (node.type === 'CallExpression') this.found.releases.add(node);
    if (this.found.isNested(node)) this.found.effect(node, RELEASE);
    else this.found.at.set(node, RELEASE);
  }

  /** An expression whose state tells that of what is held. */
  #elsewhere(node: TSESTree.Node): void {
    this.found.held.add(node);
    const member = wrapped(node).parent;
    if (member?.type === 'MemberExpression' && this.kind.finished.has(propertyName(member) ?? ''))
      this.found.finished.add(member);
  }

  #use({ node, path, source }: HeldUse): void {
    this.found.touches.add(node);
    const name = path.at(-1);
    if (path.length === 0) this.found.values.add(node);
    else if (path.length === 1) this.found.members.add(path[0] ?? '');
    if (isHeld(this.kind, path)) this.found.held.add(node);
    if (name !== undefined && this.kind.told.has(name)) this.#told(node);
    if (isOnTheWay(this.kind, path)) this.#value(node, path, source ?? node);
    const member = memberOf(this.kind, path);
    if (member) memberUse(this.found, node, member.table, member.name);
  }

  /** What conditions may ask, also with a value in its place where the types have none: `res.statusCode ?? 0`. */
  #told(node: TSESTree.Node): void {
    const { parent: or } = node;
    const isOr = or?.type === 'LogicalExpression' && or.left === node && or.right.type === 'Literal';
    const parent = isOr ? or.parent : or;
    const variable =
      parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? this.file.variableOf(parent.id) : null;
    if (variable) this.found.told.add(variable);
  }

  /** What the code around does with the value, or with something that has it as a member. */
  #value(node: TSESTree.Node, path: readonly string[], source: TSESTree.Node): void {
    const { parent } = node;
    if (!parent) return;
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object === node && propertyName(parent) === null) this.#unknown(parent);
        return;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee === node) this.found.derived(parent);
        else this.#argument(parent, parent.arguments.indexOf(node as TSESTree.CallExpressionArgument), path);
        return;
      case 'TaggedTemplateExpression':
        this.#unknown(parent);
        this.found.derived(parent);
        return;
      case 'VariableDeclarator':
        if (parent.init !== node) return;
        this.#bind(parent.id, path, node);
        if (isHeld(this.kind, path) && /using$/.test(parent.parent.kind)) this.found.effect(node, RELEASE);
        return;
      case 'AssignmentExpression':
        if (parent.right === node) this.#assigned(parent, path);
        return;
      case 'ForOfStatement':
        if (this.kind.iterates && parent.right === node && isHeld(this.kind, path)) this.found.read(node, RELEASE);
        return;
      case 'Property':
      case 'ArrayExpression':
      case 'SpreadElement':
        if (this.kind.contained === 'follow') this.#contained(node);
        else if (!isLookedAt(node)) this.#put(parent, path, source);
        return;
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        if (parent.type === 'ArrowFunctionExpression' && parent.body !== node) return;
        if (path.length === 0 && (this.kind.nested === 'follow' || !this.found.isNested(node)))
          this.found.returns.add(parent);
        if (!this.lent || path.length > 0 || this.found.isNested(node)) this.found.leave(source);
        return;
      case 'ThrowStatement':
        this.found.effect(source, ESCAPE);
        return;
      case 'AssignmentPattern':
        this.#bind(parent.left, path, node);
        return;
      case 'YieldExpression':
      case 'PropertyDefinition':
      case 'ExportDefaultDeclaration':
        this.found.effect(parent, ESCAPE);
        return;
      default:
    }
  }

  /** In an object or array, which is responsible from here on; the caller is, where it is what the function returns. */
  #put(holder: TSESTree.Node, path: readonly string[], source: TSESTree.Node): void {
    this.found.effect(source, ESCAPE);
    const name = holder.type === 'Property' && path.length === 0 ? propertyName(holder) : null;
    const leaving = holder.type === 'Property' ? wrapped(holder.parent).parent : undefined;
    if (name === null || this.found.isNested(source)) return;
    if (leaving?.type === 'ReturnStatement' || leaving?.type === 'ArrowFunctionExpression')
      this.found.parts.push({ node: source, name, leaving });
  }

  /** A use of which nothing is known, where unknown methods give it away. */
  #unknown(node: TSESTree.Node): void {
    if (this.kind.tables.every(({ others }) => others === 'escape')) this.found.effect(node, ESCAPE);
  }

  /** Names that hold it from here on; `at`: the expression or pattern that gives it to them. */
  #bind(pattern: TSESTree.Node, path: readonly string[], at: TSESTree.Node): void {
    if (pattern.type === 'TSParameterProperty') this.found.at.set(this.home, ESCAPE);
    for (const { identifier, path: members, rest } of bindingsOf(pattern)) {
      const full = [...path, ...members];
      const [name] = full;
      const variable = this.file.variableOf(identifier);
      if (full.length === 1 && name !== undefined) this.found.members.add(name);
      if (!variable) continue;
      if (this.kind.told.has(full.at(-1) ?? '')) this.found.told.add(variable);
      if (rest) this.found.effect(at, ESCAPE);
      else if (isOnTheWay(this.kind, full)) this.#named(variable, full);
      else if (this.kind.handlers === 'escape' && this.#isTaken(full)) this.found.effect(at, ESCAPE);
    }
  }

  #named(variable: Variable, path: readonly string[]): void {
    // What top-level code holds in a variable, functions share.
    if (this.home.type !== 'Program' && isTopLevel(variable)) return;
    if (path.length === 0) this.found.variables.add(variable);
    if (isStream(this.kind, path)) this.found.heldVariables.add(variable);
  }

  #isTaken(path: readonly string[]): boolean {
    const member = memberOf(this.kind, path);
    return member?.table.taken.has(member.name) === true;
  }

  #assigned(assignment: TSESTree.AssignmentExpression, path: readonly string[]): void {
    const { left } = assignment;
    const variable = left.type === 'Identifier' ? this.file.variableOf(left) : null;
    const outer = left.type === 'Identifier' && !(variable && isDeclaredIn(variable, this.home));
    if (left.type === 'MemberExpression' || outer) this.found.effect(assignment, ESCAPE);
    else this.#bind(left, path, left);
  }

  #argument(call: Call | TSESTree.NewExpression, index: number, path: readonly string[]): void {
    const given = argumentMeaning(this.file, this.kind, { call, index, path, nested: this.found.isNested(call) });
    if (given.means === 'nothing') {
      // Whoever looks at it shall see it as it was.
      if (path.length > 0 && isStream(this.kind, path)) this.found.needs.add(call);
      return;
    }
    this.found.derived(call);
    // `response.on('end', () => resolve(response))`: nothing of it is left by then.
    const isLate = functionsBetween(call, this.home).some(isLateListener);
    if (given.promise && !isLate) this.found.resolves.add(given.promise);
    if (given.means === 'read') this.found.read(call, RELEASE);
    else if (given.means === 'effect') this.found.effect(call, given.effect);
    if (given.means === 'effect' && given.effect.kind === 'release' && call.type === 'CallExpression')
      this.found.releases.add(call);
  }

  /** `{ transaction }` in an argument is lent, in a result it leaves, and in a variable it goes where that goes. */
  #contained(node: TSESTree.Node): void {
    let value = node;
    let lent = false;
    while (value.parent && CONTAINERS.has(value.parent.type)) {
      value = value.parent;
      if (value.type === 'Property') lent ||= this.kind.lends.has(propertyName(value) ?? '');
    }
    const { parent } = value;
    if ((parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee !== value) {
      if (!lent) this.found.effect(parent, fillsContainer(parent) ? ESCAPE : LOAN);
    } else if (parent?.type === 'VariableDeclarator') {
      this.found.touchReads(parent.id);
      if (!lent) this.found.effect(value, LOAN);
      if (parent.id.type === 'Identifier') this.#handedOn(parent.id);
    } else if (parent?.type !== 'ExpressionStatement') {
      this.found.effect(value, ESCAPE);
    }
  }

  /** Where the name of an object that holds it gives the object to other code. */
  #handedOn(name: TSESTree.Identifier): void {
    const variable = this.file.variableOf(name);
    for (const { identifier } of variable ? readsOf(variable) : [])
      if (leaves(this.file, identifier, this.home)) this.found.effect(identifier, ESCAPE);
  }
}

/** Whether other code has what an expression denotes from here on: a caller, a field, a container, a variable. */
function leaves(file: FileView, node: TSESTree.Node, home: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  if (parent?.type === 'ReturnStatement') return true;
  if (parent?.type === 'CallExpression') return parent.callee !== value && fillsContainer(parent);
  if (parent?.type !== 'AssignmentExpression' || parent.right !== value) return false;
  const variable = parent.left.type === 'Identifier' ? file.variableOf(parent.left) : null;
  return parent.left.type === 'MemberExpression' || (variable !== null && !isDeclaredIn(variable, home));
}

/** Whether a function declares a variable. */
function isDeclaredIn(variable: Variable, home: TSESTree.Node): boolean {
  return variable.scope.variableScope.block === home || (home.type === 'Program' && isTopLevel(variable));
}
