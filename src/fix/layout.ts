import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../ast/children.js';
import { memoized } from '../ast/memo.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The line ending of a file. */
export function lineEndOf(sourceCode: SourceCode): string {
  return sourceCode.text.includes('\r\n') ? '\r\n' : '\n';
}

/** The white space that starts the line of a node. */
export function indentOf(sourceCode: SourceCode, node: TSESTree.Node | TSESTree.Comment): string {
  return /^\s*/.exec(sourceCode.lines[node.loc.start.line - 1] ?? '')?.[0] ?? '';
}

/**
 * What one level of indentation is in a file: a tab where most lines start with one, or the smallest number of spaces
 * that starts a line. What stands in texts of several lines, such as statements of SQL, is laid out otherwise.
 */
export function unitOf(sourceCode: SourceCode): string {
  return units(sourceCode.ast, sourceCode);
}

const units = memoized(({ tokens }: TSESTree.Program, sourceCode: SourceCode) => {
  const inTexts = new Set<number>();
  for (const { loc } of tokens?.filter(({ type }) => type === 'Template') ?? [])
    for (let line = loc.start.line; line < loc.end.line; line++) inTexts.add(line);
  const indents = sourceCode.lines.flatMap((line, index) =>
    inTexts.has(index) ? [] : (/^(\t| {2,8})(?=\S)/.exec(line)?.[1] ?? []),
  );
  if (indents.filter((indent) => indent === '\t').length * 2 > indents.length) return '\t';
  const spaces = indents.filter((indent) => indent !== '\t');
  return spaces.reduce((least, indent) => (indent.length < least.length ? indent : least), spaces[0] ?? '  ');
});

/** Whether a node is the first thing on its line. */
export function startsLine(sourceCode: SourceCode, node: TSESTree.Node): boolean {
  return /^\s*$/.test((sourceCode.lines[node.loc.start.line - 1] ?? '').slice(0, node.loc.start.column));
}

/** A statement's text in the file's own style: without its semicolon where the file writes none. */
export function inFileStyle(sourceCode: SourceCode, statement: string, next: TSESTree.Node | null): string {
  const bare = isWithoutSemicolons(sourceCode.ast, sourceCode);
  const joins = next !== null && /^[([`+\-/]/.test(sourceCode.getText(next));
  return bare && !joins ? statement.replace(/;$/, '') : statement;
}

const isWithoutSemicolons = memoized((_program: TSESTree.Program, sourceCode: SourceCode) => {
  const statements = endingStatements(sourceCode);
  return statements.length > 0 && !statements.some((node) => endsWithSemicolon(sourceCode, node));
});

/**
 * A node's text with all lines but the first moved one level to the right, without touching the insides of multi-line
 * templates.
 */
export function indented(sourceCode: SourceCode, node: TSESTree.Node, unit: string): string {
  const templates = sourceCode
    .getTokens(node)
    .filter(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line);
  return sourceCode
    .getText(node)
    .split('\n')
    .map((line, index) => {
      const number = node.loc.start.line + index;
      const inside = templates.some(({ loc }) => number > loc.start.line && number <= loc.end.line);
      return index === 0 || inside || line.trim() === '' ? line : unit + line;
    })
    .join('\n');
}

/** Statements that may end with a semicolon: those of the module, or where it has none, those of its functions. */
function endingStatements(sourceCode: SourceCode): TSESTree.Node[] {
  const isEnding = ({ type }: TSESTree.Node): boolean =>
    /^(?:ExpressionStatement|VariableDeclaration|ImportDeclaration|ReturnStatement|ThrowStatement)$/.test(type);
  const own = sourceCode.ast.body.filter(isEnding);
  return own.length > 0
    ? own
    : [...descendantsOf(sourceCode.ast, sourceCode.visitorKeys)].filter(
        (node) => isEnding(node) && !/^For/.test(node.parent?.type ?? ''),
      );
}

/** A semicolon at the start of the next line guards that line, it does not end the statement. */
function endsWithSemicolon(sourceCode: SourceCode, node: TSESTree.Node): boolean {
  const [before, last] = sourceCode.getLastTokens(node, 2);
  return last?.value === ';' && before?.loc.end.line === last.loc.start.line;
}
