import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { stringOf } from '../../../ast/nodes.js';
import { moduleReferences } from '../../names/modules.js';

/** Modules that a file names: `values` are brought in at run time, `types` only while compiling. */
export interface Imports {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** The modules that a file imports or requires. */
export function importsOf(file: FileView): Imports {
  const { values, types } = namedAtTop(file.ast);
  const required = [...moduleReferences(file)].map(({ specifier }) => specifier);
  return { values: [...new Set([...values, ...required])], types };
}

/** The modules that the statements of a file name, without those that it requires. */
export function namedAtTop({ body }: TSESTree.Program): Imports {
  const values = new Set<string>();
  const types = new Set<string>();
  for (const statement of body) {
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
  return { values: [...values], types: [...types] };
}

function isTypeOnly({ importKind, specifiers }: TSESTree.ImportDeclaration): boolean {
  if (importKind === 'type') return true;
  return (
    specifiers.length > 0 &&
    specifiers.every((specifier) => specifier.type === 'ImportSpecifier' && specifier.importKind === 'type')
  );
}
