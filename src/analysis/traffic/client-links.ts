import type { TSESTree } from '@typescript-eslint/utils';
import { leavingPatterns } from '../../catalog/conventions/streaming.js';
import { isHandler } from '../values/callbacks.js';
import { sourcePattern } from '../names/conventions.js';
import type { FunctionNode } from '../../ast/nodes.js';

/** What ends the upstream, or looks whether the client is still there. */
const LINKED = sourcePattern(leavingPatterns);
/** A limit of time knows nothing of the client. */
const OWN_LIMIT = /\bsignal:\s*AbortSignal\.timeout\([^()]*\)/g;

/** Whether the text of code ties an upstream to the client that waits for it. */
export function isLinked(text: string): boolean {
  return LINKED.test(text);
}

/** The same, where a limit of time on the upstream is no such tie. */
export function isLinkedBesidesLimits(text: string): boolean {
  return isLinked(text.replaceAll(OWN_LIMIT, ''));
}

/** The parameter of a handler that is the response it writes. */
export function responseParameter(fn: FunctionNode): TSESTree.Parameter | undefined {
  return isHandler(fn) ? fn.params[fn.params.length === 4 ? 2 : 1] : undefined;
}
