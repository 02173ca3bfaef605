import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../ast/memo.js';
import { callAround, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf, isTopLevel } from '../../ast/variables.js';
import type { AcquireFact, Library } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { usesOf } from '../names/uses.js';
import type { ExportFact, SummarizedFile } from './file.js';
import { returnedBy } from './returned.js';

interface Acquired {
  readonly fact: AcquireFact;
  readonly library: Library;
}

/** What can be taken from an exported client: `pool.connect()` in the files that import the pool. */
export function acquiresOf(name: string, { construct, library }: Construction): ExportFact[] {
  if (construct.testDouble) return [];
  return (construct.acquires ?? []).map((fact) => ({ kind: 'acquire', name: `${name}.${fact.method}`, library, fact }));
}

/**
 * A function that returns what it takes from a client of its file, so that its caller has to give it back:
 * `getClient = () => pool.connect()`. `null` where that is not certain.
 */
export function acquireReturnedBy(file: SummarizedFile, name: string, fn: FunctionNode): ExportFact | null {
  if (fn.generator) return null;
  const found = (returnedBy(fn) ?? []).map((node) => acquiredBy(file, node));
  const [first] = found;
  if (!first || found.some((each) => each?.fact !== first.fact)) return null;
  const { fact, library } = first;
  // A callback, or a release through the owner, is not what the caller of this function has.
  if (fact.delivery === 'callback' || fact.resource === 'owner') return null;
  if (fact.release.some(({ on }) => on === 'owner')) return null;
  const { parameters: _parameters, managedByCallback: _managed, ...plain } = fact;
  return { kind: 'acquire', name, library, fact: { ...plain, async: fn.async || fact.async } };
}

function acquiredBy(file: SummarizedFile, expression: TSESTree.Node): Acquired | null {
  const node = unwrap(expression);
  if (node.type === 'AwaitExpression') return acquiredBy(file, node.argument);
  if (node.type === 'CallExpression') return acquireCallsOf(file).get(node) ?? null;
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  const value = variable && !isTopLevel(variable) ? initializerOf(variable) : null;
  return value ? acquiredBy(file, value) : null;
}

/** The calls of a file that take something from a client which it constructs. */
const acquireCallsOf = memoized((file: SummarizedFile) => {
  const calls = new Map<TSESTree.Node, Acquired>();
  for (const { node, construct, library } of file.clients.constructions.values()) {
    if (!construct.acquires || construct.testDouble) continue;
    for (const { node: use, path } of usesOf(file, node)) {
      const fact = construct.acquires.find(({ method }) => method === path.join('.'));
      const call = fact && callAround(use);
      if (fact && call && !(fact.managedByCallback && call.arguments.length > 0)) calls.set(call, { fact, library });
    }
  }
  return calls;
});
