import { expect, it } from 'vitest';
import type { FlowEdge } from '../../src/flow/graph.js';
import { solve } from '../../src/flow/solve.js';
import { graphWith } from './fixture.js';

function conditionOf(edge: FlowEdge, textOf: (node: FlowEdge['from']['node']) => string): string | null {
  if (edge.kind !== 'normal' || !edge.condition) return null;
  const { test, outcome, discriminant } = edge.condition;
  return `${discriminant ? `${textOf(discriminant)} = ` : ''}${textOf(test)}: ${outcome}`;
}

/** What is known on all ways to the call `here()`. */
function knownHere(body: string): readonly string[] {
  const { graph, sourceCode } = graphWith(`function f() { ${body} }`);
  const solution = solve<ReadonlySet<string>>(graph, {
    initial: new Set(),
    transfer: (_, known) => known,
    refine(edge, known) {
      const condition = conditionOf(edge, (node) => sourceCode.getText(node));
      return condition === null ? known : new Set([...known, condition]);
    },
    join: (left, right) => new Set([...left].filter((each) => right.has(each))),
    equals: (left, right) => left.size === right.size,
  });
  const here = graph.nodes.find(
    ({ kind, node }) => kind === 'evaluate' && node.type === 'CallExpression' && sourceCode.getText(node) === 'here()',
  );
  return here ? [...(solution.before(here) ?? [])] : [];
}

it.each([
  ['if (x) here();', ['x: truthy']],
  ['if (x) y; else here();', ['x: falsy']],
  ['if (!x) return; here();', ['x: truthy', '!x: falsy']],
  ['if (x.body === null) return; here();', ['x.body === null: falsy']],
  ['if (x && y) here();', ['x: truthy', 'y: truthy', 'x && y: truthy']],
  ['if (x || y) return; here();', ['x: falsy', 'y: falsy', 'x || y: falsy']],
  ['if (!(x || !y)) here();', ['x: falsy', 'y: truthy', '!y: falsy', 'x || !y: falsy', '!(x || !y): truthy']],
  ['if (x && y) return; here();', ['x && y: falsy']],
  ['const z = x && here();', ['x: truthy']],
  ['const z = x ? y : here();', ['x: falsy']],
  ['x ?? here();', ['x: nullish']],
  ['x?.y(here());', ['x: present']],
  ['if (!x?.body) return; here();', ['x: present', 'x?.body: truthy', '!x?.body: falsy']],
  ['if (x!.body as boolean) here();', ['x!.body: truthy', 'x!.body as boolean: truthy']],
  ['x ||= here();', ['x: falsy']],
  ['x ??= here();', ['x: nullish']],
  ['x &&= here();', ['x: truthy']],
  ['while (x) y(); here();', ['x: falsy']],
  ['do y(); while (x); here();', ['x: falsy']],
  ['for (; x; ) y(); here();', ['x: falsy']],
  ['switch (x) { case 1: y(); break; case 2: here(); }', ['x = 1: different', 'x = 2: equal']],
  ['switch (true) { case x: y(); break; case z: here(); }', ['x: falsy', 'z: truthy']],
  ['const { y = here() } = x;', ['y = here(): undefined']],
  ['for (const y of x) here();', ['for (const y of x) here();: item']],
] as const)('%s', (body, expected) => {
  expect(knownHere(body)).toEqual(expected);
});
