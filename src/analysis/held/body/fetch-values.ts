import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { wrapped } from '../../../ast/nodes.js';
import type { CatalogIndex } from '../../names/catalog-index.js';
import type { AnalysedFile, RequestCall } from '../../names/clients.js';
import { declaredType } from '../../names/declared-types.js';
import { globalReferences } from '../../names/modules.js';

const FETCH_TYPE = /\btypeof\s+(?:globalThis\.)?fetch\b/;

/** A call that sends a request by a `fetch` of its own; `doubtful`: by one that it is only given. */
export interface FetchValueCall {
  readonly request: RequestCall;
  readonly doubtful: boolean;
}

/**
 * Requests of a `fetch` that the file is given: calls of what is typed `typeof fetch`, and calls that get the global
 * `fetch` as an argument (`limiter.call(fetch, url)`), which may deliver its response.
 */
export function requestsByFetchValue(file: AnalysedFile, index: CatalogIndex): FetchValueCall[] {
  if (!file.text.includes('fetch')) return [];
  const target = index.global('fetch');
  const [known] = target ? index.requests(target.specifier, target.path) : [];
  if (!known) return [];
  const calls = new Map<TSESTree.CallExpression, boolean>();
  if (FETCH_TYPE.test(file.text))
    for (const call of typedCalls(file)) if (!file.clients.requests.has(call)) calls.set(call, false);
  for (const { node, path } of globalReferences(file, ['fetch'])) {
    const value = wrapped(node);
    const call = path.length <= 1 && value.parent?.type === 'CallExpression' ? value.parent : null;
    const takes = call?.arguments.some((argument) => argument === value) === true;
    if (call && takes && !file.clients.requests.has(call) && !calls.has(call)) calls.set(call, true);
  }
  return [...calls].map(([node, doubtful]) => ({
    request: {
      node,
      library: known.library,
      request: doubtful ? { ...known.request, options: [] } : known.request,
      alternatives: [],
      client: null,
    },
    doubtful,
  }));
}

/** Calls of parameters, variables, fields and members of interfaces with the type of `fetch`. */
function* typedCalls(file: FileView): Generator<TSESTree.CallExpression> {
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type !== 'CallExpression') continue;
    const type = declaredType(file, node.callee);
    if (type?.type === 'TSTypeQuery' && /^(?:globalThis\.)?fetch$/.test(file.getText(type.exprName))) yield node;
  }
}
