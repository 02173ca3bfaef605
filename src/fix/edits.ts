import type { TSESLint } from '@typescript-eslint/utils';

/** One change of the text. */
export interface Edit {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** Why an edit cannot be made without losing or changing something else. */
export interface Refusal {
  readonly refused: string;
}

export type Edits = readonly Edit[] | Refusal;

/** Whether edits could not be made. */
export function isRefusal(edits: Edits): edits is Refusal {
  return 'refused' in edits;
}

/** All edits, or the first refusal; edits that overlap are refused too. */
export function combine(all: readonly Edits[]): Edits {
  const edits: Edit[] = [];
  for (const each of all) {
    if (isRefusal(each)) return each;
    edits.push(...each);
  }
  edits.sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  const overlapping = edits.some((edit, index) => index > 0 && edit.range[0] < (edits[index - 1]?.range[1] ?? 0));
  return overlapping ? { refused: 'two edits would change the same text' } : edits;
}

/**
 * What ESLint takes as a fix; `null` for a refusal and, where the text of the file is given, for edits of which one is
 * there already: whatever the analysis thinks, the same statement twice is never right.
 */
export function toFix(edits: Edits, text?: string): ((fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[]) | null {
  if (isRefusal(edits) || edits.length === 0 || (text !== undefined && repeats(text, edits))) return null;
  return fixOf(edits);
}

/** Whether edits change nothing, or add something that is there. A fix that moves text has it at both places. */
function repeats(text: string, edits: readonly Edit[]): boolean {
  if (edits.every(({ range: [start, end] }) => start === end)) return edits.some((edit) => isThere(text, edit));
  return edits.every((edit) => isThere(text, edit));
}

/** Whether an edit changes nothing, or repeats the statement or element beside which it stands. */
function isThere(text: string, { range: [start, end], text: inserted }: Edit): boolean {
  if (start !== end) return text.slice(start, end) === inserted;
  const own = inserted.replace(/^[\s,;]+|[\s,;]+$/g, '');
  // Braces and keywords may well stand twice; calls and properties are what a fix adds.
  if (!/[(:=]/.test(own)) return false;
  const before = text.slice(Math.max(0, start - own.length - 40), start).replace(/[\s,;]+$/, '');
  const after = text.slice(start, start + own.length + 40).replace(/^[\s,;]+/, '');
  return endsWithWhole(before, own) || (after.startsWith(own) && !/^[\w$]/.test(after.slice(own.length)));
}

/** `wagent.close()` does not end with `agent.close()`. */
function endsWithWhole(text: string, part: string): boolean {
  return text.endsWith(part) && !/[\w$.]$/.test(text.slice(0, -part.length));
}

/** Why a report has no automatic fix, as data of the report; nothing where it has one, or where nobody asks. */
export function whyNoFix(
  { explainFixes }: { readonly explainFixes: boolean },
  edits: Edits,
): { readonly whyNoFix?: string } {
  return explainFixes && isRefusal(edits) ? { whyNoFix: edits.refused } : {};
}

/** What ESLint takes as a fix. */
export function fixOf(edits: readonly Edit[]): (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[] {
  return (fixer) => edits.map(({ range, text }) => fixer.replaceTextRange([range[0], range[1]], text));
}
