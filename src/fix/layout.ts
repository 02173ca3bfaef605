import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import { perFile } from '../ast/memo.js';

/** The line ending of a file. */
export function lineEndOf(file: FileView): string {
  return lineEnds(file);
}

const lineEnds = perFile(({ text }: FileView) => (text.includes('\r\n') ? '\r\n' : '\n'));

/** The white space that starts the line of a node. */
export function indentOf(file: FileView, node: Pick<TSESTree.Node, 'loc'>): string {
  return /^\s*/.exec(file.lines[node.loc.start.line - 1] ?? '')?.[0] ?? '';
}

/**
 * What one level of indentation is in a file: a tab where most lines start with one, or the number of spaces by which
 * lines most often start further right than those above them. What stands in texts of several lines, such as
 * statements of SQL, is laid out otherwise.
 */
export function unitOf(file: FileView): string {
  return units(file);
}

const MAX_UNIT = 8;

const units = perFile(({ ast: { tokens }, lines }: FileView) => {
  const inTexts = new Set<number>();
  for (const { loc } of tokens?.filter(({ type }) => type === 'Template') ?? [])
    for (let line = loc.start.line; line < loc.end.line; line++) inTexts.add(line);
  const code = lines.filter((line, index) => !inTexts.has(index) && /^\s*[^\s*]/.test(line));
  const indents = code.map((line) => /^\s*/.exec(line)?.[0] ?? '');
  const indented = indents.filter((indent) => indent !== '');
  if (indented.filter((indent) => indent.startsWith('\t')).length * 2 > indented.length) return '\t';
  const steps = new Map<number, number>();
  for (const [index, { length }] of indents.entries()) {
    const step = length - (indents[index - 1]?.length ?? 0);
    if (step > 1 && step <= MAX_UNIT) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const [common] = [...steps].sort(([one, times], [other, otherTimes]) => otherTimes - times || one - other);
  return ' '.repeat(common?.[0] ?? 2);
});

/** Whether a node is the first thing on its line. */
export function startsLine(file: FileView, node: TSESTree.Node): boolean {
  return /^\s*$/.test((file.lines[node.loc.start.line - 1] ?? '').slice(0, node.loc.start.column));
}

/** A statement's text in the file's own style: without its semicolon where the file writes none. */
export function inFileStyle(file: FileView, statement: string, next: TSESTree.Node | null): string {
  const bare = isWithoutSemicolons(file);
  const joins = next !== null && /^[([`+\-/]/.test(file.getText(next));
  return bare && !joins ? statement.replace(/;$/, '') : statement;
}

const isWithoutSemicolons = perFile((file: FileView) => {
  const statements = endingStatements(file);
  return statements.length > 0 && !statements.some((node) => endsWithSemicolon(file, node));
});

/**
 * A node's text with all lines but the first moved one level to the right, without touching the insides of multi-line
 * templates.
 */
export function indented(file: FileView, node: TSESTree.Node, unit: string): string {
  return withLines(file, node, (line) => unit + line);
}

/**
 * A node's text for a place further left or right: what its first line starts with is replaced in the others.
 * `line`: the end of a line and the indentation of the new place.
 */
export function reindented(file: FileView, node: TSESTree.Node, line: string): string {
  const before = indentOf(file, node);
  const now = line.replace(/^\r?\n/, '');
  return withLines(file, node, (each) => (each.startsWith(before) ? now + each.slice(before.length) : each));
}

/** A node's text in which all lines but the first are changed, if they are no part of a template of several lines. */
function withLines(file: FileView, node: TSESTree.Node, change: (line: string) => string): string {
  const templates = file.sourceCode
    .getTokens(node)
    .filter(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line);
  return file
    .getText(node)
    .split('\n')
    .map((line, index) => {
      const number = node.loc.start.line + index;
      const inside = templates.some(({ loc }) => number > loc.start.line && number <= loc.end.line);
      return index === 0 || inside || line.trim() === '' ? line : change(line);
    })
    .join('\n');
}

/** Statements that may end with a semicolon: those of the module, or where it has none, those of its functions. */
function endingStatements(file: FileView): TSESTree.Node[] {
  const isEnding = ({ type }: TSESTree.Node): boolean =>
    /^(?:ExpressionStatement|VariableDeclaration|ImportDeclaration|ReturnStatement|ThrowStatement)$/.test(type);
  const own = file.ast.body.filter(isEnding);
  return own.length > 0
    ? own
    : [...descendantsOf(file.ast, file.visitorKeys)].filter(
        (node) => isEnding(node) && !/^For/.test(node.parent?.type ?? ''),
      );
}

/** A semicolon at the start of the next line guards that line, it does not end the statement. */
function endsWithSemicolon(file: FileView, node: TSESTree.Node): boolean {
  const [before, last] = file.sourceCode.getLastTokens(node, 2);
  return last?.value === ';' && before?.loc.end.line === last.loc.start.line;
}
