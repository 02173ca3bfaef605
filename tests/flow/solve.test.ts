import { describe, expect, it } from 'vitest';
import type { TSESTree } from '@typescript-eslint/utils';
import { buildGraph } from '../../src/flow/build.js';
import type { FlowGraph, FlowNode } from '../../src/flow/graph.js';
import { solve, type FlowProblem, type FlowSolution } from '../../src/flow/solve.js';
import { graphOfFirst, graphWith, nodesIn, parse } from './fixture.js';

function nameOf({ kind, node }: FlowNode): string | null {
  return kind === 'evaluate' && node.type === 'CallExpression' && node.callee.type === 'Identifier'
    ? node.callee.name
    : null;
}

function call(graph: FlowGraph, name: string): FlowNode {
  const found = graph.nodes.find((node) => nameOf(node) === name);
  if (!found) throw new Error(`no call of ${name}`);
  return found;
}

/** A bit for each of `open()` (1) and `close()` (2) that may have been called. */
const bits: FlowProblem<number> = {
  initial: 4,
  transfer: (node, state) => (nameOf(node) === 'open' ? state | 1 : nameOf(node) === 'close' ? state | 2 : state),
  join: (left, right) => left | right,
  equals: (left, right) => left === right,
};

describe('forward', () => {
  it('has states in front of and behind each node, and none where control never comes', () => {
    const { graph } = graphWith('function f() { open(); return; close(); }');
    const solution = solve(graph, bits);
    expect([solution.before(call(graph, 'open')), solution.after(call(graph, 'open'))]).toEqual([4, 5]);
    expect(solution.before(call(graph, 'close'))).toBeUndefined();
    expect(solution.before(graph.exits.throw)).toBe(4);
  });

  it('lets an exception carry the state without the effect, unless told otherwise', () => {
    const { graph } = graphWith('function f() { open(); }');
    const [thrown] = graph.exits.throw.incoming;
    if (!thrown) throw new Error('no edge');
    expect(solve(graph, bits).along(thrown)).toBe(4);
    expect(solve(graph, { ...bits, throws: (_, __, withEffect) => withEffect }).along(thrown)).toBe(5);
    expect(solve(graph, { ...bits, throws: () => null }).along(thrown)).toBeUndefined();
  });

  it('takes no edge that is refined away', () => {
    const { graph } = graphWith('function f() { if (x) open(); close(); }');
    const solution = solve(graph, {
      ...bits,
      refine: (edge, state) => (edge.kind === 'normal' && edge.condition?.outcome === 'truthy' ? null : state),
    });
    expect(solution.before(call(graph, 'open'))).toBeUndefined();
    expect(solution.after(call(graph, 'close'))).toBe(6);
  });

  it('carries what a loop changes back to its head', () => {
    const { graph } = graphWith('function f() { while (x) { close(); open(); } }');
    expect(solve(graph, bits).before(call(graph, 'close'))).toBe(7);
  });
});

it('every edge is known at both of its ends, and once', () => {
  const text =
    'async function f() { l: for await (const { a = b?.c(d) } of e) { try { using x = y(); if (a && x) continue l; await z; } catch { break; } finally { g() ?? h(); } } }';
  const { nodes } = graphWith(text).graph;
  const outgoing = nodes.flatMap((node) => [...node.outgoing]);
  for (const node of nodes) {
    for (const edge of node.outgoing) expect(edge.from).toBe(node);
    for (const edge of node.incoming) expect(edge.to).toBe(node);
  }
  const incoming = new Set(nodes.flatMap((node) => [...node.incoming]));
  expect(outgoing.every((edge) => incoming.has(edge))).toBe(true);
  expect(incoming.size).toBe(outgoing.length);
});

describe('backward', () => {
  /** Whether `close()` is called on every way from here to an exit that is not left by an exception. */
  const mustClose: FlowProblem<boolean> = {
    direction: 'backward',
    initial: false,
    transfer: (node, state) => state || nameOf(node) === 'close',
    throws: () => null,
    join: (left, right) => left && right,
    equals: (left, right) => left === right,
  };

  it('knows what happens on every way from a node', () => {
    const { graph } = graphWith(
      'function f() { open(); if (x) { a(); close(); return; } b(); for (const y of z) close(); }',
    );
    const solution = solve(graph, mustClose);
    expect(solution.after(call(graph, 'open'))).toBe(false);
    expect(solution.before(call(graph, 'a'))).toBe(true);
    expect(solution.before(call(graph, 'b'))).toBe(false);
  });

  it('knows what finalizers do', () => {
    const { graph } = graphWith('function f() { a(); try { if (x) return; b(); } finally { close(); } }');
    expect(solve(graph, mustClose).before(graph.entry)).toBe(true);
  });

  it('lets exceptions pass the effect by', () => {
    const { graph } = graphWith('function f() { a(); close(); }');
    expect(mustClose).toHaveProperty('throws');
    expect(solve(graph, { ...mustClose, throws: undefined }).before(call(graph, 'close'))).toBe(false);
    expect(solve(graph, { ...mustClose, throws: (_, __, withEffect) => withEffect }).before(call(graph, 'close'))).toBe(
      true,
    );
  });
});

