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

/** What ESLint takes as a fix; `null` for a refusal. */
export function toFix(edits: Edits): ((fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[]) | null {
  return isRefusal(edits) || edits.length === 0 ? null : fixOf(edits);
}

/** What ESLint takes as a fix. */
export function fixOf(edits: readonly Edit[]): (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[] {
  return (fixer) => edits.map(({ range, text }) => fixer.replaceTextRange([range[0], range[1]], text));
}
