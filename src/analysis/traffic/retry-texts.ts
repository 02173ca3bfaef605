import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { rootOf, unwrap } from '../../ast/nodes.js';
import { loggers } from '../../catalog/conventions/looking.js';
import {
  finalErrors,
  repeatablePatterns,
  retryChoicePatterns,
  retryHeaders,
} from '../../catalog/conventions/retries.js';
import { lastNameOf } from '../names/calls.js';
import { namePattern, sourcePattern, wordPattern } from '../names/conventions.js';

/** Texts of conditions that look whether a request may be sent twice. */
export const REPEATABLE = sourcePattern(repeatablePatterns);
/** Texts of what a peer says about when to come back. */
export const RETRY_HEADERS = wordPattern(retryHeaders);

const CHOOSES = sourcePattern(retryChoicePatterns);
const FINAL = namePattern(finalErrors);
const LOGGER = namePattern(loggers);

/**
 * Whether code tells one failure from another, or leaves the choice to a function. What it writes to a log, or into an
 * error that is tried again like any other, decides nothing.
 */
export function chooses(file: FileView, code: TSESTree.Node): boolean {
  let text = '';
  let at = code.range[0];
  for (const node of descendantsOf(code, file.visitorKeys)) {
    if (node.range[0] < at || !isTold(node)) continue;
    text += file.text.slice(at, node.range[0]);
    [, at] = node.range;
  }
  return CHOOSES.test(text + file.text.slice(at, code.range[1]));
}

/** `new Error(...)`, `console.warn(...)`, `logger.info(...)`. */
function isTold(node: TSESTree.Node): boolean {
  if (node.type === 'NewExpression') {
    const name = lastNameOf(node.callee);
    return name.endsWith('Error') && !FINAL.test(name);
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  return LOGGER.test(rootOf(unwrap(node.callee))?.name ?? lastNameOf(node.callee.object));
}
