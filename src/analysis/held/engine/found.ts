import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { wrapped } from '../../../ast/nodes.js';
import { bindingsOf, readsOf, type Variable } from '../../../ast/variables.js';
import { functionsBetween } from '../../values/closures.js';
import type { Effect, Effects, Part } from './effects.js';
import type { HeldKind } from './kind.js';
import { ESCAPE } from './effect-values.js';
import { NestedUses } from './nested.js';

type Call = TSESTree.CallExpression;

/** What has been found out about one thing that a function holds. */
export class Found implements Effects {
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
  readonly parts: Part[] = [];
  readonly resolves = new Set<TSESTree.NewExpression>();
  readonly #nested: NestedUses;

  constructor(
    readonly file: FileView,
    readonly kind: HeldKind,
    readonly home: TSESTree.Node,
  ) {
    this.#nested = new NestedUses(file, kind, home);
  }

  get takeovers(): NestedUses['takeovers'] {
    return this.#nested.takeovers;
  }

  /** Notes what uses in nested functions mean, when all are known. */
  close(): void {
    this.#nested.close(this.touches, (node, effect) => {
      this.effect(node, effect);
    });
  }

  /**
   * What a call on it returns without being awaited works through it: a query builder, a repository, a promise.
   */
  derived(call: TSESTree.Node): void {
    let value = wrapped(call);
    while (
      value.parent &&
      ((value.parent.type === 'MemberExpression' && value.parent.object === value) ||
        (value.parent.type === 'CallExpression' && value.parent.callee === value))
    )
      value = wrapped(value.parent);
    if (value.parent?.type === 'VariableDeclarator' && value.parent.init === value) this.touchReads(value.parent.id);
  }

  touchReads(pattern: TSESTree.Node): void {
    for (const { identifier } of bindingsOf(pattern)) {
      const variable = this.file.variableOf(identifier);
      for (const read of variable ? readsOf(variable) : []) this.touches.add(read.identifier);
    }
  }

  read(node: TSESTree.Node, effect: Effect): void {
    if (!this.isNested(node)) this.reads = true;
    this.effect(node, effect);
  }

  isNested(node: TSESTree.Node): boolean {
    return node !== this.home && functionsBetween(node, this.home).length > 0;
  }

  /** Notes that the caller gets it, from a function of the file that gives it back where there is one in between. */
  leave(node: TSESTree.Node): void {
    const given = this.at.get(node);
    if (given?.kind === 'call') this.at.set(node, { ...given, leaves: true });
    else this.effect(node, ESCAPE);
  }

  /** Notes an effect in this function, or for the outermost nested function that has it. */
  effect(node: TSESTree.Node, effect: Effect): void {
    if (this.isNested(node)) {
      for (const moment of this.#nested.add(node, effect)) this.at.set(moment, { kind: 'escape' });
    } else if (this.at.get(node)?.kind !== 'escape') {
      this.at.set(node, effect);
    }
  }
}
