import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap } from '../../ast/nodes.js';
import { variableOf, type Variable } from '../../ast/variables.js';
import { containerConstructors } from '../../catalog/conventions/pure-calls.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Whether everything assigned to a variable is an object or container made on the spot. */
export function isLocalObject(sourceCode: SourceCode, variable: Variable): boolean {
  const values = variable.references.flatMap((reference) =>
    reference.isWrite() && reference.writeExpr ? [unwrap(reference.writeExpr)] : [],
  );
  return (
    values.length > 0 &&
    values.every((value) => isFreshObject(sourceCode, value) || isCompleted(sourceCode, variable, value)) &&
    values.some((value) => isFreshObject(sourceCode, value))
  );
}

/** `options = complete(options)`: still the options of this call. */
function isCompleted(sourceCode: SourceCode, variable: Variable, value: TSESTree.Node): boolean {
  const call = value.type === 'AwaitExpression' ? unwrap(value.argument) : value;
  return (
    call.type === 'CallExpression' &&
    call.arguments.some((argument) => argument.type === 'Identifier' && variableOf(sourceCode, argument) === variable)
  );
}

function isFreshObject(sourceCode: SourceCode, value: TSESTree.Node): boolean {
  switch (value.type) {
    case 'ObjectExpression':
    case 'ArrayExpression':
      return true;
    case 'ConditionalExpression':
      return isFreshObject(sourceCode, unwrap(value.consequent)) && isFreshObject(sourceCode, unwrap(value.alternate));
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
