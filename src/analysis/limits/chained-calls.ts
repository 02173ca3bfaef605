import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { callAround, propertyName, wrapped } from '../../ast/nodes.js';
import { chainedReaders, chainedUploads } from '../../catalog/conventions/slow-work.js';
import { splitUses, type Use } from '../names/uses.js';

const UPLOADS = new Set(chainedUploads);
const READERS = new Set(chainedReaders);

/** What the methods that are called on a request say: whether it sends files, and whether others read its answer. */
export function saidByChain(
  file: FileView,
  node: TSESTree.CallExpression,
): { readonly sends: boolean; readonly streams: boolean } {
  const { calls, end } = chainFrom(node);
  const { own, shared } = splitUses(file, end);
  const parts = [saidBy(calls), saidBy(callsIn(own)), saidByShared(shared)];
  return { sends: parts.some(({ sends }) => sends), streams: parts.some(({ streams }) => streams) };
}

/** Asked once for all requests whose results one name holds. */
const saidByShared = memoized((uses: readonly Use[]) => saidBy(callsIn(uses)));

function saidBy(calls: readonly TSESTree.CallExpression[]): ReturnType<typeof saidByChain> {
  return {
    sends: calls.some(({ callee }) => UPLOADS.has(nameOf(callee))),
    streams: calls.some(({ callee, arguments: [given] }) => READERS.has(nameOf(callee)) && isFalse(given)),
  };
}

/** The methods of a request's chain, and what the chain gives. */
function chainFrom(node: TSESTree.CallExpression): {
  readonly calls: readonly TSESTree.CallExpression[];
  readonly end: TSESTree.CallExpression;
} {
  const calls: TSESTree.CallExpression[] = [];
  let end = node;
  for (let member = wrapped(end).parent; member?.type === 'MemberExpression'; member = wrapped(end).parent) {
    const call = callAround(member);
    if (!call) break;
    calls.push(call);
    end = call;
  }
  return { calls, end };
}

/** Calls of methods among some uses. */
function callsIn(uses: readonly Use[]): TSESTree.CallExpression[] {
  return uses.flatMap(({ node, path }) => (path.length > 0 ? (callAround(node) ?? []) : []));
}

function nameOf(callee: TSESTree.Node): string {
  return callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
}

function isFalse(node: TSESTree.Node | undefined): boolean {
  return node?.type === 'Literal' && node.value === false;
}
