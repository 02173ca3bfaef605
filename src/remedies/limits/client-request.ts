import type { TSESTree } from '@typescript-eslint/utils';
import { isTypeScript } from '../../ast/names.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { wordPattern } from '../../analysis/names/conventions.js';
import type { FileView } from '../../ast/file-view.js';
import { unwrap, wrapped } from '../../ast/nodes.js';
import { optionsWords } from '../../catalog/conventions/values.js';
import type { Edits } from '../../fix/edits.js';
import { inFileQuotes } from '../../fix/ensure-import.js';
import { insertAfter } from '../../fix/insert-statement.js';
import { inFileStyle, lineEndOf, unitOf } from '../../fix/layout.js';
import { insertArgument, mergeOptions } from '../../fix/merge-options.js';
import { objectText } from '../../fix/object-text.js';

const OPTIONS_NAME = wordPattern(optionsWords);
/** Longest line that a listener is written on, in characters. */
const MAX_LINE = 120;
type CallLike = TSESTree.CallExpression | TSESTree.NewExpression;

/** `timeout` of http.request: into its options, or as a new argument between the address and the callback. */
export function withTimeoutOption(file: FileView, node: CallLike, index: number | null, ms: string): Edits {
  if (index === null) return { refused: 'the place of the options is not known' };
  const options = [{ path: ['timeout'], text: ms }];
  const argument = node.arguments[index];
  const value = argument && unwrap(argument);
  const isCallback =
    value !== undefined &&
    index > 0 &&
    node.arguments.length === index + 1 &&
    value.type !== 'ObjectExpression' &&
    !isNamedOptions(value);
  if (isCallback && node.type === 'CallExpression') return insertArgument(node, index, objectText(options));
  return mergeOptions(file, node, index, options);
}

function isNamedOptions(value: TSESTree.Node): boolean {
  return value.type === 'Identifier' && OPTIONS_NAME.test(value.name);
}

/** A listener that ends the request: a statement behind the variable that holds it, or chained to the call. */
export function listenToTimeout(file: FileLifecycle, node: TSESTree.Node): Edits {
  const value = wrapped(node);
  const { parent } = value;
  const error = inFileQuotes(file, "new Error('The request timed out')");
  if (
    parent?.type === 'VariableDeclarator' &&
    parent.init === value &&
    parent.id.type === 'Identifier' &&
    parent.parent.declarations.length === 1
  ) {
    const { name } = parent.id;
    const ends = inFileStyle(file, `${name}.destroy(${error});`, null);
    return insertAfter(file, parent.parent, `${name}.on(${inFileQuotes(file, "'timeout'")}, () => { ${ends} });`);
  }
  const self = isTypeScript(file.filename) ? inFileQuotes(file, "this: import('node:http').ClientRequest") : '';
  const ends = inFileStyle(file, `this.destroy(${error});`, null);
  return [{ range: [node.range[1], node.range[1]], text: chainedListener(file, node, self, ends) }];
}

/**
 * The listener as a link of the chain: on a line of its own where the next link has one, over lines where it is long.
 */
function chainedListener(file: FileView, node: TSESTree.Node, self: string, statement: string): string {
  const dot = file.sourceCode.getTokenAfter(node);
  const ownLine = dot !== null && /^\??\.$/.test(dot.value) && dot.loc.start.line > node.loc.end.line;
  const indent =
    /^\s*/.exec(file.lines[(ownLine ? dot : node).loc[ownLine ? 'start' : 'end'].line - 1] ?? '')?.[0] ?? '';
  const end = lineEndOf(file) + indent;
  const head = `.on(${inFileQuotes(file, "'timeout'")}, function (${self}) {`;
  const oneLine = `${head} ${statement} })`;
  const isShort = !ownLine && node.loc.end.column + oneLine.length <= MAX_LINE;
  const text = isShort ? oneLine : `${head}${end}${unitOf(file)}${statement}${end}})`;
  return ownLine ? end + text : text;
}
