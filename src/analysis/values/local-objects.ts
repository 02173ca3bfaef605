import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { propertyName, unawaited, unwrap } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import { containerConstructors } from '../../catalog/conventions/pure-calls.js';

/** Whether everything assigned to a variable is an object or container made on the spot. */
export function isLocalObject(file: FileView, variable: Variable): boolean {
  const values = variable.references.flatMap((reference) =>
    reference.isWrite() && reference.writeExpr ? [unwrap(reference.writeExpr)] : [],
  );
  return (
    values.length > 0 &&
    values.every((value) => isFreshObject(file, value) || isCompleted(file, variable, value)) &&
    values.some((value) => isFreshObject(file, value))
  );
}

/** `options = complete(options)`: still the options of this call. */
function isCompleted(file: FileView, variable: Variable, value: TSESTree.Node): boolean {
  const call = unawaited(value);
  return (
    call.type === 'CallExpression' &&
    call.arguments.some((argument) => argument.type === 'Identifier' && file.variableOf(argument) === variable)
  );
}

function isFreshObject(file: FileView, value: TSESTree.Node): boolean {
  switch (value.type) {
    case 'ObjectExpression':
    case 'ArrayExpression':
      return true;
    case 'ConditionalExpression':
      return isFreshObject(file, unwrap(value.consequent)) && isFreshObject(file, unwrap(value.alternate));
    case 'NewExpression':
      return value.callee.type === 'Identifier' && containerConstructors.includes(value.callee.name);
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      if (callee.type === 'Identifier') return callee.name === 'structuredClone';
      return (
        callee.type === 'MemberExpression' &&
        callee.object.type === 'Identifier' &&
        callee.object.name === 'Object' &&
        propertyName(callee) === 'assign' &&
        value.arguments[0]?.type === 'ObjectExpression'
      );
    }
    default:
      return false;
  }
}
