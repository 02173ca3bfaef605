import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction } from '../../../ast/nodes.js';
import { importedName, type ImportedName } from '../../names/import-source.js';
import type { Use } from '../../names/uses.js';
import { usesOfBinding, usesOfField } from '../../names/typed.js';

/** A type of a module that a comment gives to something, and what has it. */
export interface DocumentedType extends ImportedName {
  readonly uses: () => Iterable<Use>;
}

/** `@type {T}`, `@param {T} name`, `@typedef {T} Name`: tags of TypeScript's JSDoc that give a type to something. */
const TAG = /@(type|param|typedef)\s*\{([^{}]*)\}(?:\s*\[?([\w$.]+))?/g;
/** `import('pg').Pool` */
const IMPORT_TYPE = /^import\(\s*['"]([^'"]+)['"]\s*\)((?:\.[\w$]+)*)$/;
const NAME = /^[\w$]+(?:\.[\w$]+)*$/;
/** `@import { Pool } from 'pg'` */
const IMPORT_TAG = /@import\s*\{([^{}]*)\}\s*from\s*['"]([^'"]+)['"]/g;

interface Doc {
  readonly tags: readonly { readonly kind: string; readonly type: string; readonly name: string }[];
  /** Where the code behind the comment begins. */
  readonly end: number;
}

/** What JSDoc comments say of the types of variables, fields and parameters: plain JavaScript has no other way. */
export function* documentedTypes(file: FileView): Generator<DocumentedType> {
  if (!/@(?:type|param)\s*\{/.test(file.text)) return;
  const docs = docsOf(file);
  const names = namesOf(file, docs);
  const typed = docs.flatMap(({ tags, end }) =>
    tags.flatMap(({ kind, type, name }) => {
      const named = kind === 'typedef' ? null : typeNamed(file, type, names);
      return named ? [{ named, kind, name, end }] : [];
    }),
  );
  // Most comments name no type of a module.
  if (typed.length === 0) return;
  const nodes = outermostAt(file, new Set(typed.map(({ end }) => end)));
  for (const { named, kind, name, end } of typed) {
    const node = nodes.get(end);
    if (node)
      yield {
        ...named,
        uses: () => (kind === 'type' ? usesOfTyped(file, node) : usesOfParam(file, node, name)),
      };
  }
}

function docsOf(file: FileView): Doc[] {
  return file.sourceCode.getAllComments().flatMap(({ type, value, range }) => {
    if (type !== 'Block' || !value.startsWith('*')) return [];
    const tags = [...value.matchAll(TAG)].map(([, kind = '', of = '', name = '']) => ({ kind, type: of, name }));
    const behind = /\S/.exec(file.text.slice(range[1]));
    return tags.length > 0 ? [{ tags, end: range[1] + (behind?.index ?? 0) }] : [];
  });
}

/** Types that comments of the file name: `@typedef`, `@import`. */
function namesOf(file: FileView, docs: readonly Doc[]): ReadonlyMap<string, ImportedName> {
  const names = new Map<string, ImportedName>();
  for (const [, list = '', specifier = ''] of file.text.matchAll(IMPORT_TAG)) {
    for (const each of list.split(',')) {
      const [exported = '', local = exported] = each.trim().split(/\s+as\s+/);
      names.set(local, { specifier, path: [exported] });
    }
  }
  for (const { kind, type, name } of docs.flatMap(({ tags }) => tags)) {
    const named = kind === 'typedef' ? typeNamed(file, type, names) : null;
    if (named) names.set(name, named);
  }
  return names;
}

/** The type of a module that a type expression means, apart from `null` and `undefined`; `null` for all else. */
function typeNamed(file: FileView, expression: string, names: ReadonlyMap<string, ImportedName>): ImportedName | null {
  const parts = expression.split('|').map((part) => part.trim().replace(/^[?!]|=$/g, ''));
  const [only, ...others] = parts.filter((part) => part !== 'null' && part !== 'undefined');
  if (only === undefined || others.length > 0) return null;
  const [, specifier, members = ''] = IMPORT_TYPE.exec(only) ?? [];
  if (specifier !== undefined) return { specifier, path: members.split('.').slice(1) };
  if (!NAME.test(only)) return null;
  const [first = '', ...rest] = only.split('.');
  const known = names.get(first) ?? importOf(file, first);
  return known && { ...known, path: [...known.path, ...rest].filter((each) => each !== 'default') };
}

function importOf(file: FileView, name: string): ImportedName | null {
  const [identifier] = file.variableNamed(name, file.ast.body[0] ?? file.ast)?.identifiers ?? [];
  return identifier?.type === 'Identifier' ? importedName(file, identifier) : null;
}

/** The outermost node that starts at each of some places. */
function outermostAt({ ast, visitorKeys }: FileView, places: ReadonlySet<number>): Map<number, TSESTree.Node> {
  const found = new Map<number, TSESTree.Node>();
  for (const node of descendantsOf(ast, visitorKeys)) {
    const [start] = node.range;
    if (node.type !== 'Program' && places.has(start) && !found.has(start)) found.set(start, node);
  }
  return found;
}

/** The uses of the variable, the field or the parameter behind a `@type`. */
function* usesOfTyped(file: FileView, node: TSESTree.Node): Generator<Use> {
  const target = node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node;
  if (target.type === 'VariableDeclaration') {
    const [declarator] = target.declarations;
    if (declarator?.id.type === 'Identifier') yield* usesOfBinding(file, declarator.id, []);
  } else if (target.type === 'PropertyDefinition') {
    yield* usesOfField(file, target);
  } else if (target.type === 'Identifier' && isFunction(target.parent)) {
    yield* usesOfBinding(file, target, []);
  } else if (target.type === 'ExpressionStatement') {
    const { expression } = target;
    const field = expression.type === 'AssignmentExpression' ? expression.left : expression;
    if (field.type === 'MemberExpression') yield* usesOfField(file, field);
  }
}

/** The uses of a parameter, or of a member of one (`@param {import('pg').Pool} options.pool`). */
function* usesOfParam(file: FileView, node: TSESTree.Node, name: string): Generator<Use> {
  const [first = '', ...path] = name.split('.');
  const fn = functionIn(node);
  for (const param of fn?.params ?? []) {
    const target = param.type === 'AssignmentPattern' ? param.left : param;
    if (target.type === 'Identifier' && target.name === first) yield* usesOfBinding(file, target, path);
    // A pattern has no name: its members tell that it is the one.
    else if (target.type === 'ObjectPattern' && path.length > 0) yield* usesOfBinding(file, target, path);
  }
}

function functionIn(node: TSESTree.Node): TSESTree.FunctionLike | null {
  switch (node.type) {
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return node.declaration ? functionIn(node.declaration) : null;
    case 'VariableDeclaration': {
      const init = node.declarations[0]?.init;
      return init ? functionIn(init) : null;
    }
    case 'ExpressionStatement':
      return node.expression.type === 'AssignmentExpression' ? functionIn(node.expression.right) : null;
    case 'AssignmentExpression':
      return functionIn(node.right);
    case 'MethodDefinition':
    case 'Property':
      return functionIn(node.value);
    case 'PropertyDefinition':
      return node.value ? functionIn(node.value) : null;
    default:
      return isFunction(node) ? node : null;
  }
}
