import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingStatement, isFunction, unwrap } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import type { Change } from '../../fix/apply.js';
import type { Refusal } from '../../fix/edits.js';

/** The statement that cancels a reader, and what to put it around: the loop, or the `finally` of a `try` around it. */
export function readerRepair(
  file: FileView,
  call: TSESTree.CallExpression,
): { readonly node: TSESTree.Node; readonly text: string } | Refusal {
  const variable = readerOf(file, call);
  if (!variable) return { refused: 'the reader has no name' };
  const [statement, ...more] = usersOf(variable, call);
  if (!statement || more.length > 0) return { refused: 'the reader is used in more than one statement' };
  return { node: unwrap(statement), text: cancelOf(variable) };
}

/**
 * The cancel behind the last read of a reader that reads a part of a body: where plain statements of one list read it,
 * and none of them leaves the function before that. `null` where it stands otherwise.
 */
export function partRepair(file: FileView, call: TSESTree.CallExpression): Change | null {
  const variable = readerOf(file, call);
  const users = variable ? usersOf(variable, call) : [];
  const last = users.filter((node) => READS.test(file.getText(node))).at(-1);
  const list = last?.parent;
  if (!variable || !last || users.some((node) => !isPlain(node))) return null;
  if (list?.type !== 'BlockStatement' && list?.type !== 'Program') return null;
  const leaves = list.body
    .filter(({ range }) => range[0] > call.range[1] && range[1] <= last.range[1])
    .some((node) => [node, ...descendantsOf(node, file.visitorKeys, (each) => !isFunction(each))].some(isExit));
  return leaves ? null : { kind: 'after', node: last, text: cancelOf(variable) };
}

const READS = /\.\s*read\s*\(/;

function isPlain({ type }: TSESTree.Node): boolean {
  return type === 'VariableDeclaration' || type === 'ExpressionStatement';
}

function isExit({ type }: TSESTree.Node): boolean {
  return /^(?:Return|Throw|Break|Continue)Statement$|^YieldExpression$/.test(type);
}

function readerOf(file: FileView, { parent }: TSESTree.CallExpression): Variable | null {
  const id = parent.type === 'VariableDeclarator' ? parent.id : null;
  return id?.type === 'Identifier' ? file.variableOf(id) : null;
}

function cancelOf({ name }: Variable): string {
  return `void ${name}.cancel().catch(() => {});`;
}

/** The statements that use a reader, in order, as they stand in the list of its declaration. */
function usersOf(variable: Variable, call: TSESTree.CallExpression): TSESTree.Node[] {
  const block = enclosingStatement(call).parent;
  const uses = variable.references.filter(({ init }) => init !== true);
  return [...new Set(uses.map(({ identifier }) => statementIn(identifier, block)))].sort(
    (a, b) => a.range[0] - b.range[0],
  );
}

function statementIn(node: TSESTree.Node, block: TSESTree.Node | undefined): TSESTree.Node {
  let current = node;
  while (current.parent && current.parent !== block) current = current.parent;
  return current;
}
