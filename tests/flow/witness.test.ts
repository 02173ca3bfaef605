import { describe, expect, it } from 'vitest';
import type { FlowGraph, FlowNode } from '../../src/flow/graph.js';
import { leavePoints, witness } from '../../src/flow/witness.js';
import { graphOfFirst, graphWith, waysThrough, type Throws, type Ways } from './fixture.js';

/** Whether `open()` was called on some way, and `close()` was not. */
function isOpen(ways: Ways): boolean {
  return [...ways].some((way) => way.split(', ').includes('open') && !way.split(', ').includes('close'));
}

/** The places, as `kind line`, from which some way comes to a node with something open. */
function leaksAt(text: string, nodeOf: (graph: FlowGraph) => FlowNode | undefined, throws?: Throws): string[] {
  const { graph } = graphWith(text.trim());
  const to = nodeOf(graph);
  if (!to) throw new Error('no such node');
  return leavePoints(waysThrough(graph, throws), to, isOpen).map(
    ({ kind, node }) => `${kind} ${String(kind === 'end' ? node.loc.end.line : node.loc.start.line)}`,
  );
}

const normal = (graph: FlowGraph): FlowNode => graph.exits.normal;

describe('leavePoints', () => {
  it('names returns and the end of the function', () => {
    const text = `
function f() {
  open();
  if (x) return 1;
  if (y) { close(); return 2; }
  if (z) return 3;
}`;
    expect(leaksAt(text, normal)).toEqual(['end 6', 'return 3', 'return 5']);
  });

  it('names the body of an arrow function', () => {
    const text = 'const f = () => open();';
    const { graph } = graphWith(`function g() {\nreturn open();\n}\n${text}`);
    expect(leavePoints(waysThrough(graph), graph.exits.normal, isOpen).map(({ node }) => node.type)).toEqual([
      'ReturnStatement',
    ]);
  });

  it('looks through finalizers to the statements that leave, and only to those with something open', () => {
    const text = `
function f() {
  try {
    if (a) return 1;
    open();
    if (b) return 2;
    close();
    return 3;
  } finally {
    log();
  }
}`;
    expect(leaksAt(text, normal)).toEqual(['return 5']);
  });

  it('looks through several finalizers, loops and disposals', () => {
    const text = `
async function f() {
  try {
    await using z = y();
    for await (const x of z) {
      open();
      try {
        return 1;
      } finally {
        log();
      }
    }
  } finally {
    log();
  }
}`;
    expect(leaksAt(text, normal)).toEqual(['return 7']);
  });

  it('names a return when what is open was opened in the finalizer', () => {
    expect(leaksAt('function f() {\ntry {\nreturn 1;\n} finally {\nopen();\n}\n}', normal)).toEqual(['return 3']);
  });

  it('tells throw statements from calls that throw', () => {
    const text = `
function f() {
  open();
  use();
  if (x) throw new Error();
  close();
}`;
    const thrown = (graph: FlowGraph): FlowNode => graph.exits.throw;
    expect(leaksAt(text, thrown)).toEqual(['throw 4']);
    expect(leaksAt(text, thrown, ['call'])).toEqual(['implicit 3', 'throw 4', 'implicit 5']);
  });

  it('keeps returns and exceptions apart where they share a finalizer', () => {
    const depth = 8;
    const graph = graphOfFirst(
      `function f() { open(); ${'try { if (x) return 1; if (y) throw 2; } finally { '.repeat(depth)} log(); ${'}'.repeat(depth)} }`,
    );
    const solution = waysThrough(graph);
    const kinds = (exit: FlowNode) => new Set(leavePoints(solution, exit, isOpen).map(({ kind }) => kind));
    expect(kinds(graph.exits.normal)).toEqual(new Set(['return', 'end']));
    expect(kinds(graph.exits.throw)).toEqual(new Set(['throw']));
  });

  it('names the yield at which a generator is abandoned', () => {
    expect(
      leaksAt('function* f() {\nyield 1;\nopen();\nyield 2;\nclose();\n}', (graph) => graph.exits.abandoned),
    ).toEqual(['abandoned 4']);
  });

  it('names how one run of a loop is left', () => {
    const text = `
function f() {
  for (const x of y) {
    open();
    if (a) continue;
    if (b) break;
    if (c) return;
    if (d) { close(); continue; }
  }
}`;
    const { graph } = graphWith(text.trim());
    const solution = waysThrough(graph);
    const points = graph.nodes
      .filter(({ kind }) => kind === 'end-iteration')
      .flatMap((node) => leavePoints(solution, node, isOpen))
      .map(({ kind, node }) => `${kind} ${String(kind === 'end' ? node.loc.end.line : node.loc.start.line)}`);
    expect(points.sort()).toEqual(['break 5', 'continue 4', 'end 8', 'return 6']);
  });
});

describe('witness', () => {
  it('is a shortest way from where it began', () => {
    const text = `
function f() {
  log();
  open();
  if (x) { y(); }
  if (z) return;
  close();
}`;
    const { graph } = graphWith(text.trim());
    const solution = waysThrough(graph);
    const [point] = leavePoints(solution, graph.exits.normal, isOpen);
    if (!point) throw new Error('no leak');
    const way = witness(solution, point.edge, isOpen);
    expect(way[0]?.from.node.loc.start.line).toBe(3);
    expect(way.at(-1)).toBe(point.edge);
    expect(way.flatMap((edge) => (edge.kind === 'normal' && edge.condition ? [edge.condition.outcome] : []))).toEqual([
      'falsy',
      'truthy',
    ]);
    for (const [index, edge] of way.slice(1).entries()) expect(edge.from).toBe(way[index]?.to);
  });

  it('shows the exception that leads into a catch clause', () => {
    const { graph } = graphWith('function f() {\ntry {\nopen();\nuse();\nclose();\n} catch {\nlog();\n}\n}');
    const solution = waysThrough(graph, ['call']);
    const [exit] = graph.exits.normal.incoming;
    if (!exit) throw new Error('no exit');
    const thrown = witness(solution, exit, isOpen).filter((edge) => edge.kind === 'throw');
    expect(thrown.map(({ from }) => from.node.loc.start.line)).toEqual([4]);
  });
});
