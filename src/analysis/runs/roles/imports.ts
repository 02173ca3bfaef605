import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { stringOf } from '../../../ast/nodes.js';
import { moduleReferences } from '../../names/modules.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Modules that a file names: `values` are brought in at run time, `types` only while compiling. */
export interface Imports {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** The modules that a file imports or requires. */
export function importsOf(sourceCode: SourceCode): Imports {
  const values = new Set<string>();
  const types = new Set<string>();
  for (const statement of sourceCode.ast.body) {
    if (statement.type === 'ImportDeclaration') (isTypeOnly(statement) ? types : values).add(statement.source.value);
    if ((statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportAllDeclaration') && statement.source)
      values.add(statement.source.value);
    if (
      statement.type === 'TSImportEqualsDeclaration' &&
      statement.moduleReference.type === 'TSExternalModuleReference'
    ) {
      const specifier = stringOf(statement.moduleReference.expression);
      if (specifier !== null) values.add(specifier);
    }
  }
  for (const { specifier } of moduleReferences(sourceCode)) values.add(specifier);
  return { values: [...values], types: [...types] };
}

function isTypeOnly({ importKind, specifiers }: TSESTree.ImportDeclaration): boolean {
  if (importKind === 'type') return true;
  return (
    specifiers.length > 0 &&
    specifiers.every((specifier) => specifier.type === 'ImportSpecifier' && specifier.importKind === 'type')
  );
}
