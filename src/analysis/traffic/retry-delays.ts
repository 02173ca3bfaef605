import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction } from '../../ast/nodes.js';
import { numberOf } from '../values/numbers.js';
import { resultsOf } from '../values/places.js';
import type { RetryFault } from './retry-fault.js';

/** The fault of a delay that is given as a number, or as a function that returns one; `null` where it may grow. */
export function faultOfDelay(file: FileView, delay: TSESTree.Node): RetryFault | null {
  const ms = constantDelay(file, delay);
  if (ms === null) return null;
  return { kind: ms === 0 ? 'atOnce' : 'constant', node: delay, detail: '' };
}

function constantDelay(file: FileView, delay: TSESTree.Node): number | null {
  const value = file.resolveConstant(delay);
  if (!isFunction(value)) return numberOf(file, value);
  const numbers = resultsOf(file, value).map((result) => numberOf(file, result));
  const [first] = numbers;
  return first !== undefined && numbers.every((each) => each === first) ? first : null;
}
