import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { isFunction, wrapped } from '../../ast/nodes.js';
import { isTopLevel, type Variable } from '../../ast/variables.js';
import { importsLeadBackTo } from '../../project/import-cycle.js';

/**
 * The statement above which a declaration stands in front of all code of the module that may run a statement's code:
 * the statement itself, or an earlier one which may call the function that it declares.
 */
export function firstRunner(file: FileView, statement: TSESTree.ProgramStatement): TSESTree.ProgramStatement {
  return runnerOf(statement, file);
}

const runnerOf = memoized((statement: TSESTree.ProgramStatement, file: FileView): TSESTree.ProgramStatement => {
  const declared = functionDeclaredBy(statement);
  const variable = declared && file.getDeclaredVariables(declared)[0];
  let first = statement;
  for (;;) {
    const early = variable ? earlyUse(file, variable, first.range[0]) : null;
    const place = early && topLevelOf(early);
    if (!place || place.range[0] >= first.range[0]) return first;
    first = place;
  }
});

/**
 * Whether an import cycle leads back to the module whose function a statement declares, so that others may call it
 * before the module is evaluated.
 */
export function isInCycle(
  { text, filename, cwd }: FileView & { readonly filename: string; readonly cwd: string },
  statement: TSESTree.ProgramStatement,
): boolean {
  return functionDeclaredBy(statement) !== null && importsLeadBackTo(text, filename, cwd);
}

function functionDeclaredBy(statement: TSESTree.ProgramStatement): TSESTree.FunctionDeclaration | null {
  const declared =
    (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') &&
    statement.declaration
      ? statement.declaration
      : statement;
  return declared.type === 'FunctionDeclaration' ? declared : null;
}

/**
 * A place above `end` that may call a function while the module is evaluated; followed through the functions and values
 * that use it.
 */
function earlyUse(file: FileView, start: Variable, end: number): TSESTree.Node | null {
  const seen = new Set<Variable>();
  const pending = [start];
  for (let variable = pending.pop(); variable; variable = pending.pop()) {
    if (seen.has(variable)) continue;
    seen.add(variable);
    for (const { identifier, isValueReference, init } of variable.references) {
      // The declaration of a constant that holds the code does not run it.
      if (identifier.type !== 'Identifier' || isValueReference === false || init === true) continue;
      const place = topLevelOf(identifier);
      if (!place) continue;
      const declared = functionDeclaredBy(place);
      if (declared && isInFunction(identifier)) {
        const own = file.getDeclaredVariables(declared)[0];
        if (own) pending.push(own);
        continue;
      }
      if (identifier.range[0] >= end) continue;
      if (isExportOf(identifier)) continue;
      const holders = isInFunction(identifier) ? variablesOf(file, place) : [];
      if (holders.length === 0) return identifier;
      pending.push(...holders);
    }
  }
  return null;
}

function topLevelOf(node: TSESTree.Node): TSESTree.ProgramStatement | null {
  let current = node;
  while (current.parent && current.parent.type !== 'Program') current = current.parent;
  return current.parent ? (current as TSESTree.ProgramStatement) : null;
}

function isInFunction(node: TSESTree.Node): boolean {
  for (let current = node.parent; current; current = current.parent) if (isFunction(current)) return true;
  return false;
}

function isExportOf(identifier: TSESTree.Identifier): boolean {
  const { parent } = wrapped(identifier);
  return (
    parent?.type === 'ExportSpecifier' ||
    parent?.type === 'ExportDefaultDeclaration' ||
    parent?.type === 'TSExportAssignment'
  );
}

/** The variables that a top-level statement declares, through which the code in it can be reached. */
function variablesOf(file: FileView, statement: TSESTree.ProgramStatement): readonly Variable[] {
  const declared =
    statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement;
  if (declared.type === 'ClassDeclaration') {
    const variable = declared.id && file.variableOf(declared.id);
    return variable && isTopLevel(variable) ? [variable] : [...file.getDeclaredVariables(declared)];
  }
  return declared.type === 'VariableDeclaration' ? [...file.getDeclaredVariables(declared)] : [];
}
