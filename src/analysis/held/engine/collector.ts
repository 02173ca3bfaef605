import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { callAround, isWithin, propertyName, stringOf, wrapped } from '../../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf, variableOf, type Variable } from '../../../ast/variables.js';
import { functionsBetween } from '../../values/closures.js';
import { argumentMeaning } from './arguments.js';
import { isContinuation, topOfChain } from './chain-calls.js';
import type { Effect, Effects, HeldUse, HeldUses } from './effects.js';
import {
  isHeard,
  isHeld,
  isOnTheWay,
  isStream,
  memberOf,
  type HeldKind,
  type Meaning,
  type MethodTable,
} from './kind.js';
import { NestedUses } from './nested.js';

type SourceCode = Readonly<TSESLint.SourceCode>;
type Call = TSESTree.CallExpression;

const RELEASE: Effect = { kind: 'release' };
const ESCAPE: Effect = { kind: 'escape' };
const LOAN: Effect = { kind: 'loan' };
const CHAIN: Effect = { kind: 'chain' };

/** Expressions that hold a value together with others. */
const CONTAINERS = new Set([
  'Property',
  'ObjectExpression',
  'ArrayExpression',
  'SpreadElement',
  'ConditionalExpression',
  'LogicalExpression',
]);

/** Interprets the uses of one thing that a function holds; what it is, only its kind knows. */
export class EffectCollector implements Effects {
  readonly at = new Map<TSESTree.Node, Effect>();
  readonly values = new Set<TSESTree.Node>();
  readonly held = new Set<TSESTree.Node>();
  readonly variables = new Set<Variable>();
  readonly heldVariables = new Set<Variable>();
  readonly told = new Set<Variable>();
  readonly errors = new Set<Variable>();
  readonly finished = new Set<TSESTree.Node>();
  readonly members = new Set<string>();
  readonly touches = new Set<TSESTree.Node>();
  readonly releases = new Set<Call>();
  readonly wrong = new Set<Call>();
  readonly pipes: Call[] = [];
  readonly readers: Call[] = [];
  readonly clones: Call[] = [];
  readonly needs = new Set<TSESTree.Node>();
  reads = false;
  readonly returns = new Set<TSESTree.Node>();
  readonly resolves = new Set<TSESTree.NewExpression>();
  readonly #nested: NestedUses;

  constructor(
    readonly sourceCode: SourceCode,
    readonly kind: HeldKind,
    readonly home: TSESTree.Node,
  ) {
    this.#nested = new NestedUses(sourceCode, kind, home);
  }

  get takeovers(): NestedUses['takeovers'] {
    return this.#nested.takeovers;
  }

