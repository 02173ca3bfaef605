import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, isWithin, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import { lastNameOf } from '../names/calls.js';
import { isExecutor } from '../values/promises.js';

/**
 * What the code does with what a timer function returned. `dropped`: nobody has it; `unknown`: other code may clear it.
 */
export type HandleFate = 'dropped' | 'kept' | 'cleared' | 'unref' | 'unknown';

const CLEARING = /^clear(?:Timeout|Interval)$/;

/** The fate of the handle of `setTimeout()` or `setInterval()`. */
export function handleFate(file: FileView, call: TSESTree.CallExpression): HandleFate {
  const value = wrapped(call);
  const { parent } = value;
  if (!parent) return 'unknown';
  switch (parent.type) {
    case 'ExpressionStatement':
      return 'dropped';
    case 'UnaryExpression':
      return parent.operator === 'void' ? 'dropped' : 'unknown';
    case 'ArrowFunctionExpression':
      // `(_, reject) => setTimeout(reject, ms)`: a promise does nothing with what its executor returns.
      return parent.body === value && isExecutor(parent) ? 'dropped' : 'unknown';
    case 'MemberExpression':
      return propertyName(parent) === 'unref' ? 'unref' : 'unknown';
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? fateOfVariable(call, file.variableOf(parent.id)) : 'unknown';
    case 'AssignmentExpression':
      return parent.left.type === 'Identifier' && parent.parent.type === 'ExpressionStatement'
        ? fateOfVariable(call, file.variableOf(parent.left))
        : 'unknown';
    default:
      return 'unknown';
  }
}

function fateOfVariable(call: TSESTree.CallExpression, variable: Variable | null): HandleFate {
  if (!variable) return 'unknown';
  const once = lastNameOf(call.callee) === 'setTimeout';
  let fate: HandleFate = 'kept';
  for (const reference of variable.references) {
    // A timeout that clears itself is over by then.
    if (!reference.isRead() || (once && isWithin(reference.identifier, call))) continue;
    const value = wrapped(reference.identifier);
    const { parent } = value;
    if (parent?.type === 'CallExpression' && parent.callee !== value) {
      if (CLEARING.test(lastNameOf(parent.callee))) return 'cleared';
      fate = 'unknown';
    } else if (parent?.type === 'MemberExpression' && parent.object === value) {
      if (propertyName(parent) === 'unref') fate = 'unref';
      else if (/^(?:close|refresh|hasRef|ref)$/.test(propertyName(parent) ?? '')) return 'cleared';
    } else if (!isTest(value)) {
      fate = 'unknown';
    }
  }
  return fate;
}

/** Whether an expression is only looked at. */
function isTest({ parent }: TSESTree.Node): boolean {
  return /^(?:If|While|Conditional|Logical|Unary|Binary)/.test(parent?.type ?? '');
}

/** The first `setTimeout()` in a function, not in functions that it defines, apart from executors. */
export function timerIn(file: FileView, fn: FunctionNode): TSESTree.CallExpression | null {
  for (const node of descendantsOf(fn.body, file.visitorKeys, (inner) => !isFunction(inner) || isExecutor(inner))) {
    if (node.type === 'CallExpression' && isTimeoutCall(node)) return node;
  }
  return null;
}

/** `setTimeout(fn, ms)` of the platform, also as a member of a global object. */
export function isTimeoutCall({ callee, arguments: [first] }: TSESTree.CallExpression): boolean {
  const value = unwrap(callee);
  if (lastNameOf(value) !== 'setTimeout' || !first || first.type === 'Literal' || first.type === 'BinaryExpression')
    return false;
  return (
    value.type === 'Identifier' ||
    /^(?:globalThis|window|global)$/.test(lastNameOf((value as TSESTree.MemberExpression).object))
  );
}
