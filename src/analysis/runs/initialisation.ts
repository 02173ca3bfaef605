import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction, wrapped } from '../../ast/nodes.js';
import { isTopLevel, variableOf, type Variable } from '../../ast/variables.js';
import { importsLeadBackTo } from '../../project/import-cycle.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * Why the code in a top-level statement may run before a declaration that is put directly above it, or `null` when it
 * cannot. Only function declarations can: they exist before the module is evaluated, so statements above them, and
 * modules of an import cycle, may call them already.
 */
export function mayRunEarly(
  { sourceCode, filename, cwd }: { readonly sourceCode: SourceCode; readonly filename: string; readonly cwd: string },
  statement: TSESTree.ProgramStatement,
): string | null {
  const declared = functionDeclaredBy(statement);
  if (!declared) return null;
  const variable = sourceCode.getDeclaredVariables?.(declared)[0];
  if (!variable) return null;
  const early = earlyUse(sourceCode, variable, statement.range[0]);
  if (early) return `line ${String(early.loc.start.line)} may call it before the shared client would exist`;
  return importsLeadBackTo(sourceCode.text, filename, cwd)
    ? 'an import cycle leads back to this module, which may be called before it is evaluated'
    : null;
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
function earlyUse(sourceCode: SourceCode, start: Variable, end: number): TSESTree.Node | null {
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
        const own = sourceCode.getDeclaredVariables?.(declared)[0];
        if (own) pending.push(own);
        continue;
      }
      if (identifier.range[0] >= end) continue;
      if (isExportOf(identifier)) continue;
      const holders = isInFunction(identifier) ? variablesOf(sourceCode, place) : [];
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
function variablesOf(sourceCode: SourceCode, statement: TSESTree.ProgramStatement): readonly Variable[] {
  const declared =
    statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement;
  if (declared.type === 'ClassDeclaration') {
    const variable = declared.id && variableOf(sourceCode, declared.id);
    return variable && isTopLevel(variable) ? [variable] : [...(sourceCode.getDeclaredVariables?.(declared) ?? [])];
  }
  return declared.type === 'VariableDeclaration' ? [...(sourceCode.getDeclaredVariables?.(declared) ?? [])] : [];
}
