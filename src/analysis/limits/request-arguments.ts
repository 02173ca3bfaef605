import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { calleeName, unwrap } from '../../ast/nodes.js';
import { callbackParameters, callOptionWords, requestVariables } from '../../catalog/conventions/values.js';
import type { RequestCall } from '../names/clients.js';
import { namePattern } from '../names/conventions.js';
import { isAddress } from '../values/possible/addresses.js';
import type { Bound, Environment } from '../values/possible/possible.js';
import { optionArguments, optionIndexes } from './option-arguments.js';

const CALLBACK_NAME = namePattern(callbackParameters);
const OPTIONS_NAME = new RegExp(`^(?:${callOptionWords.join('|')})`, 'i');
const REQUEST_NAME = namePattern(requestVariables);

/**
 * The expressions that may hold the options of a request; `null` where a spread hides which argument is which.
 */
export function requestOptions(file: FileView, call: RequestCall, environment: Environment): Bound[] | null {
  const { node, request } = call;
  const own = optionIndexes(file, call);
  if (own === null) return null;
  const indexes = own ?? node.arguments.map((_, index) => index);
  const given = optionArguments(node, indexes);
  if (!given) return null;
  const [first] = node.arguments;
  const arguments_ = given.filter((argument) => {
    if (argument.type === 'Identifier' && CALLBACK_NAME.test(argument.name)) return false;
    if (request.options === undefined)
      return (
        isPlain(file.resolveConstant(argument)) || (argument.type === 'Identifier' && OPTIONS_NAME.test(argument.name))
      );
    return argument !== first || !isAddress(file, argument);
  });
  // A Request carries a signal of its own, which stands in the options it is made with.
  const isRequest =
    first &&
    first.type !== 'SpreadElement' &&
    !given.includes(first) &&
    request.body?.kind.endsWith('-response') === true;
  const carrier =
    isRequest &&
    ((first.type === 'Identifier' && REQUEST_NAME.test(first.name)) || isRequestMade(file.resolveConstant(first)))
      ? [first]
      : [];
  return [...carrier.flatMap(carriersOf(file)), ...arguments_].map((argument) => ({
    node: argument,
    environment,
  }));
}

/**
 * What may carry the signal of a Request: the options of `new Request(url, options)`, and what it copies; otherwise the
 * Request itself.
 */
function carriersOf(file: FileView): (carrier: TSESTree.Expression) => TSESTree.Expression[] {
  return (carrier) => {
    const made = file.resolveConstant(carrier);
    if (made.type !== 'NewExpression' || made.callee.type !== 'Identifier' || made.callee.name !== 'Request')
      return [carrier];
    const [source] = made.arguments;
    const given = optionArguments(made, [1]);
    if (!given || !source || source.type === 'SpreadElement') return [carrier];
    return [
      ...given,
      ...(isAddress(file, source) && !(source.type === 'Identifier' && REQUEST_NAME.test(source.name)) ? [] : [source]),
    ];
  };
}

/** `new Request(...)`, or a function whose name says that it makes one. */
function isRequestMade(node: TSESTree.Node): boolean {
  return (
    (node.type === 'NewExpression' && calleeName(node.callee) !== 'URL') ||
    (node.type === 'CallExpression' && /Request$/.test(calleeName(node.callee) ?? '')) ||
    (node.type === 'AwaitExpression' && isRequestMade(unwrap(node.argument)))
  );
}

/** Whether an expression is an object literal. */
export function isPlain(node: TSESTree.Node): boolean {
  return unwrap(node).type === 'ObjectExpression';
}
