import type { TSESTree } from '@typescript-eslint/utils';
import { importedName } from '../analysis/names/import-source.js';
import { descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import { decoratorsOf, enclosingStatement, propertyName, unwrap } from '../ast/nodes.js';
import { inFileQuotes } from '../fix/ensure-import.js';
import { indentOf, inFileStyle, startsLine } from '../fix/layout.js';
import { afterImports } from './edits.js';
import type { Owner } from './owners.js';

/** The calls that make the application of a container. */
export function applicationsOf(file: FileView, { made }: Owner): TSESTree.CallExpression[] {
  return [...descendantsOf(file.ast, file.visitorKeys)].filter((node): node is TSESTree.CallExpression => {
    if (!made || node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
    const object = unwrap(node.callee.object);
    if (object.type !== 'Identifier' || !made.names.includes(propertyName(node.callee) ?? '')) return false;
    return importedName(file, object)?.specifier === made.module;
  });
}

/** The name of the module that an application is made of. */
export function rootOf({ arguments: [first] }: TSESTree.CallExpression): string | null {
  return first?.type === 'Identifier' ? first.name : null;
}

/** The text of a file whose application listens to signals; `null` where nothing is called as the application. */
export function hooksText(file: FileView, place: TSESTree.CallExpression): string | null {
  const value = place.parent.type === 'AwaitExpression' ? place.parent : null;
  const declarator = value?.parent.type === 'VariableDeclarator' ? value.parent : null;
  if (declarator?.id.type !== 'Identifier') return null;
  const statement = enclosingStatement(place);
  const call = inFileStyle(file, `${declarator.id.name}.enableShutdownHooks();`, null);
  const text = `\n${indentOf(file, statement)}${call}`;
  return inserted(file.text, [{ at: statement.range[1], text }]);
}

/** The text of a file in which a module of that name imports the module of clients; `null` where there is none. */
export function importedModuleText(file: FileView, name: string, specifier: string): string | null {
  const owner = [...descendantsOf(file.ast, file.visitorKeys)].find(
    (node): node is TSESTree.ClassDeclaration => node.type === 'ClassDeclaration' && node.id?.name === name,
  );
  if (!owner) return null;
  for (const { expression } of decoratorsOf(owner)) {
    if (expression.type !== 'CallExpression' || !/^Module\b/.test(file.getText(expression))) continue;
    const [options] = expression.arguments;
    const listed = options?.type === 'ObjectExpression' ? withImport(file, options) : null;
    if (listed === null) return null;
    const line = inFileQuotes(file, inFileStyle(file, `import { ClientsModule } from '${specifier}';`, null));
    const at = afterImports(file);
    return inserted(file.text, [listed, { at, text: at === 0 ? `${line}\n` : `\n${line}` }]);
  }
  return null;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** What adds the module to the options of another one. */
function withImport(file: FileView, options: TSESTree.ObjectExpression): Insertion | null {
  const [first] = options.properties;
  const imports = options.properties.find((each) => each.type === 'Property' && propertyName(each) === 'imports');
  if (!first) return { at: options.range[0] + 1, text: ' imports: [ClientsModule] ' };
  if (!imports) {
    const between = startsLine(file, first) ? `\n${indentOf(file, first)}` : ' ';
    return { at: first.range[0], text: `imports: [ClientsModule],${between}` };
  }
  if (imports.type !== 'Property' || imports.value.type !== 'ArrayExpression') return null;
  const { elements, range } = imports.value;
  const last = elements.at(-1);
  if (elements.length === 0) return { at: range[0] + 1, text: 'ClientsModule' };
  if (!last) return null;
  return { at: last.range[1], text: `,${startsLine(file, last) ? `\n${indentOf(file, last)}` : ' '}ClientsModule` };
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  return [...insertions]
    .sort((a, b) => b.at - a.at)
    .reduce((whole, { at, text: added }) => whole.slice(0, at) + added + whole.slice(at), text);
}
