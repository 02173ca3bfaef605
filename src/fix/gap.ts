import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { calleeName, decoratorsOf, unwrap } from '../ast/nodes.js';
import { isAboutFile, isBanner, isEnding, isForTool } from './comment-kinds.js';

/** The place between two statements of a module: comments on both sides belong to those statements. */
export interface Gap {
  /** Behind the statement above and what belongs to it; 0 at the start of a file that has no comments about itself. */
  readonly from: number;
  /** In front of the statement below and its comments, decorators and overloads; the end of the code where none is. */
  readonly to: number;
  readonly above: TSESTree.ProgramStatement | null;
  readonly below: TSESTree.ProgramStatement | null;
}

/** The gap above a statement of the top level. */
export function gapAbove(file: FileView, statement: TSESTree.ProgramStatement): Gap {
  return gapAt(file, firstOverload(file, statement));
}

/** The gap in front of the statement of an index; behind the last one for the number of statements. */
export function gapAt(file: FileView, index: number): Gap {
  const { body } = file.ast;
  const above = body[index - 1] ?? null;
  const below = body[index] ?? null;
  const end = above ? endOfCode(file, above) : 0;
  const start = below ? startOfCode(file, above, below) : file.text.trimEnd().length;
  const comments = file.sourceCode
    .getAllComments()
    .filter(({ range }) => range[0] >= end && range[1] <= Math.max(start, end));
  const [upper, lower] = parted(file, comments, end, { above, below }, below ? start : null);
  return {
    from: upper.at(-1)?.range[1] ?? end,
    to: Math.max(lower[0]?.range[0] ?? start, upper.at(-1)?.range[1] ?? end),
    above,
    below,
  };
}

/** The comments that belong to what stands above, and those that belong to what stands below. */
function parted(
  file: FileView,
  comments: readonly TSESTree.Comment[],
  end: number,
  { above, below }: Pick<Gap, 'above' | 'below'>,
  start: number | null,
): readonly [readonly TSESTree.Comment[], readonly TSESTree.Comment[]] {
  const units = unitsOf(comments);
  const line = (position: number): number => file.sourceCode.getLocFromIndex(position).line;
  let count = 0;
  let bottom = above ? line(end) : 0;
  for (const [index, unit] of units.entries()) {
    const [first, last] = [unit[0], unit.at(-1)];
    if (!first || !last) break;
    const next = units[index + 1]?.[0]?.loc.start.line ?? (start === null ? null : line(start));
    const isParted = next !== null && next > last.loc.end.line + 1;
    const belongsAbove = above
      ? first.loc.start.line === bottom ||
        unit.some(isEnding) ||
        (first.loc.start.line === bottom + 1 && isParted && index === count)
      : unit.some(isAboutFile) ||
        (isParted && (index === 0 || !unit.some(isBanner))) ||
        // What stands above the imports at the top of a file speaks of the file.
        (index === 0 && below !== null && beginsWithImport(below) && !unit.some(isForTool));
    if (belongsAbove) count = index + 1;
    else if (above) break;
    bottom = last.loc.end.line;
  }
  return [units.slice(0, count).flat(), units.slice(count).flat()];
}

/** Whether a statement imports something, or requires it for the first of its variables. */
function beginsWithImport(statement: TSESTree.ProgramStatement): boolean {
  const [first] = statement.type === 'VariableDeclaration' ? statement.declarations : [];
  const init = first?.init && unwrap(first.init);
  return (
    statement.type === 'ImportDeclaration' || (init?.type === 'CallExpression' && calleeName(init.callee) === 'require')
  );
}

/**
 * Comments in units: lines that follow each other are one text, except where one of them speaks of the file to a tool.
 */
function unitsOf(comments: readonly TSESTree.Comment[]): TSESTree.Comment[][] {
  const units: TSESTree.Comment[][] = [];
  for (const comment of comments) {
    const unit = units.at(-1);
    const last = unit?.at(-1);
    const continues =
      last?.type === 'Line' &&
      comment.type === 'Line' &&
      comment.loc.start.line === last.loc.end.line + 1 &&
      ![last, comment].some(speaksAlone);
    if (unit && continues) unit.push(comment);
    else units.push([comment]);
  }
  return units;
}

/** A line that is complete in itself: `// @ts-check`, `// #endregion`. */
function speaksAlone(comment: TSESTree.Comment): boolean {
  return isEnding(comment) || (isAboutFile(comment) && !/licen[cs]|copyright|rights|@file/i.test(comment.value));
}

/** The first of the overload signatures that stand directly above a function, or the statement itself. */
function firstOverload({ ast: { body } }: FileView, statement: TSESTree.ProgramStatement): number {
  let first = body.indexOf(statement);
  const name = functionName(statement);
  while (first > 0 && name !== null && isOverload(body[first - 1], name)) first--;
  return first;
}

function declarationIn(statement: TSESTree.Node | undefined): TSESTree.Node | undefined {
  return (statement?.type === 'ExportNamedDeclaration' || statement?.type === 'ExportDefaultDeclaration') &&
    statement.declaration
    ? statement.declaration
    : statement;
}

/** The name of the function that a statement declares, empty for one without; `null` for other statements. */
export function functionName(statement: TSESTree.Node | undefined): string | null {
  const declared = declarationIn(statement);
  return declared?.type === 'FunctionDeclaration' || declared?.type === 'TSDeclareFunction'
    ? (declared.id?.name ?? '')
    : null;
}

function isOverload(statement: TSESTree.Node | undefined, name: string): boolean {
  return declarationIn(statement)?.type === 'TSDeclareFunction' && functionName(statement) === name;
}

/** Where the code of a statement ends: a semicolon on a later line guards that line, it does not end the statement. */
export function endOfCode(file: FileView, statement: TSESTree.Node): number {
  const [before, last] = file.sourceCode.getLastTokens(statement, 2);
  return last?.value === ';' && before && before.loc.end.line < last.loc.start.line
    ? before.range[1]
    : statement.range[1];
}

/** Where a statement starts, with the decorators in front of it and the semicolon that guards its line. */
function startOfCode(
  file: FileView,
  above: TSESTree.ProgramStatement | null,
  statement: TSESTree.ProgramStatement,
): number {
  const declared = declarationIn(statement);
  const guarded = above && endOfCode(file, above) < above.range[1] ? above.range[1] - 1 : Infinity;
  return Math.min(
    statement.range[0],
    guarded,
    ...(declared ? decoratorsOf(declared).map(({ range }) => range[0]) : []),
  );
}
