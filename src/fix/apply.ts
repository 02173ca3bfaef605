import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Edits } from './edits.js';
import { insertAfter, insertAtEnd, insertAtStart, insertBefore } from './insert-statement.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A change of the program, apart from how it is written. */
export type Change =
  | { readonly kind: 'before' | 'after' | 'start' | 'end'; readonly node: TSESTree.Node; readonly text: string }
  | { readonly kind: 'around'; readonly node: TSESTree.Node; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'replace'; readonly node: TSESTree.Node; readonly text: string }
  | { readonly kind: 'property'; readonly node: TSESTree.ObjectPattern; readonly text: string };

/** The edits that make a change. */
export function editsFor(sourceCode: SourceCode, change: Change): Edits {
  switch (change.kind) {
    case 'before':
      return insertBefore(sourceCode, change.node, change.text);
    case 'after':
      return insertAfter(sourceCode, change.node, change.text);
    case 'start':
    case 'end': {
      if (change.node.type !== 'BlockStatement') return { refused: 'there is no block' };
      return change.kind === 'start'
        ? insertAtStart(sourceCode, change.node, change.text)
        : insertAtEnd(sourceCode, change.node, change.text);
    }
    case 'around':
      return [
        { range: [change.node.range[0], change.node.range[0]], text: change.prefix },
        { range: [change.node.range[1], change.node.range[1]], text: change.suffix },
      ];
    case 'replace': {
      // The parentheses around an await go with it.
      const before = sourceCode.getTokenBefore(change.node);
      const after = sourceCode.getTokenAfter(change.node);
      const inParentheses = before?.value === '(' && after?.value === ')';
      return [{ range: inParentheses ? [before.range[0], after.range[1]] : change.node.range, text: change.text }];
    }
    case 'property': {
      const last = change.node.properties.at(-1);
      return last
        ? [{ range: [last.range[1], last.range[1]], text: `, ${change.text}` }]
        : { refused: 'the pattern is empty' };
    }
  }
}
