import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, unwrap, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { readsOf, type Variable } from '../../../ast/variables.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { exportOf, exportedNames } from '../../names/exported.js';
import { variableOfFunction } from '../../names/functions.js';
import { usersOf } from './uncalled.js';

/**
 * Whether only tests give a variable what other code made, because no program calls the function that takes it:
 * `export function setPool(fake) { pool = fake; }`.
 */
export function isGivenByTestsOnly(file: FileLifecycle, variable: Variable): boolean {
  const { catalog } = file;
  if (!catalog || file.role !== 'service') return false;
  const givers = variable.references.flatMap(({ writeExpr }) => (writeExpr ? (giverOf(file, writeExpr) ?? []) : []));
  return (
    givers.length > 0 &&
    givers.every((giver) => {
      const own = variableOfFunction(file, giver);
      const names = own ? exportedNames(file, own) : [];
      if (!own || names.length === 0 || names.includes('default')) return false;
      const isUsed = readsOf(own).some(({ identifier }) => exportOf(wrapped(identifier)) === null);
      const users = isUsed ? null : usersOf(file, catalog, names);
      return users === 'tests' || users === 'nobody';
    })
  );
}

/** The function whose parameter a value is. */
function giverOf(file: FileLifecycle, value: TSESTree.Node): FunctionNode | null {
  const given = unwrap(value);
  const definition = given.type === 'Identifier' ? file.variableOf(given)?.defs[0] : undefined;
  return definition?.type === 'Parameter' && isFunction(definition.node) ? definition.node : null;
}
