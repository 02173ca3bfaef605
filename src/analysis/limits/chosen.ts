import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, unwrap } from '../../ast/nodes.js';
import type { TimeoutFact } from '../../catalog/types.js';
import type { RequestCall } from '../names/construction.js';
import { numberOf, timeInWords } from '../values/numbers.js';
import { lookUpOption, optionsOf } from '../values/options.js';

/** A limit whose number stands in the file. */
export interface Chosen {
  readonly fact: TimeoutFact;
  readonly ms: number;
  readonly node: TSESTree.Node;
  /** Option and time, for messages. */
  readonly text: string;
  /** Whether it is a signal, which ends all attempts together. */
  readonly isSignal: boolean;
}

/** The limits that an options object chooses. */
export function chosenIn(file: FileView, options: TSESTree.Node, facts: readonly TimeoutFact[]): Chosen[] {
  return facts.flatMap((fact) =>
    fact.option.flatMap((option) => {
      const found = lookUpOption(file, options, option);
      if (found.kind !== 'present' || fact.unit === 'date' || fact.effect === 'ignored') return [];
      const signal = signalTime(file, found.value);
      const number = signal ?? numberOf(file, found.value);
      if (number === null || number <= 0) return [];
      const ms = fact.unit === 's' ? number * 1_000 : number;
      const text = `\`${option}\` (${timeInWords(ms)})`;
      return [{ fact, ms, node: found.value, text, isSignal: signal !== null }];
    }),
  );
}

/** The limits of a request: its own first, then those of its client. */
export function chosenFor(file: FileView, { node, request, client }: RequestCall): Chosen[] {
  const own = node.arguments.flatMap((argument) =>
    isFunction(argument) ? [] : chosenIn(file, argument, request.timeouts ?? []),
  );
  const options = client && optionsOf(client);
  return [...own, ...(options ? chosenIn(file, options, client.construct.timeouts ?? []) : [])];
}

/** `AbortSignal.timeout(5_000)`. */
function signalTime(file: FileView, node: TSESTree.Node): number | null {
  const call = unwrap(node);
  return call.type === 'CallExpression' && /^AbortSignal\.timeout$/.test(file.getText(call.callee))
    ? numberOf(file, call.arguments[0])
    : null;
}