describe('the work is linear in the size of the function', () => {
  const shapes: Readonly<Record<string, (index: number) => string>> = {
    'branches that return': () => 'if (a(x)) return b();',
    branches: () => 'if (a(x) && !b) c(); else d();',
    'loops with break': () => 'for (const x of y) { if (a(x)) break; open(); }',
    'try statements': () => 'try { if (a()) return; open(); } catch { b(); } finally { close(); }',
    'labelled blocks': (index) => `l${String(index)}: { if (a()) break l${String(index)}; open(); }`,
    'using declarations': (index) => `using x${String(index)} = open();`,
  };
  const wrappers: Readonly<Record<string, (body: string) => string>> = {
    'a function': (body) => body,
    'a try block': (body) => `try { ${body} } catch { open(); } finally { close(); }`,
    'a loop': (body) => `for (;;) { ${body} }`,
  };

  function work(body: string): {
    readonly solution: FlowSolution<number>;
    readonly nodes: number;
    readonly edges: number;
  } {
    const graph = graphOfFirst(`function f() { ${body} }`);
    const solution = solve(graph, bits);
    return {
      solution,
      nodes: graph.nodes.length,
      edges: graph.nodes.reduce((sum, node) => sum + node.outgoing.length, 0),
    };
  }

  const many = (count: number, part: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => part(index)).join('\n');

  function compareTenfold(body: (count: number) => string, count: number): void {
    const small = work(body(count));
    const large = work(body(10 * count));
    expect(large.nodes).toBeLessThanOrEqual(10 * small.nodes);
    expect(large.edges).toBeLessThanOrEqual(10 * small.edges);
    expect(large.solution.steps).toBeLessThanOrEqual(10 * small.solution.steps);
    // One step for each node, and as many again where loops carry changes back.
    expect(large.solution.steps).toBeLessThanOrEqual(3 * large.nodes);
  }

  for (const [shape, statement] of Object.entries(shapes)) {
    it.each(Object.entries(wrappers))(`${shape} in %s`, (_, wrap) => {
      compareTenfold((count) => wrap(many(count, statement)), 100);
    });
  }

  it('5,000 branches', () => {
    compareTenfold((count) => many(count, () => 'if (a(x)) return b(); open();'), 500);
  });

  it.each([
    [
      'cases of one switch',
      (count: number) => `switch (x) { ${many(count, (index) => `case ${String(index)}: open(); break;`)} }`,
    ],
    [
      'jumps out of one loop',
      (count: number) => `for (const x of y) { ${many(count, () => 'if (a()) continue; open(); if (b()) break;')} }`,
    ],
    [
      'returns through one finalizer',
      (count: number) => `try { ${many(count, () => 'if (a()) return; open(); ')} } finally { close(); }`,
    ],
    ['calls in one try block', (count: number) => `try { ${many(count, () => 'open(); close();')} } catch { b(); }`],
  ])('%s', (_, body) => {
    compareTenfold(body, 200);
  });

  it('nested loops take a pass for each level at most', () => {
    const depth = 12;
    const { solution, nodes } = work(
      `${'for (const x of y) { if (a()) { open(); continue; } '.repeat(depth)} close(); ${'}'.repeat(depth)}`,
    );
    expect(solution.steps).toBeLessThanOrEqual((depth + 2) * nodes);
  });

  it('finalizers in finalizers do not multiply without end', () => {
    const nested = (depth: number) =>
      work(`${'try { if (a()) return; open(); } finally { '.repeat(depth)} close(); ${'}'.repeat(depth)}`);
    expect(nested(60).nodes).toBeLessThanOrEqual(4 * nested(20).nodes);
    const graph = graphOfFirst(
      `function f() { ${'try { if (a()) return; open(); } finally { '.repeat(60)} close(); ${'}'.repeat(60)} b(); }`,
    );
    const solution = solve(graph, bits);
    expect(solution.before(graph.exits.normal)).toBe(7);
    expect(solution.before(graph.exits.throw)).toBeDefined();
    expect(solution.before(call(graph, 'b'))).toBe(7);
  });
});

describe('any depth of nesting', () => {
  const depth = 20_000;

  type OfType<Type extends string> = TSESTree.Node extends infer Each
    ? Each extends { readonly type: `${Type}` }
      ? Each
      : never
    : never;

  function first<Type extends string>(text: string, type: Type): OfType<Type> {
    const { ast, visitorKeys } = parse(text);
    const isWanted = (node: TSESTree.Node): node is TSESTree.Node & OfType<Type> => node.type === type;
    const found = [...nodesIn(ast, visitorKeys)].find(isWanted);
    if (!found) throw new Error(`no ${type}`);
    return found;
  }

  /** Nests a node in copies of itself; no parser makes trees of this depth, but the nodes are those of a parser. */
  function nest<Node extends TSESTree.Node>(innermost: Node, around: (inner: Node) => Node): FlowGraph {
    let node = innermost;
    for (let level = 0; level < depth; level += 1) node = around(node);
    return buildGraph(node, { visitorKeys: parse('').visitorKeys });
  }

  function check(graph: FlowGraph): void {
    expect(graph.nodes.length).toBeGreaterThan(depth);
    expect(solve(graph, bits).before(graph.exits.normal)).toBeDefined();
  }

  it('else-if chains', () => {
    const node = first('if (a()) b(); else c();', 'IfStatement');
    check(nest(node, (inner) => ({ ...node, alternate: inner })));
  });

  it('operators', () => {
    const node = first('a() + b()', 'BinaryExpression');
    check(nest(node, (inner) => ({ ...node, left: inner })));
    check(nest(node, (inner) => ({ ...node, right: inner })));
  });

  it('conditions', () => {
    const node = first('if (a() && b()) c();', 'LogicalExpression');
    check(nest(node, (inner) => ({ ...node, left: inner })));
    check(nest(node, (inner) => ({ ...node, right: inner })));
  });

  it('calls and blocks', () => {
    const node = first('a().b()', 'CallExpression');
    check(nest(node, (inner) => ({ ...node, callee: inner })));
    const block = first('{ a(); }', 'BlockStatement');
    check(nest(block, (inner) => ({ ...block, body: [inner] })));
  });
});
