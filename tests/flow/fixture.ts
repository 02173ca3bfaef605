import * as parser from '@typescript-eslint/parser';
import { TSESLint, type TSESTree } from '@typescript-eslint/utils';
import { buildGraph } from '../../src/flow/build.js';
import type { FlowEdge, FlowGraph, FlowNode, ThrowCause } from '../../src/flow/graph.js';
import { neverReturnsIn } from '../../src/flow/never.js';
import { solve, type FlowSolution } from '../../src/flow/solve.js';

export type SourceCode = Readonly<TSESLint.SourceCode>;

/** Parses TypeScript as ESLint does: with scopes and parents. */
export function parse(text: string): SourceCode {
  const found: SourceCode[] = [];
  const capture: TSESLint.RuleModule<string> = {
    meta: { type: 'problem', messages: {}, schema: [] },
    create(context) {
      found.push(context.sourceCode);
      return {};
    },
  };
  const messages = new TSESLint.Linter().verify(text, [
    {
      files: ['**'],
      languageOptions: { parser },
      plugins: { test: { rules: { capture } } },
      rules: { 'test/capture': 'error' },
    },
  ]);
  const [sourceCode] = found;
  if (!sourceCode) throw new Error(`cannot parse: ${messages[0]?.message ?? ''}\n${text}`);
  return sourceCode;
}

/**
 * The graph of the first statement of a text, without scopes: ESLint's own analysis takes too long for some of the
 * texts.
 */
export function graphOfFirst(text: string): FlowGraph {
  const { ast, visitorKeys } = parser.parseForESLint(text, { range: true, loc: true });
  return buildGraph(ast.body[0] ?? ast, { visitorKeys });
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** A node and everything in it, in source order. */
export function* nodesIn(root: TSESTree.Node, visitorKeys: SourceCode['visitorKeys']): Generator<TSESTree.Node> {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    const children: TSESTree.Node[] = [];
    for (const key of visitorKeys[node.type] ?? []) {
      const value: unknown = Reflect.get(node, key);
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) children.push(child);
    }
    pending.push(...children.reverse());
  }
}

/** The graph of the first function declaration, or else static block, class field or program, of a source text. */
export function graphWith(text: string): { readonly graph: FlowGraph; readonly sourceCode: SourceCode } {
  const sourceCode = parse(text);
  const all = [...nodesIn(sourceCode.ast, sourceCode.visitorKeys)];
  const root =
    all.find((node) => node.type === 'FunctionDeclaration') ??
    all.find((node) => node.type === 'StaticBlock' || node.type === 'PropertyDefinition') ??
    sourceCode.ast;
  const graph = buildGraph(root, { visitorKeys: sourceCode.visitorKeys, neverReturns: neverReturnsIn(sourceCode) });
  return { graph, sourceCode };
}

/** Which exceptions count: those of `throw` statements, those of some causes besides, or all. */
export type Throws = readonly ThrowCause[] | 'all';

/**
 * What has been evaluated on the ways to a node: each way as the marks on it, in the order in which each was first met.
 */
export type Ways = ReadonlySet<string>;

/** The mark of a node: `a` for a call `a()`, `dispose x`, `close-iterator` ... for events. */
function markOf({ kind, node }: FlowNode): string | null {
  switch (kind) {
    case 'evaluate':
      return node.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee.name : null;
    case 'dispose':
      return node.type === 'VariableDeclarator' && node.id.type === 'Identifier' ? `dispose ${node.id.name}` : null;
    case 'close-iterator':
    case 'end-iteration':
      return kind;
    default:
      return null;
  }
}

/**
 * Follows all ways through a graph (by the solver, not one by one). Calls are marks; events are when `events` says so.
 */
export function waysThrough(graph: FlowGraph, throws: Throws = [], events = false): FlowSolution<Ways> {
  const counts = (edge: FlowEdge): boolean =>
    edge.kind !== 'throw' || throws === 'all' || edge.cause === 'throw' || throws.includes(edge.cause);
  return solve<Ways>(graph, {
    initial: new Set(['']),
    transfer(node, ways) {
      const mark = markOf(node);
      if (mark === null || (!events && node.kind !== 'evaluate')) return ways;
      return new Set(
        [...ways].map((way) => (way.split(', ').includes(mark) ? way : way === '' ? mark : `${way}, ${mark}`)),
      );
    },
    throws: (edge, withoutEffect, withEffect) =>
      counts(edge) ? (edge.kind === 'throw' && edge.cause === 'throw' ? withEffect : withoutEffect) : null,
    join: (left, right) => new Set([...left, ...right]),
    equals: (left, right) => left.size === right.size,
  });
}

/** The ways that end at each exit; exits that no way leads to are left out. */
export interface WaysOut {
  readonly normal?: readonly string[];
  readonly throw?: readonly string[];
  readonly abandoned?: readonly string[];
}

/** The ways through the first function of a source text, by the exit at which they end. */
export function waysOut(text: string, throws: Throws = [], events = false): WaysOut {
  const { graph } = graphWith(text);
  const solution = waysThrough(graph, throws, events);
  const out: Record<string, string[]> = {};
  const exits: Readonly<Record<string, FlowNode>> = { ...graph.exits };
  for (const [name, exit] of Object.entries(exits)) {
    const ways = solution.before(exit);
    if (ways) out[name] = [...ways].sort();
  }
  return out;
}
