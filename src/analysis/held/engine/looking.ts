import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, propertyName, unwrap } from '../../../ast/nodes.js';
import { loggers, loggingMethods, lookingFunctions } from '../../../catalog/conventions/looking.js';
import { namePattern } from '../../names/conventions.js';
import { CONTAINERS } from './effect-values.js';

const LOOKING = new Set(lookingFunctions);
const LOGGER = namePattern(loggers);
const LOGGING = new Set(loggingMethods);

/** Whether a function only looks at what it gets: it writes it down, tests it, or makes a text of it. */
export function onlyLooks(callee: TSESTree.Node): boolean {
  const node = unwrap(callee);
  if (LOOKING.has(calleeName(node) ?? '')) return true;
  return isLogging(node);
}

/** Whether a value is a part of what a logger gets: `logger.warn({ response }, 'failed')`. */
export function isLookedAt(node: TSESTree.Node): boolean {
  let value = node;
  while (value.parent && CONTAINERS.has(value.parent.type)) value = value.parent;
  const { parent } = value;
  return parent?.type === 'CallExpression' && parent.callee !== value && onlyLooks(parent.callee);
}

/** Whether a call of it writes a log. */
export function isLogging(node: TSESTree.Node): boolean {
  if (node.type === 'Identifier') return node.name === 'log' || node.name === 'debug';
  if (node.type !== 'MemberExpression' || !LOGGING.has(propertyName(node) ?? '')) return false;
  const object = unwrap(node.object);
  const name =
    object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? propertyName(object) : null;
  return name !== null && LOGGER.test(name);
}
