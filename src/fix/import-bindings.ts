import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';

/** An export of a module that inserted code is going to name. */
export interface Wanted {
  readonly module: string;
  /** Name of the export; `default`, or `*` for the module itself. */
  readonly name: string;
  /** Whether only its type is needed. */
  readonly type?: boolean;
  /** Local name that it should get; the export's own name when absent. */
  readonly local?: string;
  /** Whether the caller has found `local` to be free where it is needed; other functions may use the name. */
  readonly isFree?: boolean;
}

/** Whether two specifiers mean one module: Node.js modules go with and without their prefix. */
export function sameModule(a: string, b: string): boolean {
  return a.replace(/^node:/, '') === b.replace(/^node:/, '');
}

/** The `import` declarations of a file, without those with attributes (JSON, CSS). */
export function importsOf(file: FileView): TSESTree.ImportDeclaration[] {
  return file.ast.body.filter(
    (statement): statement is TSESTree.ImportDeclaration => statement.type === 'ImportDeclaration',
  );
}

/** The module that a declaration of the top level requires: `const ... = require('m')`. */
export function requiredModule(declarator: TSESTree.VariableDeclarator): string | null {
  const { init } = declarator;
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier' || init.callee.name !== 'require')
    return null;
  const [argument] = init.arguments;
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : null;
}

/** Top-level declarators that require a module. */
export function requiresOf(file: FileView, module: string): TSESTree.VariableDeclarator[] {
  return file.ast.body.flatMap((statement) =>
    statement.type === 'VariableDeclaration' && statement.kind !== 'var'
      ? statement.declarations.filter((declarator) => {
          const required = requiredModule(declarator);
          return required !== null && sameModule(required, module);
        })
      : [],
  );
}

/** How the file already names an export, as an expression (`Agent`, `undici.Agent`); `null` when it does not. */
export function existingName(file: FileView, wanted: Wanted): string | null {
  for (const statement of file.ast.body) {
    const found =
      statement.type === 'ImportDeclaration' && sameModule(statement.source.value, wanted.module)
        ? nameInImport(statement, wanted)
        : statement.type === 'TSImportEqualsDeclaration'
          ? nameOfImportEquals(statement, wanted)
          : null;
    if (found !== null) return found;
  }
  if (wanted.type) return null;
  for (const { id } of requiresOf(file, wanted.module)) {
    if (id.type === 'Identifier') return memberOf(id.name, wanted.name, true);
    if (id.type === 'ObjectPattern') {
      for (const property of id.properties) {
        if (
          property.type === 'Property' &&
          !property.computed &&
          property.key.type === 'Identifier' &&
          property.key.name === wanted.name &&
          property.value.type === 'Identifier'
        )
          return property.value.name;
      }
    }
  }
  return null;
}

function nameInImport(statement: TSESTree.ImportDeclaration, wanted: Wanted): string | null {
  if (statement.importKind === 'type' && !wanted.type) return null;
  for (const specifier of statement.specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') return memberOf(specifier.local.name, wanted.name, false);
    if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type' && !wanted.type) continue;
    if (exportOf(specifier) === wanted.name) return specifier.local.name;
  }
  return null;
}

function nameOfImportEquals(statement: TSESTree.TSImportEqualsDeclaration, wanted: Wanted): string | null {
  const { moduleReference, importKind, id } = statement;
  if (moduleReference.type !== 'TSExternalModuleReference' || (importKind === 'type' && !wanted.type)) return null;
  const { expression } = moduleReference;
  const same =
    expression.type === 'Literal' &&
    typeof expression.value === 'string' &&
    sameModule(expression.value, wanted.module);
  return same ? memberOf(id.name, wanted.name, true) : null;
}

/** `commonjs`: the module itself is what its ES default export is. */
function memberOf(module: string, name: string, commonjs: boolean): string {
  if (name === '*' || (name === 'default' && commonjs)) return module;
  return `${module}.${name}`;
}

/** The export that a specifier of an import names. */
export function exportOf(specifier: TSESTree.ImportClause): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  return specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
}
