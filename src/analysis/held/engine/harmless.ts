import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, calleeName, propertyName, unwrap } from '../../../ast/nodes.js';
import { listeningMethods, removingMethods } from '../../../catalog/conventions/listeners.js';
import { safeConstructors, safeFunctions, textMethods } from '../../../catalog/conventions/looking.js';
import { isLogging } from './looking.js';

const LISTENER = new Set([...listeningMethods, ...removingMethods]);
const TEXT = new Set(textMethods);
const WORKS = new Set(safeFunctions);
const MAKES = new Set(safeConstructors);

/**
 * Whether a call fails in no running program: it logs, reads the clock, stops a timer, makes a plain object of the
 * platform, adds or takes away a listener, looks up a header, or changes a text.
 */
export function isHarmless(node: TSESTree.Node): boolean {
  if (node.type === 'NewExpression') return MAKES.has(calleeName(node.callee) ?? '');
  const callee = node.type === 'CallExpression' ? unwrap(node.callee) : null;
  if (!callee) return false;
  if (WORKS.has(calleeName(callee) ?? '') || isLogging(callee)) return true;
  if (callee.type !== 'MemberExpression') return false;
  const method = propertyName(callee) ?? '';
  if (LISTENER.has(method)) return true;
  const object = unwrap(callee.object);
  if (method === 'get' || method === 'has')
    return object.type === 'MemberExpression' && propertyName(object) === 'headers';
  return TEXT.has(method) && isText(object);
}

/** Whether an expression is no `null` that a look-up has returned. */
function isText(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'Identifier':
    case 'MemberExpression':
      return true;
    case 'LogicalExpression':
      return node.operator !== '&&' && isText(unwrap(node.right));
    case 'CallExpression':
      return calleeName(node.callee) === 'String' || (callAround(node.callee) === node && isHarmlessText(node));
    default:
      return false;
  }
}

function isHarmlessText(node: TSESTree.CallExpression): boolean {
  const callee = unwrap(node.callee);
  return callee.type === 'MemberExpression' && TEXT.has(propertyName(callee) ?? '') && isText(unwrap(callee.object));
}
