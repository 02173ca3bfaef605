import type { TSESLint } from '@typescript-eslint/utils';

type Fixer = TSESLint.ReportFixFunction;
type Range = readonly [start: number, end: number];

/** Where TypeScript is told to say nothing of the next line of code. */
const SILENCED = /(?:\/\/|\/\*|^\s*\*)\s*@ts-(?:expect-error|ignore)\b/;
const NO_CODE = /^\s*(?:\/\/.*)?$/;

/**
 * A context whose fixes leave lines alone whose type errors a comment silences: what moves away from such a line would
 * be told again, and a comment that expects an error complains where none is left.
 */
export function silencedContext<MessageId extends string, Options extends readonly unknown[]>(
  context: Readonly<TSESLint.RuleContext<MessageId, Options>>,
): Readonly<TSESLint.RuleContext<MessageId, Options>> {
  // Looked for when the first fix is reported: most files have none.
  let regions: readonly Range[] | null = null;
  const report: typeof context.report = ({ fix, ...descriptor }) => {
    regions ??= fix ? silencedRegions(context.sourceCode.text) : null;
    context.report({ ...descriptor, fix: fix && regions ? outside(regions, fix) : null });
  };
  return Object.create(context, { report: { value: report } }) as typeof context;
}

/** A fix that is dropped when one of its edits changes a region. */
function outside(regions: readonly Range[], fix: Fixer): Fixer {
  return (fixer) => {
    const made = fix(fixer);
    const edits = made === null ? [] : 'range' in made ? [made] : [...made];
    const touches = regions.some(([start, end]) =>
      edits.some(({ range, text }) => {
        const isBehind = range[0] === end && /^\r?\n/.test(text);
        return !isBehind && range[0] <= end && range[1] >= start;
      }),
    );
    return touches ? null : edits;
  };
}

/** From the end of each such comment's line to the end of the line of code that it is about. */
function silencedRegions(text: string): readonly Range[] {
  if (!text.includes('@ts-expect-error') && !text.includes('@ts-ignore')) return [];
  const regions: Range[] = [];
  let open: number | null = null;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.replace(/\r$/, '').length;
    if (open !== null && !NO_CODE.test(line)) {
      regions.push([open, end]);
      open = null;
    }
    if (SILENCED.test(line)) open = end;
    start += line.length + 1;
  }
  return regions;
}
