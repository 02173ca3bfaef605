import type { TSESTree } from '@typescript-eslint/utils';
import { importedName } from '../analysis/names/import-source.js';
import { descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import { enclosingFunction, enclosingStatement, propertyName, unwrap } from '../ast/nodes.js';
import { inFileQuotes } from '../fix/ensure-import.js';
import { indentOf, inFileStyle } from '../fix/layout.js';
import type { Owner } from './owners.js';
import type { Style } from './texts.js';

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** What a file has to say to let an application, a server or a worker end with its clients. */
export interface Ending {
  /** Whether the shutdown module is called, and the plugin registered. */
  readonly signal: boolean;
  readonly plugin: boolean;
}

/** The text of an entry file whose application, server or worker ends well; `null` where its shape is unknown. */
export function endedText(file: FileView, owner: Owner, ending: Ending, style: Style, folder: string): string | null {
  const places = [...placesOf(file, owner)];
  const [place] = places;
  if (!place || places.length > 1) return null;
  const insertions: Insertion[] = [];
  const name = nameAt(file, place, insertions);
  if (name === null) return null;
  const statement = enclosingStatement(place);
  const indent = indentOf(file, statement);
  const calls = [
    ...(ending.plugin ? [`${isAsync(place, !style.commonjs) ? 'await' : 'void'} ${name}.register(clients);`] : []),
    ...(ending.signal ? [`closeOnSignal(${name});`] : []),
  ];
  const styled = calls.map((call) => `\n${indent}${inFileStyle(file, call, null)}`);
  insertions.push({ at: statement.range[1], text: styled.join('') });
  const imports = importText(ending, style, folder).split('\n').slice(1);
  const lines = imports.map((line) => `\n${inFileQuotes(file, inFileStyle(file, line, null))}`);
  insertions.push({ at: afterImports(file), text: lines.join('') });
  return insertions
    .sort((a, b) => b.at - a.at)
    .reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), file.text);
}

/** Whether `await` may stand where a place is. */
function isAsync(place: TSESTree.Node, isModule: boolean): boolean {
  const fn = enclosingFunction(place);
  return fn ? fn.async : isModule;
}

/** The calls and constructions that make what a program of this kind ends. */
function* placesOf(file: FileView, { made }: Owner): Generator<TSESTree.CallExpression | TSESTree.NewExpression> {
  if (!made) return;
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
    if (made.listen === true) {
      if (node.callee.type === 'MemberExpression' && propertyName(node.callee) === 'listen') yield node;
    } else if (isImported(file, node.callee, made)) yield node;
  }
}

function isImported(file: FileView, callee: TSESTree.Node, { module, names }: NonNullable<Owner['made']>): boolean {
  const imported = unwrap(callee).type === 'Identifier' ? importedName(file, callee) : null;
  if (imported?.specifier !== module || imported.path.length > 1) return false;
  return names.includes(imported.path[0] ?? 'default');
}

/** The name of what a call makes; a call whose result nobody keeps gets one. */
function nameAt(file: FileView, place: TSESTree.Node, insertions: Insertion[]): string | null {
  const { parent } = place;
  if (parent?.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : null;
  if (parent?.type === 'ExpressionStatement' && place.type === 'CallExpression') {
    const { callee } = place;
    const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : null;
    if (object?.type === 'Identifier' && isServer(file, object)) return object.name;
    const name = file.freeName(['server', 'httpServer', 'listening'], [place], new Set());
    if (name !== null) insertions.push({ at: place.range[0], text: `const ${name} = ` });
    return name;
  }
  return null;
}

/** Whether a variable holds what `createServer()` returned, which `listen()` returns again. */
function isServer(file: FileView, identifier: TSESTree.Identifier): boolean {
  const definition = file.variableOf(identifier)?.defs[0]?.node;
  const init = definition?.type === 'VariableDeclarator' ? definition.init : null;
  if (init?.type !== 'CallExpression') return false;
  const callee = unwrap(init.callee);
  return (
    (callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? propertyName(callee) : '') ===
    'createServer'
  );
}

function importText({ signal, plugin }: Ending, { commonjs, specifierEnd }: Style, folder: string): string {
  const line = (name: string, file: string): string => {
    const path = `${folder}${file}${specifierEnd}`;
    return commonjs ? `\nconst { ${name} } = require('${path}');` : `\nimport { ${name} } from '${path}';`;
  };
  return (plugin ? line('clients', 'clients') : '') + (signal ? line('closeOnSignal', 'shutdown') : '');
}

/** The end of the last import, or of the last `require()` at the top. */
export function afterImports({ ast }: FileView): number {
  const last = ast.body
    .filter(
      (statement) =>
        statement.type === 'ImportDeclaration' ||
        (statement.type === 'VariableDeclaration' && statement.declarations.every(({ init }) => isRequire(init))),
    )
    .at(-1);
  return last?.range[1] ?? 0;
}

function isRequire(init: TSESTree.Expression | null): boolean {
  return init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'require';
}
