import type { TSESTree } from '@typescript-eslint/utils';
import type {
  Condition,
  CompletionKind,
  FlowEdge,
  FlowExits,
  FlowGraph,
  FlowNode,
  FlowNodeKind,
  ThrowCause,
} from './graph.js';

type WithoutTarget<Edge> = Edge extends FlowEdge ? Omit<Edge, 'to'> : never;

/** An edge whose target is not known yet. */
export type Pending = WithoutTarget<FlowEdge>;

/** A place in the code that edges lead to before it has a node. */
export type Label = Pending[];

/** What an abrupt completion does when nothing is in its way; jumps are told apart by where they lead. */
export type Completion = 'return' | 'throw' | 'abandon' | Label;

interface FrameBase {
  readonly outer: Frame | null;
  /** Whether this or an outer frame catches exceptions. */
  readonly caught: boolean;
}

/** A place that `break` or `continue` can lead to. */
export interface TargetFrame extends FrameBase {
  readonly kind: 'target';
  readonly jump: 'break' | 'continue';
  readonly label: Label;
  readonly names: readonly string[];
  /** Whether a jump without a label leads here. */
  readonly nearest: boolean;
}

/** The try block of a statement with a catch clause. */
export interface CatchFrame extends FrameBase {
  readonly kind: 'catch';
  readonly label: Label;
}

/** Code that runs before every completion of the code in it. */
export interface FinalizerFrame extends FrameBase {
  readonly kind: 'finalizer';
  readonly marker: FlowNodeKind;
  readonly node: TSESTree.Node;
  readonly cause: ThrowCause | null;
  readonly block: TSESTree.BlockStatement | null;
  readonly interrupted: Map<Completion, Label>;
}

export type Frame = TargetFrame | CatchFrame | FinalizerFrame;

type ShapeOf<Each> = Each extends Frame ? Omit<Each, 'outer' | 'caught'> : never;

/** A part of the tree to build next. Parts are queued, not called, so that no depth of nesting exhausts the stack. */
export type Task =
  | { readonly part: 'statement'; readonly node: TSESTree.Node }
  | { readonly part: 'statements'; readonly nodes: readonly TSESTree.Node[] }
  | { readonly part: 'value'; readonly node: TSESTree.Node }
  | { readonly part: 'condition'; readonly node: TSESTree.Node; readonly whenTrue: Label; readonly whenFalse: Label }
  | { readonly part: 'bind'; readonly node: TSESTree.Node }
  | { readonly part: 'close'; readonly frame: FinalizerFrame };

/** The construction of one part, which yields the parts in it in the order of their evaluation. */
export type Work = Generator<Task, void>;

/** How a call behaves that never gives control back: see `BuildOptions.neverReturns`. */
export type NoReturn = 'exits' | 'throws' | 'unknown';

/** What `buildGraph` needs besides the function. */
export interface BuildOptions {
  /** The parser's visitor keys (`sourceCode.visitorKeys`), for node types that the builder does not know. */
  readonly visitorKeys: Readonly<Record<string, readonly string[] | undefined>>;
  /**
   * Says of a call, `new`, tagged template or `await` that control never comes back from it: `exits` ends the process,
   * `throws` counts as a `throw` statement, `unknown` is one of both (an implicit exception). `null` for all others.
   */
  readonly neverReturns?: ((node: TSESTree.Node) => NoReturn | null) | undefined;
}

interface MutableNode extends FlowNode {
  readonly incoming: FlowEdge[];
  readonly outgoing: FlowEdge[];
}

/** The graph under construction: open edges, and the statements around the current place. */
export class Builder {
  /** Edges to whatever is evaluated next; empty in unreachable code. */
  current: Label = [];
  frame: Frame | null = null;
  /** Where the optional chains around the current place end. */
  readonly chains: Label[] = [];
  /** Labels of the statement that starts next. */
  labels: readonly string[] = [];
  /** How many times the current code is being copied because of the finalizers around it. */
  copies = 1;
  readonly entry: MutableNode;
  readonly #nodes: MutableNode[] = [];
  readonly #exits: Readonly<Record<'return' | 'throw' | 'abandon', Label>> = { return: [], throw: [], abandon: [] };

  constructor(
    readonly root: TSESTree.Node,
    readonly options: BuildOptions,
  ) {
    this.entry = this.#create('entry', root);
    this.current = [{ kind: 'normal', from: this.entry, condition: null }];
  }

  /** Adds a node that follows the current place. */
  emit(kind: FlowNodeKind, node: TSESTree.Node): FlowNode {
    const created = this.#create(kind, node);
    this.connect(this.current, created);
    this.current = [{ kind: 'normal', from: created, condition: null }];
    return created;
  }