  collect({ uses, pattern, endings }: HeldUses): void {
    if (pattern) this.#bind(pattern.node, pattern.path, pattern.node);
    for (const use of uses) if (use.node !== this.home && isWithin(use.node, this.home)) this.#use(use);
    for (const node of endings?.releases ?? []) if (isWithin(node, this.home)) this.#ended(node);
    for (const node of endings?.held ?? []) this.#elsewhere(node);
    for (const variable of endings?.errors ?? []) this.errors.add(variable);
    this.#nested.close(this.touches, (node, effect) => {
      this.#effect(node, effect);
    });
  }

  /** Whatever else an evaluation does, it ends what is held. */
  #ended(node: TSESTree.Node): void {
    if (node.type === 'CallExpression') this.releases.add(node);
    if (this.#isNested(node)) this.#effect(node, RELEASE);
    else this.at.set(node, RELEASE);
  }

  /** An expression whose state tells that of what is held. */
  #elsewhere(node: TSESTree.Node): void {
    this.held.add(node);
    const member = wrapped(node).parent;
    if (member?.type === 'MemberExpression' && this.kind.finished.has(propertyName(member) ?? ''))
      this.finished.add(member);
  }

  #use({ node, path, source }: HeldUse): void {
    this.touches.add(node);
    const name = path.at(-1);
    if (path.length === 0) this.values.add(node);
    else if (path.length === 1) this.members.add(path[0] ?? '');
    if (isHeld(this.kind, path)) this.held.add(node);
    if (name !== undefined && this.kind.told.has(name)) this.#told(node);
    if (isOnTheWay(this.kind, path)) this.#value(node, path, source ?? node);
    const member = memberOf(this.kind, path);
    if (member) this.#member(node, member.table, member.name);
  }

  /** What conditions may ask. */
  #told({ parent }: TSESTree.Node): void {
    const variable =
      parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
        ? variableOf(this.sourceCode, parent.id)
        : null;
    if (variable) this.told.add(variable);
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
        if (parent.callee === node) this.#derived(parent);
        else this.#argument(parent, parent.arguments.indexOf(node as TSESTree.CallExpressionArgument), path);
        return;
      case 'TaggedTemplateExpression':
        this.#unknown(parent);
        this.#derived(parent);
        return;
      case 'VariableDeclarator':
        if (parent.init !== node) return;
        this.#bind(parent.id, path, node);
        if (isHeld(this.kind, path) && /using$/.test(parent.parent.kind)) this.#effect(node, RELEASE);
        return;
      case 'AssignmentExpression':
        if (parent.right === node) this.#assigned(parent, path);
        return;
      case 'ForOfStatement':
        if (this.kind.iterates && parent.right === node && isHeld(this.kind, path)) this.#read(node, RELEASE);
        return;
      case 'Property':
      case 'ArrayExpression':
      case 'SpreadElement':
        if (this.kind.contained === 'follow') this.#contained(node);
        else this.#effect(source, ESCAPE);
        return;
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        if (parent.type === 'ArrowFunctionExpression' && parent.body !== node) return;
        if (path.length === 0 && (this.kind.nested === 'follow' || !this.#isNested(node))) this.returns.add(parent);
        this.#effect(source, ESCAPE);
        return;
      case 'ThrowStatement':
        this.#effect(source, ESCAPE);
        return;
      case 'YieldExpression':
      case 'PropertyDefinition':
      case 'AssignmentPattern':
      case 'ExportDefaultDeclaration':
        this.#effect(parent, ESCAPE);
        return;
      default:
    }
  }

  /** A use of which nothing is known, where unknown methods give it away. */
  #unknown(node: TSESTree.Node): void {
    if (this.kind.tables.every(({ others }) => others === 'escape')) this.#effect(node, ESCAPE);
  }

  /** Names that hold it from here on; `at`: the expression or pattern that gives it to them. */
  #bind(pattern: TSESTree.Node, path: readonly string[], at: TSESTree.Node): void {
    if (pattern.type === 'TSParameterProperty') this.at.set(this.home, ESCAPE);
    for (const { identifier, path: members, rest } of bindingsOf(pattern)) {
      const full = [...path, ...members];
      const [name] = full;
      const variable = variableOf(this.sourceCode, identifier);
      if (full.length === 1 && name !== undefined) this.members.add(name);
      if (!variable) continue;
      if (this.kind.told.has(full.at(-1) ?? '')) this.told.add(variable);
      if (rest) this.#effect(at, ESCAPE);
      else if (isOnTheWay(this.kind, full)) this.#named(variable, full);
      else if (this.kind.handlers === 'escape' && this.#isTaken(full)) this.#effect(at, ESCAPE);
    }
  }

  #named(variable: Variable, path: readonly string[]): void {
    // What top-level code holds in a variable, functions share.
    if (this.home.type !== 'Program' && isTopLevel(variable)) return;
    if (path.length === 0) this.variables.add(variable);
    if (isStream(this.kind, path)) this.heldVariables.add(variable);
  }

  #isTaken(path: readonly string[]): boolean {
    const member = memberOf(this.kind, path);
    return member?.table.taken.has(member.name) === true;
  }

  #assigned(assignment: TSESTree.AssignmentExpression, path: readonly string[]): void {
    const { left } = assignment;
    const variable = left.type === 'Identifier' ? variableOf(this.sourceCode, left) : null;
    const outer = left.type === 'Identifier' && !(variable && isDeclaredIn(variable, this.home));
    if (left.type === 'MemberExpression' || outer) this.#effect(assignment, ESCAPE);
    else this.#bind(left, path, left);
  }

  #argument(call: Call | TSESTree.NewExpression, index: number, path: readonly string[]): void {
    const given = argumentMeaning(this.sourceCode, this.kind, { call, index, path, nested: this.#isNested(call) });
    if (given.means === 'nothing') return;
    this.#derived(call);
    if (given.promise) this.resolves.add(given.promise);
    if (given.means === 'read') this.#read(call, RELEASE);
    else if (given.means === 'effect') this.#effect(call, given.effect);
    if (given.means === 'effect' && given.effect.kind === 'release' && call.type === 'CallExpression')
      this.releases.add(call);
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
      if (!lent) this.#effect(parent, LOAN);
    } else if (parent?.type === 'VariableDeclarator') {
      this.#touchReads(parent.id);
      if (!lent) this.#effect(value, LOAN);
    } else if (parent?.type !== 'ExpressionStatement') {
      this.#effect(value, ESCAPE);
    }
  }

  /**
   * What a call on it returns without being awaited works through it: a query builder, a repository, a promise.
   */
  #derived(call: TSESTree.Node): void {
    let value = wrapped(call);
    while (
      value.parent &&
      ((value.parent.type === 'MemberExpression' && value.parent.object === value) ||
        (value.parent.type === 'CallExpression' && value.parent.callee === value))
    )
      value = wrapped(value.parent);
    if (value.parent?.type === 'VariableDeclarator' && value.parent.init === value) this.#touchReads(value.parent.id);
  }

  #touchReads(pattern: TSESTree.Node): void {
    for (const { identifier } of bindingsOf(pattern)) {
      const variable = variableOf(this.sourceCode, identifier);
      for (const read of variable ? readsOf(variable) : []) this.touches.add(read.identifier);
    }
  }

  #member(node: TSESTree.Node, table: MethodTable, name: string): void {
    const call = callAround(node);
    if (this.kind.finished.has(name)) this.finished.add(call ?? node);
    if (call) this.#called(call, table.meanings.get(name) ?? table.others);
    else if (table.taken.has(name)) this.#handler(node);
  }

  #called(call: Call, meaning: Meaning): void {
    switch (meaning) {
      case 'release':
      case 'wrong':
        if (meaning === 'wrong') this.wrong.add(call);
        this.releases.add(call);
        this.#effect(call, RELEASE);
        return;
      case 'pipe':
      case 'reader':
        (meaning === 'pipe' ? this.pipes : this.readers).push(call);
        this.#read(call, RELEASE);
        return;
      case 'read':
        this.#read(call, RELEASE);
        return;
      case 'listen': {
        const heard = isHeard(this.kind.listening, stringOf(call.arguments[0]));
        this.#called(call, heard ? this.kind.listening.means : 'work');
        return;
      }
      case 'clone':
        this.clones.push(call);
        return;
      case 'need':
        this.needs.add(call);
        return;
      case 'lend':
        this.#effect(call, LOAN);
        return;
      case 'escape':
        this.#effect(call, ESCAPE);
        return;
      case 'work':
      case 'itself':
        this.#derived(call);
    }
  }

  /** `client.release` as a value: a handler of a promise chain, or given away. */
  #handler(node: TSESTree.Node): void {
    if (this.kind.handlers === 'escape') {
      this.#effect(node, ESCAPE);
      return;
    }
    const value = wrapped(node);
    const { parent } = value;
    if (parent?.type === 'MemberExpression' && parent.object === value) {
      const bound = propertyName(parent) === 'bind' ? callAround(parent) : null;
      if (bound) this.#handler(bound);
    } else if (parent?.type === 'CallExpression' && parent.callee !== value) {
      if (isContinuation(parent)) this.#effect(topOfChain(parent), CHAIN);
      else this.#effect(parent, ESCAPE);
    } else if (parent && CONTAINERS.has(parent.type)) {
      this.#effect(node, ESCAPE);
    }
  }

  #read(node: TSESTree.Node, effect: Effect): void {
    if (!this.#isNested(node)) this.reads = true;
    this.#effect(node, effect);
  }

  #isNested(node: TSESTree.Node): boolean {
    return node !== this.home && functionsBetween(node, this.home).length > 0;
  }

  /** Notes an effect in this function, or for the outermost nested function that has it. */
  #effect(node: TSESTree.Node, effect: Effect): void {
    if (this.#isNested(node)) {
      for (const moment of this.#nested.add(node, effect)) this.at.set(moment, ESCAPE);
    } else if (this.at.get(node)?.kind !== 'escape') {
      this.at.set(node, effect);
    }
  }
}

/** Whether a function declares a variable. */
function isDeclaredIn(variable: Variable, home: TSESTree.Node): boolean {
  return variable.scope.variableScope.block === home || (home.type === 'Program' && isTopLevel(variable));
}
