import type { TSESTree } from '@typescript-eslint/utils';
import type { PlannedOption } from '../../analysis/limits/cure.js';
import type { LimitFinding } from '../../analysis/limits/finding.js';
import { numberOf, timeInWords } from '../../analysis/values/numbers.js';
import { lookUpOption } from '../../analysis/values/options.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { perFile } from '../../ast/memo.js';
import { calleeName, isFunction } from '../../ast/nodes.js';

/**
 * What a site says of slow answers, where it waits for one longer than its body may take or be silent: whoever
 * lets an upstream think for ten minutes has not meant its body to come within seconds. `null` where it says nothing.
 */
export function chosenLonger(
  file: FileView,
  { chosen, node }: LimitFinding,
  options: readonly PlannedOption[],
  body: number,
): string | null {
  if (!options.some(({ phase }) => phase === 'body')) return null;
  const waits = [...chosen].filter(({ phase }) => phase === 'headers');
  for (const argument of node.arguments) {
    if (isFunction(argument)) continue;
    for (const { option, unit } of waits) {
      for (const name of option) {
        const found = lookUpOption(file, argument, name);
        const number = found.kind === 'present' ? numberOf(file, found.value) : null;
        const ms = number !== null && unit === 's' ? number * 1_000 : number;
        if (ms !== null && ms > body) return `\`${name}\` waits ${timeInWords(ms)} for an answer`;
      }
    }
  }
  return null;
}

/**
 * What single calls say of slow answers, where a limit of the client would end them earlier: a signal that waits for
 * longer than a whole call may take, or for as long as a caller says. `null` where nothing does.
 */
export function chosenByCalls(file: FileView, total: number): string | null {
  const known = chosenIn(file);
  let chosen = known.get(total);
  if (chosen === undefined) known.set(total, (chosen = chosenLongerThan(file, total)));
  return chosen;
}

/** What calls say, by the length of a whole call; every finding of a file asks for it. */
const chosenIn = perFile<FileView, Map<number, string | null>>(() => new Map());

function chosenLongerThan(file: FileView, total: number): string | null {
  if (!file.text.includes('AbortSignal.timeout')) return null;
  for (const node of timeoutSignals(file)) {
    const [given] = node.arguments;
    const ms = given ? numberOf(file, given) : null;
    const line = `line ${String(node.loc.start.line)}`;
    if (ms === null) return `how long ${line} waits is chosen elsewhere`;
    if (ms > total) return `${line} waits ${timeInWords(ms)} for an answer`;
  }
  return null;
}

/** The calls of `AbortSignal.timeout`; looked for once in each file, whose every finding asks for them. */
const timeoutSignals = perFile((file: FileView): readonly TSESTree.CallExpression[] =>
  [...descendantsOf(file.ast, file.visitorKeys)].flatMap((node) =>
    node.type === 'CallExpression' && calleeName(node.callee) === 'AbortSignal.timeout' ? [node] : [],
  ),
);
