import type { TSESLint } from '@typescript-eslint/utils';

type Range = readonly [number, number];
type Fix = TSESLint.RuleFix;
type Fixer = TSESLint.ReportFixFunction;

/** Files whose text is mostly no script, by what their parsers call them. */
const COMPONENT = /\.(?:vue|svelte|astro)$/i;

/**
 * Where the scripts of a single-file component stand (Vue, Svelte, Astro); `null` for a file that is one script.
 * Their parsers hand out one tree, whose ends lie outside of the scripts.
 */
export function scriptsOf(text: string, filename: string): readonly Range[] | null {
  const kind = COMPONENT.exec(filename)?.[0].toLowerCase();
  if (kind === undefined) return null;
  return kind === '.astro' ? frontMatter(text) : scriptElements(text);
}

/** The part of an Astro component between its two lines of dashes. */
function frontMatter(text: string): readonly Range[] {
  const start = text.indexOf('---');
  const end = start < 0 ? -1 : text.indexOf('\n---', start + 3);
  return end < 0 ? [] : [[start + 3, end + 1]];
}

function scriptElements(text: string): readonly Range[] {
  const scripts: Range[] = [];
  const open = /<script(?=[\s>])/gi;
  const close = /<\/script\s{0,9}>/gi;
  for (let found = open.exec(text); found; found = open.exec(text)) {
    const start = text.indexOf('>', found.index) + 1;
    close.lastIndex = start;
    const end = close.exec(text);
    if (start === 0 || !end) return scripts;
    scripts.push([start, end.index]);
    open.lastIndex = close.lastIndex;
  }
  return scripts;
}

/** A fix that is dropped when one of its edits would land outside of the scripts, or spread over two of them. */
export function within(scripts: readonly Range[], fix: Fixer): Fixer {
  return (fixer) => {
    const made = fix(fixer);
    const edits: Fix[] = made === null ? [] : 'range' in made ? [made] : [...made];
    const isInside = scripts.some((script) =>
      edits.every(({ range }) => range[0] >= script[0] && range[1] <= script[1]),
    );
    return isInside ? edits : null;
  };
}
