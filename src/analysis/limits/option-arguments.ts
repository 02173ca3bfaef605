import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, isNothing } from '../../ast/nodes.js';
import type { CallLike, Construction, RequestCall } from '../names/clients.js';
import { isNoOptions } from '../values/possible/addresses.js';

/** The options arguments of a call; `null` where a spread hides which argument is which. */
export function optionArguments(node: CallLike, indexes: readonly number[]): TSESTree.Expression[] | null {
  const spread = node.arguments.findIndex((argument) => argument.type === 'SpreadElement');
  if (spread >= 0 && indexes.some((index) => index >= spread)) return null;
  return indexes.flatMap((index) => {
    const argument = node.arguments[index];
    return argument && argument.type !== 'SpreadElement' ? [argument] : [];
  });
}

/** Where a request takes its options; `null` where that depends on what its first argument is, which is not known. */
export function optionIndexes(
  file: FileView,
  { node, request }: Pick<RequestCall, 'node' | 'request'>,
): readonly number[] | null | undefined {
  const { options, optionsFor } = request;
  if (!optionsFor || node.arguments.length !== optionsFor.index + 1) return options;
  const [first] = node.arguments;
  const value = first && file.resolveConstant(first);
  if (value?.type !== 'Literal') return null;
  return optionsFor.first.includes(String(value.value)) ? [optionsFor.index] : options;
}

/** What a client is given as options, and where they stand or would have to be written. */
export interface ClientOptions {
  /** `null` where a spread hides which argument is which. */
  readonly given: readonly TSESTree.Expression[] | null;
  readonly index: number;
}

/** Finds the options of a client in any signature of its library; an address or a list is not taken for them. */
export function clientOptions(file: FileView, { node, construct }: Construction): ClientOptions {
  const own = construct.options ?? 0;
  const positions = [own, ...(construct.optionsAlso ?? [])].sort((a, b) => b - a);
  const all = optionArguments(node, positions);
  if (!all) return { given: null, index: own };
  const found = positions.find((index) => {
    const argument = node.arguments[index];
    return argument !== undefined && mayBeOptions(file, argument);
  });
  const argument = found === undefined ? undefined : node.arguments[found];
  if (found !== undefined && argument && argument.type !== 'SpreadElement') return { given: [argument], index: found };
  const free = positions.filter((index) => index >= node.arguments.length);
  return { given: [], index: free.length > 0 ? Math.min(...free) : own };
}

function mayBeOptions(file: FileView, argument: TSESTree.Node): boolean {
  const value = file.resolveConstant(argument);
  return value.type !== 'ArrayExpression' && !isFunction(value) && !isNothing(value) && !isNoOptions(file, argument);
}
