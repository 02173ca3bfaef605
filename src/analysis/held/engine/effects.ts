import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import type { Use } from '../../names/uses.js';
import type { HeldKind } from './kind.js';

/** A function of the file that is given what is held, as a parameter, or closes over it (`null`). */
export interface Target {
  readonly fn: FunctionNode;
  readonly parameter: TSESTree.Node | null;
  readonly path: readonly string[];
}

/**
 * What an evaluation does with what is held. `release`: it is read, given up or given back; `escape`: other code is
 * responsible from here on; `loan`: other code uses it, and is responsible only where this function does not release it
 * afterwards; `chain`: a promise chain whose handlers release it; `call`: functions of this file that do one of these,
 * any of which may be called; `leaves`: the caller gets what they give back, `return assertOk(response)`.
 */
export type Effect =
  | { readonly kind: 'release' | 'escape' | 'loan' | 'chain' }
  | { readonly kind: 'call'; readonly targets: readonly Target[]; readonly leaves?: true };

/** `return { response }`: the expression that puts the value into an object which the function returns. */
export interface Part {
  readonly node: TSESTree.Node;
  readonly name: string;
  /** The statement or the arrow that returns the object. */
  readonly leaving: TSESTree.Node;
}

/** What the code of one function does with what it holds, by the node whose evaluation does it. */
export interface Effects {
  readonly at: ReadonlyMap<TSESTree.Node, Effect>;
  /** Expressions that denote the delivered value, and those that denote what must be released: for conditions. */
  readonly values: ReadonlySet<TSESTree.Node>;
  readonly held: ReadonlySet<TSESTree.Node>;
  /** Variables that hold the delivered value, and those that hold what must be released. */
  readonly variables: ReadonlySet<Variable>;
  readonly heldVariables: ReadonlySet<Variable>;
  /** Variables that hold what conditions ask to learn whether there is anything to release: a status. */
  readonly told: ReadonlySet<Variable>;
  /** Variables that are set when nothing was delivered: the error of a callback. */
  readonly errors: ReadonlySet<Variable>;
  /** Expressions that are true when it is released. */
  readonly finished: ReadonlySet<TSESTree.Node>;
  /** Names of the members of the delivered value that the code uses. */
  readonly members: ReadonlySet<string>;
  /** All places that use it, or what is derived from it, also in nested functions. */
  readonly touches: ReadonlySet<TSESTree.Node>;
  /** Calls that release it, and those that only look like it, in this function or nested ones. */
  readonly releases: ReadonlySet<TSESTree.CallExpression>;
  readonly wrong: ReadonlySet<TSESTree.CallExpression>;
  /** `pipe()` calls, `getReader()` calls, and `clone()` calls, each of which makes a second one to be released. */
  readonly pipes: readonly TSESTree.CallExpression[];
  readonly readers: readonly TSESTree.CallExpression[];
  readonly clones: readonly TSESTree.CallExpression[];
  /** Calls that neither read nor release it, but need it: a release has to stand behind them. */
  readonly needs: ReadonlySet<TSESTree.Node>;
  /** Whether the function reads it on some way: then it owns it. */
  readonly reads: boolean;
  /** Statements and arrows that hand the delivered value itself to the caller. */
  readonly returns: ReadonlySet<TSESTree.Node>;
  /** Members of the objects by which the function hands the delivered value to its caller. */
  readonly parts: readonly Part[];
  /** Promises that are resolved with it. */
  readonly resolves: ReadonlySet<TSESTree.NewExpression>;
  /** Callbacks of calls on it that release it later. */
  readonly takeovers: ReadonlySet<FunctionNode>;
}

/** A use, with the expression in it that denotes the value, where that is only one of several. */
export interface HeldUse extends Use {
  readonly source?: TSESTree.Node;
}

/** What is held, where, and all that is done with it there and beyond. */
export interface HeldUses {
  readonly kind: HeldKind;
  readonly home: TSESTree.Node;
  readonly uses: Iterable<HeldUse>;
  /** The pattern that receives it, with the members from the delivered value to what it receives. */
  readonly pattern?: { readonly node: TSESTree.Node; readonly path: readonly string[] };
  /** Whether the caller goes on with it, so that a `return` hands nothing over that the caller did not have. */
  readonly lent?: boolean;
  /** What ends it from elsewhere: methods of its owner, an aborted request. */
  readonly endings?: Endings;
}

/** What ends what is held besides what is done with itself. */
export interface Endings {
  /** Calls, or nested functions that make them, that end it. */
  readonly releases: readonly TSESTree.Node[];
  /** Expressions whose state tells that of what is held: the request of a response. */
  readonly held?: readonly TSESTree.Node[];
  /** Variables that are set when nothing was delivered. */
  readonly errors?: readonly Variable[];
}

/** Functions of this file that are given what is held. */
export function targetsIn({ at }: Effects): readonly Target[] {
  return [...at.values()].flatMap((effect) => (effect.kind === 'call' ? effect.targets : []));
}
