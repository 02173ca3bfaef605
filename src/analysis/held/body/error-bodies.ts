import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { ancestorsUntil, enclosingFunction, propertyName } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import type { RequestCall } from '../../names/clients.js';
import { option } from './facts.js';

/**
 * The `catch` clause that looks at the response of a rejected status but leaves its stream alone: with `responseType:
 * 'stream'` the error holds an unread body (`error.response.data`, measured: it keeps the connection). `null` where the
 * error is handed on.
 */
export function unreadErrorBody(file: FileView, request: RequestCall): TSESTree.CatchClause | null {
  const path = request.request.body?.errorPath;
  // With a function of its own the code decides itself which statuses are errors.
  if (!path || option(file, request, 'validateStatus')) return null;
  const clause = catchAround(request.node);
  const error = clause?.param?.type === 'Identifier' ? file.variableOf(clause.param) : null;
  const uses = error ? readsOf(error).map(({ identifier }) => membersFrom(identifier)) : [];
  const looks = uses.some((members) => members[0] === path[0] && members.length > 1);
  const keeps = uses.some(
    (members) => members.length === 0 || (members[0] === path[0] && (members.length === 1 || members[1] === path[1])),
  );
  return looks && !keeps ? clause : null;
}

function catchAround(node: TSESTree.Node): TSESTree.CatchClause | null {
  for (const ancestor of ancestorsUntil(node, enclosingFunction(node))) {
    if (ancestor.parent?.type === 'TryStatement' && ancestor.parent.block === ancestor) return ancestor.parent.handler;
  }
  return null;
}

/** The names of the members that an expression goes on with: `error.response?.status` gives `response`, `status`. */
function membersFrom(node: TSESTree.Node): string[] {
  const members: string[] = [];
  let current = node;
  while (current.parent?.type === 'MemberExpression' && current.parent.object === current) {
    members.push(propertyName(current.parent) ?? '');
    current = current.parent;
  }
  // A test for the response does not hand it on.
  const tested =
    current.parent?.type === 'IfStatement' ||
    current.parent?.type === 'LogicalExpression' ||
    current.parent?.type === 'UnaryExpression';
  const typed =
    current.parent?.type === 'CallExpression' &&
    /isAxiosError$/.test(
      current.parent.callee.type === 'MemberExpression'
        ? (propertyName(current.parent.callee) ?? '')
        : current.parent.callee.type === 'Identifier'
          ? current.parent.callee.name
          : '',
    );
  return (tested && members.length <= 1) || (typed && members.length === 0) ? ['', ''] : members;
}
