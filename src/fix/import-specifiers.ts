import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { Edit } from './edits.js';
import { exportOf, type Wanted } from './import-bindings.js';
import { indentOf, lineEndOf } from './layout.js';

/** Adds an export to an `import` declaration of its module; `null` where the syntax has no place for it. */
export function addToImport(
  file: FileView,
  statement: TSESTree.ImportDeclaration,
  wanted: Wanted,
  local: string,
): Edit[] | null {
  const { specifiers, importKind } = statement;
  const typeOnly = importKind === 'type';
  if (typeOnly !== (wanted.type === true) && typeOnly) return null;
  const [first] = specifiers;
  const namespace = specifiers.some((specifier) => specifier.type === 'ImportNamespaceSpecifier');
  const named = specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
  const hasDefault = first?.type === 'ImportDefaultSpecifier';
  const braces = bracesOf(file, statement);
  // `import 'm'` is kept for its effects where only a type is needed: TypeScript drops an import of types alone.
  if (specifiers.length === 0 && !braces && wanted.type) return null;
  const keyword = file.sourceCode.getFirstToken(statement);
  if (!keyword || namespace) return null;
  if (wanted.name === 'default' || wanted.name === '*') {
    if (typeOnly || wanted.type || hasDefault === (wanted.name === 'default')) return null;
    if (wanted.name === '*')
      return first && named.length === 0 && !braces ? [insertion(first.range[1], `, * as ${local}`)] : null;
    const rest = first || braces ? ', ' : ' from ';
    return [insertion(keyword.range[1], ` ${local}${rest}`.trimEnd())];
  }
  const text = `${wanted.type && !typeOnly ? 'type ' : ''}${specifierText(wanted.name, local, ' as ')}`;
  const last = named.at(-1);
  if (last && braces) return appended(file, last, braces.close, text);
  if (braces) return [{ range: [braces.open.range[1], braces.close.range[0]], text: ` ${text} ` }];
  // `import type d, { X }` does not exist.
  if (hasDefault && first) return typeOnly ? null : [insertion(first.range[1], `, { ${text} }`)];
  return [insertion(keyword.range[1], ` { ${text} } from`)];
}

/** Adds an export to `const { a } = require('m')`. */
export function addToPattern(
  file: FileView,
  pattern: TSESTree.ObjectPattern,
  name: string,
  local: string,
): Edit[] | null {
  const open = file.sourceCode.getFirstToken(pattern);
  const close = pattern.typeAnnotation
    ? file.sourceCode.getTokenBefore(pattern.typeAnnotation)
    : file.sourceCode.getLastToken(pattern);
  const last = pattern.properties.at(-1);
  if (!open || !close || pattern.typeAnnotation || last?.type === 'RestElement') return null;
  const text = specifierText(name, local, ': ');
  return last ? appended(file, last, close, text) : [{ range: [open.range[1], close.range[0]], text: ` ${text} ` }];
}

/** Makes the type-only import of an export one of its value; `null` where the file has none. */
export function toValueImport(
  file: FileView,
  imports: readonly TSESTree.ImportDeclaration[],
  name: string,
): { readonly local: string; readonly edits: readonly Edit[] } | null {
  for (const statement of imports) {
    for (const specifier of statement.specifiers) {
      if (exportOf(specifier) !== name) continue;
      const inline = specifier.type === 'ImportSpecifier' && specifier.importKind === 'type';
      if (statement.importKind !== 'type' && !inline) continue;
      const keyword = inline ? file.sourceCode.getFirstToken(specifier) : file.sourceCode.getFirstToken(statement, 1);
      const next = keyword && file.sourceCode.getTokenAfter(keyword);
      if (!keyword || keyword.value !== 'type' || !next || file.sourceCode.commentsExistBetween(keyword, next))
        return null;
      const others = inline ? [] : statement.specifiers.filter((other) => other !== specifier);
      return {
        local: specifier.local.name,
        edits: [
          { range: [keyword.range[0], next.range[0]], text: '' },
          ...others.map((other) => insertion(other.range[0], 'type ')),
        ],
      };
    }
  }
  return null;
}

function insertion(position: number, text: string): Edit {
  return { range: [position, position], text };
}

function specifierText(name: string, local: string, separator: string): string {
  return name === local ? name : name + separator + local;
}

function bracesOf(
  file: FileView,
  statement: TSESTree.ImportDeclaration,
): { readonly open: TSESTree.Token; readonly close: TSESTree.Token } | null {
  const before = file.sourceCode.getTokens(statement).filter(({ range }) => range[1] <= statement.source.range[0]);
  const open = before.find(({ value }) => value === '{');
  const close = before.findLast(({ value }) => value === '}');
  return open && close ? { open, close } : null;
}

/** Adds an element behind the last one of a list, on a line of its own where the elements have theirs. */
function appended(file: FileView, last: TSESTree.Node, close: TSESTree.Token, text: string): Edit[] {
  const next = file.sourceCode.getTokenAfter(last);
  const comma = next?.value === ',' ? next : null;
  const end = comma ?? last;
  if (end.loc.end.line === close.loc.start.line) return [insertion(last.range[1], `, ${text}`)];
  const line = lineEndOf(file) + indentOf(file, last) + text;
  // A comment at the end of the line stays with its element.
  const comment = file.sourceCode.getCommentsAfter(end).findLast(({ loc }) => loc.start.line === end.loc.end.line);
  if (!comment) return [insertion(last.range[1], `,${line}`)];
  return comma
    ? [insertion(comment.range[1], `${line},`)]
    : [insertion(last.range[1], ','), insertion(comment.range[1], line)];
}
