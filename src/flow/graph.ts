import type { TSESTree } from '@typescript-eslint/utils';

/**
 * What happens at a graph node:
 * - `entry`: the function starts; `exit`: one of the graph's three exits; `end`: control reaches the end of the body;
 * - `enter`: a statement starts; `catch`: a catch clause starts;
 * - `evaluate`: an expression, declarator, class or pattern has been evaluated, after all of its operands;
 * - `write`: an identifier or member expression has been assigned, by declaration, assignment, pattern or parameter;
 * - `leave`: a `return`, `throw`, `break` or `continue` takes effect, after its operand (or the body of an arrow is its
 *   result);
 * - `loop`: the head of a `while`, `do` or `for` loop, before each test; `iterate`: a `for-in/of` asks for the next
 *   item;
 * - `end-iteration`: one run of a loop's body is over, in whatever way: what it declared is out of scope;
 * - `close-iterator`: a `for-of` is left before its end, so its iterator is released;
 * - `dispose`: the value of a `using` declarator is disposed;
 * - `finally`: a finalizer starts; `resume`: it has ended, and the completion that it interrupted goes on.
 */
export type FlowNodeKind =
  | 'entry'
  | 'enter'
  | 'evaluate'
  | 'write'
  | 'leave'
  | 'loop'
  | 'iterate'
  | 'end-iteration'
  | 'close-iterator'
  | 'dispose'
  | 'catch'
  | 'finally'
  | 'resume'
  | 'end'
  | 'exit';

/**
 * A moment in the run of a function. A node of the syntax tree has several where a `finally` block is walked for
 * several completions.
 */
export interface FlowNode {
  /** Index in `FlowGraph.nodes`. */
  readonly id: number;
  readonly kind: FlowNodeKind;
  readonly node: TSESTree.Node;
  readonly incoming: readonly FlowEdge[];
  readonly outgoing: readonly FlowEdge[];
}

/**
 * Why an evaluation may throw:
 * - `throw`: a `throw` statement, or a call that always throws;
 * - `call`, `new`, `await`, `yield` (the consumer's `throw()`), `class` (decorators, static parts);
 * - `member`: a property of something that may be nullish, also by destructuring;
 * - `iterate`: the iteration protocol (`for-of`, spread, array patterns); `dispose`: the end of a `using` scope.
 */
export type ThrowCause = 'throw' | 'call' | 'new' | 'await' | 'yield' | 'class' | 'member' | 'iterate' | 'dispose';

/**
 * What is known about `test` along an edge. `truthy`/`falsy`: conditions; `nullish`/`present`: `??` and optional
 * chains; `undefined`/`defined`: default values (`test` is the AssignmentPattern); `equal`/`different`: a case's test
 * compared with the switch's `discriminant`; `item`/`done`: a `for-in/of` loop (`test` is the loop).
 */
export interface Condition {
  readonly test: TSESTree.Node;
  readonly outcome:
    'truthy' | 'falsy' | 'nullish' | 'present' | 'undefined' | 'defined' | 'equal' | 'different' | 'item' | 'done';
  readonly discriminant: TSESTree.Expression | null;
}

/** How an abrupt completion leaves the code around it. `jump`: `break` and `continue`. */
export type CompletionKind = 'return' | 'throw' | 'jump' | 'abandon';

interface EdgeEnds {
  readonly from: FlowNode;
  readonly to: FlowNode;
}

/** Control goes on without an exception: to the next evaluation, or where a jump leads. */
export interface NormalEdge extends EdgeEnds {
  readonly kind: 'normal';
  readonly condition: Condition | null;
}

/** The evaluation of `from` throws. */
export interface ThrowEdge extends EdgeEnds {
  readonly kind: 'throw';
  readonly cause: ThrowCause;
  /**
   * Whether a catch clause of this function receives it; otherwise it leaves the function, through finalizers if there
   * are any.
   */
  readonly caught: boolean;
}

/** The consumer of a generator gives up at the `yield` in `from`: finalizers run, nothing else. */
export interface AbandonEdge extends EdgeEnds {
  readonly kind: 'abandon';
}

/**
 * A finalizer, or one of the implicit ones (`end-iteration`, `close-iterator`, `dispose`), has ended and the completion
 * goes on.
 */
export interface ResumeEdge extends EdgeEnds {
  readonly kind: 'resume';
  readonly completion: CompletionKind;
  /** The node at which the finalizer began; its incoming edges are the completions it interrupted. */
  readonly finalizer: FlowNode;
}

export type FlowEdge = NormalEdge | ThrowEdge | AbandonEdge | ResumeEdge;

/** Where a function can be left: by returning, by an exception, or at a `yield` that is never resumed. */
export interface FlowExits {
  readonly normal: FlowNode;
  readonly throw: FlowNode;
  readonly abandoned: FlowNode;
}

/**
 * The control flow of one function, without that of the functions in it. Unreachable code has nodes, but no way leads
 * to them.
 */
export interface FlowGraph {
  /** The function, program, static block, class field or other node that the graph was built for. */
  readonly root: TSESTree.Node;
  readonly nodes: readonly FlowNode[];
  readonly entry: FlowNode;
  readonly exits: FlowExits;
  /**
   * The moments that belong to a node of the syntax tree, in the order of evaluation (copies of a finalizer one after
   * another).
   */
  at(node: TSESTree.Node): readonly FlowNode[];
}

/** Whether an edge leaves the normal course of evaluation at its source. */
export function isExceptional(edge: FlowEdge): edge is ThrowEdge | AbandonEdge {
  return edge.kind === 'throw' || edge.kind === 'abandon';
}

/** The nodes that can be reached from the entry along the edges that `follow` accepts (all of them by default). */
export function reachableNodes(graph: FlowGraph, follow: (edge: FlowEdge) => boolean = () => true): Set<FlowNode> {
  const reached = new Set([graph.entry]);
  for (const node of reached) {
    for (const edge of node.outgoing) if (follow(edge)) reached.add(edge.to);
  }
  return reached;
}
