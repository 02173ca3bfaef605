import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Edits } from './edits.js';
import { inFileStyle, lineEndOf } from './layout.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The edits which make a named export available under its own name: none where it already is. */
export function ensureNamedImport(sourceCode: SourceCode, module: string, name: string): Edits {
  const { body } = sourceCode.ast;
  const imports = body.filter((statement): statement is TSESTree.ImportDeclaration => statement.type === 'ImportDeclaration');
  const existing = imports.filter((statement) => statement.source.value === module && statement.importKind !== 'type');
  for (const { specifiers } of existing) {
    if (specifiers.some((specifier) => specifier.type === 'ImportSpecifier' && specifier.local.name === name && specifier.imported.type === 'Identifier' && specifier.imported.name === name)) return [];
  }
  const scopes = sourceCode.scopeManager?.scopes ?? [];
  if (scopes.some((scope) => scope.set.get(name)?.defs.length)) return { refused: `the name ${name} is taken` };
  const named = existing.flatMap(({ specifiers }) => specifiers.filter((specifier) => specifier.type === 'ImportSpecifier')).at(-1);
  if (named) return [{ range: [named.range[1], named.range[1]], text: `, ${name}` }];
  const quote = quoteOf(sourceCode);
  const esm = imports.length > 0 || body.some((statement) => statement.type.startsWith('Export'));
  const statement = esm ? `import { ${name} } from ${quote}${module}${quote};` : `const { ${name} } = require(${quote}${module}${quote});`;
  return insertAtTop(sourceCode, inFileStyle(sourceCode, statement, null), imports);
}

function insertAtTop(sourceCode: SourceCode, statement: string, imports: readonly TSESTree.ImportDeclaration[]): Edits {
  const end = lineEndOf(sourceCode);
  const last = imports.at(-1) ?? sourceCode.ast.body.filter((node) => node.type === 'ExpressionStatement' && node.directive !== undefined).at(-1);
  if (last) return [{ range: [last.range[1], last.range[1]], text: end + statement }];
  const [first] = sourceCode.ast.body;
  const position = first ? first.range[0] : 0;
  return [{ range: [position, position], text: statement + end }];
}

function quoteOf(sourceCode: SourceCode): string {
  const single = sourceCode.text.split("'").length;
  return single >= sourceCode.text.split('"').length ? "'" : '"';
}
