import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { callAround, propertyName, wrapped } from '../../ast/nodes.js';
import { chainedReaders, chainedUploads } from '../../catalog/conventions/slow-work.js';
import { usesOf } from '../names/uses.js';

const UPLOADS = new Set(chainedUploads);
const READERS = new Set(chainedReaders);

/** What the methods that are called on a request say: whether it sends files, and whether others read its answer. */
export function saidByChain(
  file: FileView,
  node: TSESTree.CallExpression,
): { readonly sends: boolean; readonly streams: boolean } {
  const calls = chainedCalls(file, node);
  return {
    sends: calls.some(({ callee }) => UPLOADS.has(nameOf(callee))),
    streams: calls.some(({ callee, arguments: [given] }) => READERS.has(nameOf(callee)) && isFalse(given)),
  };
}

/** The methods of a request's chain, and those of the variable that holds what the chain gives. */
function chainedCalls(file: FileView, node: TSESTree.CallExpression): readonly TSESTree.CallExpression[] {
  const calls: TSESTree.CallExpression[] = [];
  let end: TSESTree.Node = node;
  for (let member = wrapped(end).parent; member?.type === 'MemberExpression'; member = wrapped(end).parent) {
    const call = callAround(member);
    if (!call) break;
    calls.push(call);
    end = call;
  }
  const later = [...usesOf(file, end)].map(({ node: use, path }) => (path.length > 0 ? callAround(use) : null));
  return [...calls, ...later.filter((call) => call !== null)];
}

function nameOf(callee: TSESTree.Node): string {
  return callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
}

function isFalse(node: TSESTree.Node | undefined): boolean {
  return node?.type === 'Literal' && node.value === false;
}
