import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { stringOf } from '../../ast/nodes.js';
import { variableOf, type Variable } from '../../ast/variables.js';

/**
 * The specifier of the module that a name was imported or required from; `null` where it is the file's own, or global.
 */
export function importSourceOf(
  sourceCode: Readonly<TSESLint.SourceCode>,
  identifier: TSESTree.Identifier,
): string | null {
  const variable = variableOf(sourceCode, identifier);
  return variable && moduleOf(variable);
}

/** The specifier of the module that a variable holds something of: imported, required, or imported when needed. */
export function moduleOf({ defs: [definition] }: Variable): string | null {
  if (definition?.type === 'ImportBinding')
    return definition.parent?.type === 'ImportDeclaration' ? definition.parent.source.value : null;
  const init =
    definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
  const value = init?.type === 'AwaitExpression' ? init.argument : init;
  if (value?.type === 'ImportExpression') return stringOf(value.source);
  return value?.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require'
    ? stringOf(value.arguments[0])
    : null;
}
