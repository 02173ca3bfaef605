import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { renewalPatterns } from '../../catalog/conventions/retries.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, lastNameOf } from '../names/calls.js';
import { sourcePattern } from '../names/conventions.js';
import { functionOf } from '../names/functions.js';
import { ownNodes, speaksOfIdempotency } from './requests.js';
import type { RetryFault } from './retry-fault.js';
import { REPEATABLE, RETRY_HEADERS } from './retry-texts.js';

const RENEWS = sourcePattern(renewalPatterns, true);

/** `api.interceptors.response.use(undefined, (error) => api(error.config))`: failed requests are sent again. */
export function faultyInterceptors(file: FileLifecycle): RetryFault[] {
  return callsNamed(file, 'use').flatMap((call): RetryFault[] => {
    const callee = file.getText(call.callee);
    const [, given] = call.arguments;
    const fn = given && /\binterceptors\.response\.use$/.test(callee) ? functionOf(file, unwrap(given)) : null;
    const again = fn && sentAgain(file, fn);
    if (!again || RENEWS.test(file.getText(fn))) return [];
    const text = file.getText(fn);
    if (/\b429\b/.test(text) && !RETRY_HEADERS.test(text)) return [{ kind: 'retryAfter', node: again, detail: '' }];
    const isOnly429 = /\b429\b/.test(text) && !/\b5\d\d\b|>=/.test(text);
    const sends = callsNamed(file, 'post', 'patch').some((each) => each.callee.type === 'MemberExpression');
    if (isOnly429 || !sends || REPEATABLE.test(text) || speaksOfIdempotency(file.text)) return [];
    return [{ kind: 'unsafe', node: again, detail: 'POST' }];
  });
}

/** `api(error.config)`, `axios.request(config)`: the call that is given the configuration of the failed request. */
function sentAgain(file: FileView, fn: FunctionNode): TSESTree.CallExpression | null {
  for (const node of ownNodes(file, fn.body, isFunction)) {
    if (node.type !== 'CallExpression') continue;
    const [first] = node.arguments;
    const isSent = node.callee.type === 'Identifier' || lastNameOf(node.callee) === 'request';
    if (first && isSent && /^(?:config|originalRequest|originalConfig)$|Config$/.test(lastNameOf(first))) return node;
  }
  return null;
}
