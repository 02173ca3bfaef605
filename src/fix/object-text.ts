import { descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import { perFile } from '../ast/memo.js';
import { lineEndOf, unitOf } from './layout.js';

/** An option to set: its path in the options object, and the text of its value. */
export interface OptionText {
  readonly path: readonly string[];
  readonly text: string;
}

/** Longest lines that fixes write where they have the choice, in characters: that of the file, if it keeps to one. */
const WIDTHS = [80, 100];
const MAX_WIDTH = 120;
/** Lines from which on a file shows what it keeps to, and the part of them that may be longer. */
const MIN_LINES = 60;
const LONGER = 0.02;

/** How text looks that begins at one place. */
export interface Layout {
  /** The end of a line and the indentation of the line of that place. */
  readonly line: string;
  readonly unit: string;
  /** The comma behind the last member of a list over lines, or nothing, as the file has it. */
  readonly comma: string;
  /** The longest line. */
  readonly width: number;
  /** Whether a text is short enough for the rest of the line. */
  fits(text: string): boolean;
}

/** The layout of what begins at a place of the file. */
export function layoutAt(file: FileView, position: number): Layout {
  const { line, column } = file.sourceCode.getLocFromIndex(Math.min(position, file.text.length));
  const indent = /^\s*/.exec(file.lines[line - 1] ?? '')?.[0] ?? '';
  const width = widthOf(file);
  return {
    line: lineEndOf(file) + indent,
    unit: unitOf(file),
    comma: trailingComma(file),
    width,
    fits: (text) => column + text.length <= width,
  };
}

const widthOf = perFile(({ lines }: FileView) =>
  lines.length < MIN_LINES
    ? MAX_WIDTH
    : (WIDTHS.find(
        (width) =>
          lines.some((line) => line.length > width - 10) &&
          lines.filter((line) => line.length > width).length <= lines.length * LONGER,
      ) ?? MAX_WIDTH),
);

/** As most literals over several lines have it. */
const trailingComma = perFile((file: FileView) => {
  let balance = 0;
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type !== 'ObjectExpression' && node.type !== 'ArrayExpression') continue;
    const closing = file.sourceCode.getLastToken(node);
    const last = closing && file.sourceCode.getTokenBefore(closing);
    if (last && last.value !== '{' && last.value !== '[' && last.loc.end.line !== closing.loc.start.line)
      balance += last.value === ',' ? 1 : -1;
  }
  return balance >= 0 ? ',' : '';
});

/** The layout of a member of an object that begins at a place. */
function within(layout: Layout): Layout {
  const line = layout.line + layout.unit;
  return { ...layout, line, fits: (text) => line.replace(/^\r?\n/, '').length + text.length <= layout.width };
}

/** Members as an object literal, nested as their paths say: on one line, or over lines where that gets too long. */
export function objectText(options: readonly OptionText[], layout?: Layout): string {
  const text = `{ ${memberTexts(options).join(', ')} }`;
  return !layout || layout.fits(text) ? text : overLines([], options, layout);
}

/** An object literal that begins with members which are there already, over lines where one gets too long. */
export function overLines(members: readonly string[], options: readonly OptionText[], layout: Layout): string {
  const text = `{ ${[...members, ...memberTexts(options)].join(', ')} }`;
  if (layout.fits(text)) return text;
  const inner = within(layout);
  const lines = [...members, ...memberTexts(options, inner)];
  return `{${inner.line}${lines.join(`,${inner.line}`)}${layout.comma}${layout.line}}`;
}

/** The texts of members, nested as their paths say. */
export function memberTexts(options: readonly OptionText[], layout?: Layout): string[] {
  const heads = [...new Set(options.map(({ path }) => path[0] ?? ''))];
  return heads.map((head) => {
    const own = options.filter(({ path }) => path[0] === head);
    const [first] = own;
    if (first?.path.length === 1) return first.text === head ? head : `${keyText(head)}: ${first.text}`;
    const inner = own.map(({ path, text }) => ({ path: path.slice(1), text }));
    const key = `${keyText(head)}: `;
    return key + objectText(inner, layout && { ...layout, fits: (text) => layout.fits(key + text) });
  });
}

/** A key as an object literal can have it: in quotes where it is no name. */
function keyText(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : `'${key.replaceAll(/['\\]/g, '\\$&')}'`;
}
