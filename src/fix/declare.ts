import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import { perFile } from '../ast/memo.js';
import { calleeName, isDirective, stringOf, unwrap } from '../ast/nodes.js';
import type { Edit } from './edits.js';
import { functionName, gapAbove, gapAt, type Gap } from './gap.js';
import { inFileStyle, lineEndOf } from './layout.js';
import { attachedComments } from './remove.js';

/** First characters of a line that continue the statement above it, where that has no semicolon. */
const JOINING = /^[([`+\-/]/;
/** Values that take a line of a list of constants. */
const VALUE = new Set([
  ...['Literal', 'TemplateLiteral', 'UnaryExpression', 'BinaryExpression', 'LogicalExpression', 'MemberExpression'],
  ...['Identifier', 'NewExpression', 'CallExpression', 'ObjectExpression', 'ArrayExpression'],
]);

/** Statements that may stand among imports. */
const PLAIN = new Set(['VariableDeclaration', 'ExpressionStatement', 'IfStatement']);
/** Nodes that bring code of the module itself, or wait. */
const OWN_CODE = /^(?:.*Function.*|Class.*|AwaitExpression|ThisExpression)$/;

/** The statement of the file's top level that a node lies in. */
export function topLevelStatement(node: TSESTree.Node): TSESTree.ProgramStatement | null {
  let current: TSESTree.Node = node;
  while (current.parent && current.parent.type !== 'Program') current = current.parent;
  return current.parent?.type === 'Program' ? (current as TSESTree.ProgramStatement) : null;
}

/**
 * Puts a declaration above a statement of the top level: above its comments, decorators and overloads, with blank lines
 * around it, or directly below a constant like it.
 */
export function declareAbove(
  file: FileView,
  statement: TSESTree.ProgramStatement,
  declaration: string,
  comment = '',
): Edit {
  const gap = gapAbove(file, statement);
  return intoGap(file, gap, declaration, comment, isBesideLike(file, gap, declaration) ? 'constant' : null);
}

/** Puts a declaration behind a statement of the top level and the comments that belong to it. */
export function declareBehind(file: FileView, statement: TSESTree.ProgramStatement, declaration: string): Edit {
  const gap = gapAt(file, file.ast.body.indexOf(statement) + 1);
  return intoGap(file, gap, declaration, '', null, true);
}

/**
 * Puts a constant where all code from `first` on can read it: below the directives, imports and the constants of plain
 * values, before anything runs that may need it.
 */
export function declareAtHead(file: FileView, declaration: string, first: TSESTree.Node | null): Edit {
  const { body } = file.ast;
  const statement = first && topLevelStatement(first);
  const head = body.slice(0, headLength(file));
  const preamble =
    head.findLastIndex((each) => isPreamble(each) && (!statement || each.range[0] < statement.range[0])) + 1;
  const constants = countWhile(body, preamble, isLiteralConstant);
  const gap = gapAt(file, constants);
  const beside = constants > preamble && isBesideLike(file, gap, declaration);
  return intoGap(file, gap, declaration, '', beside ? 'constant' : null);
}

/**
 * The number of statements of the head of a module: imports and `require`, and what stands among them (`const run =
 * promisify(exec)`), which runs only code of other modules, and cannot reach a function of this one yet.
 */
const headLength = perFile(({ ast, visitorKeys }: FileView): number => {
  const own = ownFunctions(ast.body);
  return countWhile(
    ast.body,
    0,
    (statement) =>
      isPreamble(statement) ||
      (PLAIN.has(statement.type) &&
        ![...descendantsOf(statement, visitorKeys)].some(
          (node) => OWN_CODE.test(node.type) || (node.type === 'Identifier' && own.has(node.name)),
        )),
  );
});

/** Names of the functions that a module has before its first statement runs. */
function ownFunctions(body: readonly TSESTree.ProgramStatement[]): ReadonlySet<string> {
  return new Set(body.flatMap((statement) => functionName(statement) ?? []));
}

/** Module names of files of the same project: relative ones, and the usual aliases. */
const OWN_FILE = /^(?:\.|[#~]|@\/)/;

/** Puts an import or `require` below the last one of the head of the module, or at its start. */
export function importAtHead(file: FileView, statement: string, module: string): Edit {
  const { body } = file.ast;
  const isImport = ({ type }: TSESTree.Node): boolean =>
    type === 'ImportDeclaration' || type === 'TSImportEqualsDeclaration';
  const own = OWN_FILE.test(module) ? -1 : body.findIndex((node) => OWN_FILE.test(importedBy(node) ?? ''));
  // What a package exports stands in front of what the project's own files do, as the imports above it.
  const above = body.slice(0, Math.max(own, 0));
  const neighbour = above.at(-1);
  const isSorted = above.every(isImport) || above.every(isPreamble);
  const before = neighbour && !isDirective(neighbour) && isSorted ? own - 1 : -1;
  const last = before >= 0 ? before : body.findLastIndex(isImport);
  const index = last >= 0 ? last + 1 : countWhile(body, 0, isPreamble);
  const gap = gapAt(file, index);
  const beside = gap.above !== null && !isDirective(gap.above);
  return intoGap(file, gap, statement, '', beside ? 'import' : null);
}

/** The module that a statement imports or requires whole. */
function importedBy(statement: TSESTree.ProgramStatement): string | null {
  if (statement.type === 'ImportDeclaration') return statement.source.value;
  const init = statement.type === 'VariableDeclaration' ? statement.declarations[0]?.init : null;
  return init?.type === 'CallExpression' && calleeName(init.callee) === 'require' ? stringOf(init.arguments[0]) : null;
}

function countWhile(
  body: readonly TSESTree.ProgramStatement[],
  start: number,
  test: (statement: TSESTree.ProgramStatement) => boolean,
): number {
  let index = start;
  for (let statement = body[index]; statement && test(statement); statement = body[index]) index++;
  return index;
}

/**
 * The edit that puts a declaration into a gap. `beside`: on the line below the statement above, which is one like it.
 * `close`: the edit starts at the statement above, not at the one below.
 */
function intoGap(
  file: FileView,
  gap: Gap,
  declaration: string,
  comment: string,
  beside: 'import' | 'constant' | null,
  close = false,
): Edit {
  const end = lineEndOf(file);
  const { from, to, below } = gap;
  const space = file.text.slice(from, to);
  const lines = space.split('\n').length - 1;
  const text = inFileStyle(file, declaration, null) + comment;
  const next = below && (file.text[to] === ';' ? ';' : file.getText(below));
  const closed = next !== null && JOINING.test(next) && !/[;}]$/.test(text) ? `${text};` : text;
  const isFirst = from === 0;
  if (beside && lines > 0) {
    const parts = lines === 1 && below !== null && beside === 'constant' && !isConstantList(below);
    return { range: [from, from], text: end + closed + (parts ? end : '') };
  }
  if (!below || (close && lines > 0))
    return { range: [from, from], text: (isFirst ? '' : end + end) + closed + (lines === 1 && below ? end : '') };
  // Two statements on one line are parted.
  if (lines === 0 && !isFirst) return { range: [from, to], text: end + end + closed + end + end };
  return { range: [to, to], text: (lines === 1 && !isFirst ? end : '') + closed + end + end };
}

/** Whether a statement goes on with a list of constants, which no blank line parts. */
function isConstantList(statement: TSESTree.ProgramStatement): boolean {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  return (
    declared?.type === 'VariableDeclaration' &&
    declared.loc.start.line === declared.loc.end.line &&
    declared.declarations.every(({ init }) => init && VALUE.has(init.type) && !/^(?:New|Call)/.test(init.type))
  );
}

/** Whether the statement above the gap is a constant like the declaration, each on one line and without comments. */
function isBesideLike(file: FileView, { above, from }: Gap, declaration: string): boolean {
  if (!above || declaration.includes('\n') || !/^(?:const|let) [\w$]+(?:: [^=]+)?(?: = |;$)/.test(declaration))
    return false;
  const declared =
    above.type === 'ExportNamedDeclaration' && above.declaration?.type === 'VariableDeclaration'
      ? above.declaration
      : above;
  const attached = attachedComments(file, above);
  return (
    declared.type === 'VariableDeclaration' &&
    declared.kind !== 'var' &&
    above.loc.start.line === file.sourceCode.getLocFromIndex(from).line &&
    !attached.some(({ range }) => range[0] < above.range[0]) &&
    !isPreamble(declared) &&
    declared.declarations.every(({ id, init }) => id.type === 'Identifier' && (!init || VALUE.has(unwrap(init).type)))
  );
}

/** Directives, imports, re-exports and `require` statements. */
function isPreamble(statement: TSESTree.ProgramStatement): boolean {
  switch (statement.type) {
    case 'ImportDeclaration':
    case 'TSImportEqualsDeclaration':
    case 'ExportAllDeclaration':
      return true;
    case 'ExportNamedDeclaration':
      return statement.source !== null;
    case 'VariableDeclaration':
      return statement.declarations.every(({ init }) => init !== null && isRequire(unwrap(init)));
    case 'ExpressionStatement':
      return isDirective(statement) || isRequiredCall(unwrap(statement.expression));
    default:
      return isDirective(statement);
  }
}

/** `require('dotenv').config()`: a module that others need to have run. */
function isRequiredCall(node: TSESTree.Node): boolean {
  return isRequire(node) || (node.type === 'CallExpression' && isRequire(unwrap(node.callee)));
}

function isRequire(node: TSESTree.Node): boolean {
  if (node.type === 'MemberExpression') return isRequire(unwrap(node.object));
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require';
}

/** `const RETRIES = 3`: nothing of the module runs for it. An object may be what needs the new constant. */
function isLiteralConstant(statement: TSESTree.ProgramStatement): boolean {
  const declared =
    statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement;
  return (
    declared.type === 'VariableDeclaration' &&
    declared.kind === 'const' &&
    declared.declarations.every(({ init }) => init !== null && isLiteral(unwrap(init)))
  );
}

function isLiteral(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return node.expressions.every((part) => isLiteral(unwrap(part)) || part.type === 'Identifier');
    case 'UnaryExpression':
      return isLiteral(unwrap(node.argument));
    case 'BinaryExpression':
      return [node.left, node.right].every((side) => side.type === 'Identifier' || isLiteral(unwrap(side)));
    default:
      return false;
  }
}
