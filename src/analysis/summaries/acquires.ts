import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../ast/memo.js';
import { callAround, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf, isTopLevel, readsOf } from '../../ast/variables.js';
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
  const release = fact.release.filter(({ on }) => on !== 'owner');
  if (release.length === 0) return null;
  const { parameters: _parameters, managedByCallback: _managed, ...plain } = fact;
  return { kind: 'acquire', name, library, fact: { ...plain, release, async: fn.async || fact.async } };
}

function acquiredBy(file: SummarizedFile, expression: TSESTree.Node): Acquired | null {
  const node = unwrap(expression);
  if (node.type === 'AwaitExpression') return acquiredBy(file, node.argument);
  if (node.type === 'CallExpression') return acquireCallsOf(file).get(node) ?? null;
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  if (!variable || isTopLevel(variable)) return null;
  const value = initializerOf(variable);
  return value && readsOf(variable).every(({ identifier }) => keepsNothing(identifier))
    ? acquiredBy(file, value)
    : null;
}

/** Whether a place returns what was taken, asks for it, or works with it, and gives it to nobody else. */
function keepsNothing(read: TSESTree.Node): boolean {
  const value = wrapped(read);
  const { parent } = value;
  if (parent?.type === 'MemberExpression') return parent.object === value;
  return (
    parent?.type === 'ReturnStatement' ||
    parent?.type === 'AwaitExpression' ||
    parent?.type === 'UnaryExpression' ||
    parent?.type === 'BinaryExpression' ||
    parent?.type === 'IfStatement'
  );
}

/** The calls of a file that take something from a client which it constructs. */
const acquireCallsOf = memoized((file: SummarizedFile) => {
  const calls = new Map<TSESTree.Node, Acquired>();
  for (const construction of file.clients.constructions.values()) {
    if (construction.construct.acquires && !construction.construct.testDouble)
      addCalls(file, construction, construction.node, calls);
  }
  return calls;
});

/** Calls on a client, and on what its methods return of itself: `pool.promise().getConnection()`. */
function addCalls(
  file: SummarizedFile,
  construction: Construction,
  client: TSESTree.Node,
  calls: Map<TSESTree.Node, Acquired>,
  depth = 0,
): void {
  const { construct, library } = construction;
  for (const { node: use, path } of usesOf(file, client)) {
    const call = callAround(use);
    const name = path.join('.');
    const fact = call && construct.acquires?.find(({ method }) => method === name);
    if (fact && !(fact.managedByCallback && call.arguments.length > 0)) calls.set(call, { fact, library });
    else if (call && depth === 0 && construct.returnsSelf?.includes(name))
      addCalls(file, construction, call, calls, depth + 1);
  }
}
