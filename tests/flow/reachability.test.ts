/**
 * Compares with ESLint's own code path analysis which statements and expressions can be reached, over thousands of
 * functions.
 *
 * Each file gets a marker statement after every statement, so that there is something to reach (or not) after each
 * `return`, `break`, loop, `switch` and `try`. Calls that never return are off, generators are left out.
 *
 * ESLint differs on purpose, or by its nature, in two things:
 * - It lets every try block end in its catch clause, and lets the reading of any name throw. So a catch clause is taken
 *   to be
 *   reachable where ESLint says so, and the comparison goes on from there.
 * - It takes the update of a `for` loop to be reachable even if no run of the body ends normally.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TSESLint, type TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/flow/build.js';
import { reachableNodes, type FlowGraph, type FlowNode } from '../../src/flow/graph.js';
import { nodesIn } from './fixture.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** What ESLint says of one code path. */
interface CodePath {
  root: TSESTree.Node | null;
  readonly current: Set<TSESLint.CodePathSegment>;
  /** Whether control comes to a node, and whether its evaluation ends. */
  readonly enters: Map<TSESTree.Node, boolean>;
  readonly leaves: Map<TSESTree.Node, boolean>;
}

class Tally {
  functions = 0;
  compared = 0;
  unreachable = 0;
  readonly differences: string[] = [];
}

function isInUpdate(node: TSESTree.Node): boolean {
  for (let current = node; current.parent; current = current.parent) {
    if (current.parent.type === 'ForStatement' && current.parent.update === current) return true;
  }
  return false;
}

function isGenerator(root: TSESTree.Node): boolean {
  return 'generator' in root && root.generator;
}

/** The nodes that we think can be reached, given which catch clauses ESLint thinks can be. */
function reachedWithCatches(graph: FlowGraph, enters: ReadonlyMap<TSESTree.Node, boolean>): Set<FlowNode> {
  const reached = reachableNodes(graph);
  for (const node of reached) {
    for (const edge of node.outgoing) reached.add(edge.to);
    const statement = node.kind === 'enter' ? node.node.parent : null;
    if (statement?.type !== 'TryStatement' || statement.block !== node.node || !statement.handler) continue;
    if (enters.get(statement.handler) !== true) continue;
    // In a finalizer that is walked several times, the clause that belongs to this walk.
    const walk = graph
      .at(statement.block)
      .filter(({ kind }) => kind === 'enter')
      .indexOf(node);
    const clause = graph.at(statement.handler).filter(({ kind }) => kind === 'catch')[walk];
    if (clause) reached.add(clause);
  }
  return reached;
}

function compare(sourceCode: SourceCode, path: CodePath, tally: Tally, place: string): void {
  const { root, enters, leaves } = path;
  if (!root || isGenerator(root)) return;
  tally.functions += 1;
  const graph = buildGraph(root, { visitorKeys: sourceCode.visitorKeys });
  const reached = reachedWithCatches(graph, enters);
  const verdicts = new Map<FlowNode['node'], { ours: boolean; readonly theirs: boolean }>();
  for (const node of graph.nodes) {
    if (node.node === root || (node.kind !== 'enter' && node.kind !== 'evaluate')) continue;
    const theirs = (node.kind === 'enter' ? enters : leaves).get(node.node);
    const verdict = verdicts.get(node.node);
    // A node has several moments where a finalizer is walked more than once; a class declaration has two.
    if (verdict) verdict.ours ||= reached.has(node);
    else if (theirs !== undefined) verdicts.set(node.node, { ours: reached.has(node), theirs });
  }
  for (const [node, { ours, theirs }] of verdicts) {
    tally.compared += 1;
    if (!theirs) tally.unreachable += 1;
    if (ours === theirs || (theirs && isInUpdate(node))) continue;
    tally.differences.push(
      `${place}:${String(node.loc.start.line)} ${node.type}: ours ${String(ours)}, ESLint ${String(theirs)}`,
    );
  }
}

