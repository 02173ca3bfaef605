import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, isWithin, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { variableOfFunction } from '../../names/functions.js';
import { functionsBetween, lifeOf } from '../../values/closures.js';
import { isContinuation, topOfChain } from './chain-calls.js';
import type { Effect } from './effects.js';
import type { HeldKind } from './kind.js';
import { isLateListener } from './listeners.js';
type Note = (node: TSESTree.Node, effect: Effect) => void;

/** What nested functions do with what the function around them holds, and when they do it. */
export class NestedUses {
  /** Callbacks of calls on what is held that release it later. */
  readonly takeovers = new Set<FunctionNode>();
  readonly #effects = new Map<FunctionNode, Effect[]>();

  constructor(
    readonly file: FileView,
    readonly kind: HeldKind,
    readonly home: TSESTree.Node,
  ) {}

  /** Takes an effect in a nested function; gives the evaluations at which it takes over, where its kind says so. */
  add(node: TSESTree.Node, effect: Effect): readonly TSESTree.Node[] {
    const outermost = functionsBetween(node, this.home).at(-1);
    if (!outermost) return [];
    if (this.kind.nested === 'follow') {
      const effects = this.#effects.get(outermost) ?? [];
      this.#effects.set(outermost, effects);
      effects.push(effect);
      return [];
    }
    return isLateListener(outermost) ? [] : this.#momentsOf(outermost);
  }

  /**
   * When a nested function runs: at its calls if there are no other uses of it, otherwise from its creation on. What it
   * does, it does later or never: there it takes over.
   */
  #momentsOf(fn: FunctionNode): readonly TSESTree.Node[] {
    const variable = variableOfFunction(this.file, fn);
    const calls = variable ? readsOf(variable).map(({ identifier }) => callAround(identifier)) : [];
    const known = calls.flatMap((call) => (call && functionsBetween(call, this.home).length === 0 ? [call] : []));
    if (calls.length > 0 && known.length === calls.length) return known;
    // A function declaration is no moment of the run: it may be called anywhere.
    return [fn.type === 'FunctionDeclaration' ? this.home : fn];
  }

  /** What the uses in nested functions mean for the one around them. */
  close(touches: Set<TSESTree.Node>, note: Note): void {
    for (const touch of [...touches]) {
      for (const fn of functionsBetween(touch, this.home)) for (const read of this.#readsOf(fn)) touches.add(read);
    }
    // Named functions first: their calls may stand in the other ones, also in such as do nothing else, which the map
    // gets while it is gone through.
    for (const fn of this.#effects.keys()) if (this.#isNamed(fn)) this.#closeNamed(fn, note);
    for (const fn of this.#effects.keys()) if (!this.#isNamed(fn)) this.#close(fn, touches, note);
  }

  #isNamed(fn: FunctionNode): boolean {
    return variableOfFunction(this.file, fn) !== null;
  }

  #readsOf(fn: FunctionNode): readonly TSESTree.Node[] {
    const variable = variableOfFunction(this.file, fn);
    const reads = variable ? readsOf(variable).map(({ identifier }) => identifier) : [];
    return reads.filter((identifier) => !isWithin(identifier, fn));
  }

  #close(fn: FunctionNode, touches: ReadonlySet<TSESTree.Node>, note: Note): void {
    const value = wrapped(fn);
    const { parent } = value;
    const effects = this.#effects.get(fn) ?? [];
    const isLent = effects.every(({ kind }) => kind === 'loan');
    // What a function beside it does with what is held is no use of its own.
    const callsOthers = effects.some(
      (effect) => effect.kind === 'call' && effect.targets.some(({ parameter }) => parameter === null),
    );
    if (parent?.type === 'CallExpression' && parent.callee === value) {
      note(parent, { kind: 'call', targets: [{ fn, parameter: null, path: [] }] });
    } else if (parent?.type === 'CallExpression' && isContinuation(parent)) {
      note(topOfChain(parent), { kind: 'chain' });
    } else if (isLent && lifeOf(this.file, fn) === 'within') {
      note(fn, { kind: 'loan' });
    } else if (
      parent?.type === 'CallExpression' &&
      !isLent &&
      !callsOthers &&
      [...touches].some((node) => isWithin(node, parent.callee))
    ) {
      this.takeovers.add(fn);
      note(parent, { kind: 'escape' });
    } else {
      note(fn, { kind: 'escape' });
    }
  }

  #closeNamed(fn: FunctionNode, note: Note): void {
    for (const identifier of this.#readsOf(fn)) {
      const call = callAround(identifier);
      const { parent } = identifier;
      if (call) note(call, { kind: 'call', targets: [{ fn, parameter: null, path: [] }] });
      else if (parent?.type === 'CallExpression' && isContinuation(parent)) note(topOfChain(parent), { kind: 'chain' });
      else note(identifier, { kind: 'escape' });
    }
  }
}