  /** Leads open edges to a node. */
  connect(pending: Label, to: FlowNode): void {
    const target = this.#nodes[to.id];
    if (!target) return;
    for (const open of pending) {
      // An edge is led to one node only, so it can be completed in place.
      const edge: FlowEdge = Object.assign(open, { to });
      target.incoming.push(edge);
      this.#nodes[open.from.id]?.outgoing.push(edge);
    }
  }

  /** Leads the current place to a label; what follows is unreachable until a label is placed. */
  goto(label: Label): void {
    for (const open of this.current) label.push(open);
    this.current = [];
  }

  /** Makes a label lead to the current place, besides what leads here already. */
  place(label: Label): void {
    if (this.current.length === 0) this.current = label;
    else for (const open of label) this.current.push(open);
  }

  /** Adds an edge from the expression just evaluated to a label, under a condition. */
  branch(
    label: Label,
    test: TSESTree.Node,
    outcome: Condition['outcome'],
    discriminant: TSESTree.Expression | null = null,
  ): void {
    for (const { from } of this.current)
      label.push({ kind: 'normal', from, condition: { test, outcome, discriminant } });
  }

  /** Says that the evaluation of a node may throw. */
  fail(from: FlowNode, cause: ThrowCause): void {
    this.#destination('throw').push({ kind: 'throw', from, cause, caught: this.frame?.caught ?? false });
  }

  /** Says that a generator may be abandoned at a `yield`. */
  abandon(from: FlowNode): void {
    this.#destination('abandon').push({ kind: 'abandon', from });
  }

  /** Leaves the current place by an abrupt completion. */
  complete(completion: Completion): void {
    this.goto(this.#destination(completion));
  }

  /** Goes on with a completion that a finalizer has interrupted. */
  resume(completion: Completion, from: FlowNode, finalizer: FlowNode): void {
    const kind: CompletionKind = typeof completion === 'string' ? completion : 'jump';
    this.#destination(completion).push({ kind: 'resume', from, completion: kind, finalizer });
  }

  /** Enters code around which something is to happen to completions. */
  push(shape: ShapeOf<Frame>): Frame {
    const outer = this.frame;
    const frame: Frame = { ...shape, outer, caught: shape.kind === 'catch' || (outer?.caught ?? false) };
    this.frame = frame;
    return frame;
  }

  /** Enters what follows a `using` declarator in its list of statements: its value is disposed of when that is left. */
  guard(node: TSESTree.VariableDeclarator): void {
    this.push({ kind: 'finalizer', marker: 'dispose', node, cause: 'dispose', block: null, interrupted: new Map() });
  }

  /** Leaves the innermost frame, which is not a finalizer (these are closed by a task). */
  pop(): void {
    this.frame = this.frame?.outer ?? null;
  }

  /** Where a `break` or `continue` leads, `null` when there is no such place. */
  targetOf(jump: 'break' | 'continue', name: string | null): Label | null {
    for (let frame = this.frame; frame; frame = frame.outer) {
      if (frame.kind !== 'target' || frame.jump !== jump) continue;
      if (name === null ? frame.nearest : frame.names.includes(name)) return frame.label;
    }
    return null;
  }

  /** The finished graph. */
  finish(): FlowGraph {
    const exits: FlowExits = {
      normal: this.#exit(this.#exits.return),
      throw: this.#exit(this.#exits.throw),
      abandoned: this.#exit(this.#exits.abandon),
    };
    const { root, entry } = this;
    const nodes = this.#nodes;
    let index: Map<TSESTree.Node, FlowNode[]> | null = null;
    return { root, nodes, entry, exits, at: (node) => (index ??= indexOf(nodes)).get(node) ?? [] };
  }

  #exit(label: Label): FlowNode {
    const node = this.#create('exit', this.root);
    this.connect(label, node);
    return node;
  }

  #create(kind: FlowNodeKind, node: TSESTree.Node): MutableNode {
    const created: MutableNode = { id: this.#nodes.length, kind, node, incoming: [], outgoing: [] };
    this.#nodes.push(created);
    return created;
  }

  #destination(completion: Completion): Label {
    for (let frame = this.frame; frame; frame = frame.outer) {
      if (frame.kind === 'finalizer') return entryOf(frame, completion);
      if (frame.kind === 'catch' ? completion === 'throw' : frame.label === completion) return frame.label;
    }
    return typeof completion === 'string' ? this.#exits[completion] : completion;
  }
}

function entryOf(frame: FinalizerFrame, completion: Completion): Label {
  let label = frame.interrupted.get(completion);
  if (!label) frame.interrupted.set(completion, (label = []));
  return label;
}

function indexOf(nodes: readonly FlowNode[]): Map<TSESTree.Node, FlowNode[]> {
  const index = new Map<TSESTree.Node, FlowNode[]>();
  for (const node of nodes) {
    const list = index.get(node.node);
    if (list) list.push(node);
    else index.set(node.node, [node]);
  }
  return index;
}