function comparison(tally: Tally, place: string): TSESLint.RuleModule<string> {
  return {
    meta: { type: 'problem', messages: {}, schema: [] },
    create({ sourceCode }) {
      const paths: CodePath[] = [];
      const isReachable = () => [...(paths.at(-1)?.current ?? [])].some((segment) => segment.reachable);
      const start = (segment: TSESLint.CodePathSegment) => paths.at(-1)?.current.add(segment);
      const end = (segment: TSESLint.CodePathSegment) => paths.at(-1)?.current.delete(segment);
      return {
        onCodePathStart() {
          paths.push({ root: null, current: new Set(), enters: new Map(), leaves: new Map() });
        },
        onCodePathEnd() {
          const path = paths.pop();
          if (path) compare(sourceCode, path, tally, place);
        },
        onCodePathSegmentStart: start,
        onCodePathSegmentEnd: end,
        onUnreachableCodePathSegmentStart: start,
        onUnreachableCodePathSegmentEnd: end,
        '*'(node: TSESTree.Node) {
          const path = paths.at(-1);
          if (!path) return;
          path.root ??= node;
          path.enters.set(node, isReachable());
        },
        '*:exit'(node: TSESTree.Node) {
          paths.at(-1)?.leaves.set(node, isReachable());
        },
      };
    },
  };
}

type Mode = 'script' | 'commonjs' | 'module';

function lint(text: string, sourceType: Mode, rule: TSESLint.RuleModule<string>): boolean {
  const messages = new TSESLint.Linter().verify(text, [
    {
      files: ['**'],
      languageOptions: { sourceType },
      linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
      plugins: { test: { rules: { rule } } },
      rules: { 'test/rule': 'error' },
    },
  ]);
  return !messages.some((message) => message.fatal);
}

/** The text with a marker after each statement of a list. */
function withMarkers(text: string, sourceType: Mode): string {
  const ends: number[] = [];
  lint(text, sourceType, {
    meta: { type: 'problem', messages: {}, schema: [] },
    create({ sourceCode }) {
      for (const node of nodesIn(sourceCode.ast, sourceCode.visitorKeys)) {
        if (node.type === 'SwitchCase') for (const statement of node.consequent) ends.push(statement.range[1]);
        if (node.type !== 'Program' && node.type !== 'BlockStatement' && node.type !== 'StaticBlock') continue;
        for (const statement of node.body) ends.push(statement.range[1]);
      }
      return {};
    },
  });
  let marked = '';
  let from = 0;
  for (const end of ends.sort((left, right) => left - right)) {
    marked += `${text.slice(from, end)};0;`;
    from = end;
  }
  return marked + text.slice(from);
}

function* scriptsIn(directory: string): Generator<string> {
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) yield* scriptsIn(path);
    else if (/\.[cm]?js$/u.test(name) && statSync(path).size < 300_000) yield path;
  }
}

function directoryOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

function compareAll(directories: readonly string[], modeOf: (path: string) => Mode): Tally {
  const tally = new Tally();
  for (const directory of directories) {
    for (const path of scriptsIn(directory)) {
      const text = readFileSync(path, 'utf8');
      const mode = modeOf(path);
      // A marker in front of an HTML-like comment makes a script unparsable.
      if (!lint(withMarkers(text, mode), mode, comparison(tally, path))) lint(text, mode, comparison(tally, path));
    }
  }
  return tally;
}

describe("reachability agrees with ESLint's code paths", () => {
  it('on all programs of test262-parser-tests', () => {
    const root = directoryOf('test262-parser-tests');
    const tally = compareAll([join(root, 'pass')], (path) => (path.includes('.module.') ? 'module' : 'script'));
    expect(tally.differences).toEqual([]);
    expect(tally.functions).toBeGreaterThan(2_000);
    expect(tally.unreachable).toBeGreaterThan(500);
  });

  it('on the sources of installed packages', () => {
    const roots = [join(directoryOf('eslint'), 'lib'), join(directoryOf('undici'), 'lib')];
    const tally = compareAll(roots, () => 'commonjs');
    expect(tally.differences).toEqual([]);
    expect(tally.functions).toBeGreaterThan(5_000);
    expect(tally.unreachable).toBeGreaterThan(5_000);
  });
});
