import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { unwrap } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import type { RequestCall } from '../../names/clients.js';
import { lookUpOption } from '../../values/options.js';

/** The option that hands undici's `fetch()` and `request()`, and Node's, the dispatcher which sends the request. */
const DISPATCHER = 'dispatcher';

/** The variable of the dispatcher, agent or client that sends a request. */
export function senderOf(file: FileView, { node, request, client }: RequestCall): Variable | null {
  const callee = unwrap(node.callee);
  if (client)
    return callee.type === 'MemberExpression' && callee.object.type === 'Identifier'
      ? file.variableOf(callee.object)
      : null;
  const options = (request.options ?? []).flatMap((index) => node.arguments[index] ?? []);
  return lentIn(file, options, [DISPATCHER, ...(request.borrows ?? []).flatMap(({ option }) => option ?? [])]);
}

/** The variable of the dispatcher that a helper of the project is given for its request. */
export function dispatcherGivenTo(file: FileView, call: TSESTree.Node): Variable | null {
  return call.type === 'CallExpression' ? lentIn(file, call.arguments, [DISPATCHER]) : null;
}

function lentIn(file: FileView, options: readonly TSESTree.Node[], names: readonly string[]): Variable | null {
  for (const each of options) {
    const object = each.type === 'SpreadElement' ? each : file.resolveConstant(each);
    for (const name of object.type === 'ObjectExpression' ? names : []) {
      const found = lookUpOption(file, object, name);
      if (found.kind === 'present' && found.value.type === 'Identifier') return file.variableOf(found.value);
    }
  }
  return null;
}
