import { parse } from '@typescript-eslint/parser';
import fc from 'fast-check';

/** How a text is laid out anew. */
export interface Layout {
  readonly lineEnd: '\n' | '\r\n';
  readonly mark: boolean;
  readonly semicolons: boolean;
  /** What stands between two tokens, in turn. */
  readonly gaps: readonly Gap[];
}

type Gap = 'kept' | 'space' | 'tab' | 'line' | 'lines' | 'block' | 'behind' | 'above';

/** Tokens behind which, or in front of which, a line end would mean something. */
const NO_LINE_BEHIND = /^(?:return|throw|break|continue|async|yield)$/;
const NO_LINE_BEFORE = /^(?:=>|\+\+|--|[([`/+-])$/;

/** Random layouts; most gaps stay as they are. */
export function layouts(): fc.Arbitrary<Layout> {
  return fc.record({
    lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
    mark: fc.boolean(),
    semicolons: fc.boolean(),
    gaps: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constant<Gap>('kept') },
        { weight: 3, arbitrary: fc.constantFrom<Gap>('space', 'tab', 'line', 'lines', 'block', 'behind', 'above') },
      ),
      { minLength: 5, maxLength: 60 },
    ),
  });
}

/** A text and the comments that were put into it. */
export interface Formatted {
  readonly text: string;
  readonly comments: readonly string[];
}

/** The same code, laid out anew. */
export function format(code: string, { lineEnd, mark, semicolons, gaps }: Layout): Formatted {
  const { tokens } = parse(code, { range: true, tokens: true, sourceType: 'module' });
  const comments: string[] = [];
  let text = '';
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const between = next ? code.slice(token.range[1], next.range[0]) : '\n';
    if (token.value === '(') depth++;
    if (token.value === ')') depth--;
    const mayBreak = !NO_LINE_BEHIND.test(token.value) && !NO_LINE_BEFORE.test(next?.value ?? '');
    // Only where the line ends there already, outside of the head of a `for`.
    const isLeftOut = token.value === ';' && !semicolons && depth === 0 && mayBreak && between.includes('\n');
    text += isLeftOut ? '' : code.slice(...token.range);
    const gap = gaps[index % gaps.length] ?? 'kept';
    const name = `c${String(comments.length)}c`;
    if (gap === 'kept' || !mayBreak || (isLeftOut && gap !== 'behind' && gap !== 'above')) text += between;
    else if (gap === 'space') text += between === '' ? '' : between.includes('\n') ? between : '   ';
    else if (gap === 'tab') text += between === '' ? '' : between.includes('\n') ? '\n\t' : '\t';
    else if (gap === 'line') text += '\n';
    else if (gap === 'lines') text += '\n\n\t';
    else {
      comments.push(name);
      text += gap === 'block' ? ` /* ${name} */ ${between}` : gap === 'behind' ? ` // ${name}\n` : `\n// ${name}\n`;
    }
  }
  return { text: (mark ? '\uFEFF' : '') + text.replaceAll('\n', lineEnd), comments };
}
