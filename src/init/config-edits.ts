import type { TSESTree } from '@typescript-eslint/utils';
import { exportsOf } from '../analysis/names/exports.js';
import { descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import { propertyName } from '../ast/nodes.js';
import { inFileQuotes } from '../fix/ensure-import.js';
import { indentOf, inFileStyle } from '../fix/layout.js';
import { afterImports } from './edits.js';

/** What a configuration gets. */
export interface Entry {
  /** Entries of its list, one or more lines with their indent and comma. */
  readonly text: string;
  /** The import that they need; `null` where it is there. */
  readonly importLine: string | null;
}

interface List {
  readonly elements: readonly (TSESTree.Node | null)[];
  readonly closing: TSESTree.Token;
}

/** The text of an ESLint configuration with further entries in its list; `null` where its shape is unknown. */
export function configuredText(file: FileView, { text, importLine }: Entry): string | null {
  const list = listOf(file);
  if (!list) return null;
  const inserted = withElements(file, list, inFileQuotes(file, text), '');
  if (importLine === null) return inserted;
  const position = afterImports(file);
  const line = inFileQuotes(file, inFileStyle(file, importLine, null));
  return inserted.slice(0, position) + (position === 0 ? `${line}\n` : `\n${line}`) + inserted.slice(position);
}

/** The text of an ESLint configuration whose list `sharedClients` has more; `null` where there is no one such list. */
export function listedText(file: FileView, elements: readonly string[]): string | null {
  const lists = [...descendantsOf(file.ast, file.visitorKeys)].flatMap((node) =>
    node.type === 'Property' && propertyName(node) === 'sharedClients'
      ? [node.value]
      : node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === 'sharedClients'
        ? [node.init]
        : [],
  );
  const [list, ...others] = lists.filter((value) => value?.type !== 'Identifier');
  if (list?.type !== 'ArrayExpression' || others.length > 0) return null;
  const closing = file.sourceCode.getLastToken(list);
  if (!closing) return null;
  const indent = indentOf(file, list);
  const lines = inFileQuotes(file, elements.map((element) => `${indent}  ${element}`).join('\n'));
  return withElements(file, { elements: list.elements, closing }, lines, indent);
}

/** Whether a configuration says a setting only in blocks for some files. */
export function isForFilesOnly(file: FileView, key: string): boolean {
  const properties = [...descendantsOf(file.ast, file.visitorKeys)].filter(
    (node) => node.type === 'Property' && propertyName(node) === key,
  );
  return properties.length > 0 && properties.every((property) => hasFiles(property));
}

function hasFiles(property: TSESTree.Node): boolean {
  for (let node = property.parent; node; node = node.parent)
    if (node.type === 'ObjectExpression')
      if (node.properties.some((each) => each.type === 'Property' && propertyName(each) === 'files')) return true;
  return false;
}

/** The text of a file whose list ends with further elements, each on a line of its own. */
function withElements(file: FileView, { elements, closing }: List, text: string, indent: string): string {
  const { sourceCode } = file;
  const [first] = elements;
  const end = sourceCode.getTokenBefore(closing);
  const opening = first && sourceCode.getTokenBefore(first);
  if (end && opening?.loc.start.line === closing.loc.end.line) {
    const own = file.text.slice(opening.range[1], closing.range[0]).trim().replace(/,$/, '');
    const lines = `\n${indent}  ${own},\n${text}\n${indent}`;
    return file.text.slice(0, opening.range[1]) + lines + file.text.slice(closing.range[0]);
  }
  const before = elements.length > 0 && end?.value !== ',' ? ',' : '';
  const at = end?.range[1] ?? closing.range[0];
  const tail = file.text.slice(at, closing.range[0]).includes('\n') ? '' : `\n${indent}`;
  return file.text.slice(0, at) + `${before}\n${text}` + tail + file.text.slice(at);
}

/** The list that a configuration exports: an array, or the arguments of a helper such as `defineConfig()`. */
function listOf(file: FileView): List | null {
  let value = exportsOf(file).findLast(({ name }) => name === 'default')?.value;
  const call = value?.type === 'CallExpression' ? value : null;
  const [first] = call?.arguments ?? [];
  if (first?.type === 'ArrayExpression' && call?.arguments.length === 1) value = first;
  if (value?.type !== 'ArrayExpression' && value?.type !== 'CallExpression') return null;
  const closing = file.sourceCode.getLastToken(value);
  const elements = value.type === 'ArrayExpression' ? value.elements : value.arguments;
  return closing ? { elements, closing } : null;
}
