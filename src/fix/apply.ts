import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { FunctionNode } from '../ast/nodes.js';
import { inBraces, isInList } from './braces.js';
import { combine, type Edit, type Edits } from './edits.js';
import { addElse, arrowBlock, insertAbove, insertFirst } from './insert-in-branch.js';
import { insertAfter } from './insert-statement.js';
import { splitChoice, type SplitChoice } from './split-choice.js';

/**
 * A change of the program, apart from how it is written. `named`: an expression statement gets a prefix that names its
 * value, and a statement behind it; `lifted`: lines in front of a statement take over a part of it; `then`: a call gets
 * a continuation; `parameter`: a function gets its first parameter; `property`: a pattern takes one more member.
 */
export type Change =
  | { readonly kind: 'before' | 'after'; readonly node: TSESTree.Node; readonly text: string }
  | { readonly kind: 'start'; readonly node: TSESTree.BlockStatement; readonly text: string }
  | { readonly kind: 'else'; readonly node: TSESTree.IfStatement; readonly text: string }
  | {
      readonly kind: 'result';
      readonly node: TSESTree.ArrowFunctionExpression;
      readonly text: string;
      /** Whether somebody looks at what the function returns. */
      readonly isUsed: boolean;
    }
  | ({ readonly kind: 'choice' } & SplitChoice)
  | { readonly kind: 'named'; readonly node: TSESTree.Node; readonly prefix: string; readonly text: string }
  | {
      readonly kind: 'lifted';
      readonly node: TSESTree.Node;
      readonly lines: readonly string[];
      readonly part: TSESTree.Node;
      readonly text: string;
    }
  | { readonly kind: 'then'; readonly node: TSESTree.CallExpression; readonly text: string }
  | { readonly kind: 'parameter'; readonly node: FunctionNode; readonly text: string }
  | { readonly kind: 'property'; readonly node: TSESTree.ObjectPattern; readonly text: string };

/** The edits that make a change. */
export function editsFor(file: FileView, change: Change): Edits {
  switch (change.kind) {
    case 'before':
      return insertAbove(file, change.node, [change.text]);
    case 'after':
      return isInList(change.node)
        ? insertAfter(file, change.node, change.text)
        : inBraces(file, change.node, { after: [change.text] });
    case 'start':
      return insertFirst(file, change.node, change.text);
    case 'else':
      return addElse(file, change.node, change.text);
    case 'result':
      return change.isUsed
        ? arrowBlock(file, change.node, [change.text])
        : arrowBlock(file, change.node, [change.text, `${file.getText(change.node.body)};`], null);
    case 'choice':
      return splitChoice(file, change);
    case 'named':
      return named(file, change.node, change.prefix, change.text);
    case 'lifted':
      return lifted(file, change.node, change.lines, partEdit(file, change.part, change.text));
    case 'then':
      return [insertion(change.node.range[1], change.text)];
    case 'parameter': {
      const opening = file.sourceCode.getFirstToken(change.node, (token) => token.value === '(');
      return opening
        ? [insertion(opening.range[1], change.text)]
        : { refused: 'the function has no list of parameters' };
    }
    case 'property': {
      const last = change.node.properties.at(-1);
      return last ? [insertion(last.range[1], `, ${change.text}`)] : { refused: 'the pattern is empty' };
    }
  }
}

function insertion(position: number, text: string): Edit {
  return { range: [position, position], text };
}

function named(file: FileView, statement: TSESTree.Node, prefix: string, text: string): Edits {
  const start = insertion(statement.range[0], prefix);
  if (!isInList(statement)) return inBraces(file, statement, { inside: start, after: [text] });
  return combine([[start], insertAfter(file, statement, text)]);
}

function lifted(file: FileView, statement: TSESTree.Node, lines: readonly string[], part: Edit): Edits {
  if (statement.parent?.type === 'ArrowFunctionExpression') {
    const text = file.getText(statement);
    const [start, end] = [part.range[0] - statement.range[0], part.range[1] - statement.range[0]];
    return arrowBlock(file, statement.parent, lines, text.slice(0, start) + part.text + text.slice(end));
  }
  if (!isInList(statement)) return inBraces(file, statement, { inside: part, before: lines });
  return combine([insertAbove(file, statement, lines), [part]]);
}

/** The parentheses around an object of which a member is used go with it. */
function partEdit(file: FileView, part: TSESTree.Node, text: string): Edit {
  const before = file.sourceCode.getTokenBefore(part);
  const after = file.sourceCode.getTokenAfter(part);
  const isObject = part.parent?.type === 'MemberExpression' && part.parent.object === part;
  return isObject && before?.value === '(' && after?.value === ')'
    ? { range: [before.range[0], after.range[1]], text }
    : { range: part.range, text };
}
