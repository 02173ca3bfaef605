import type {
  ModuleConvention,
  NameConvention,
  PathConvention,
  PatternConvention,
  TextConvention,
  WordConvention,
} from '../../catalog/conventions/types.js';

/**
 * Compiles the data of `catalog/conventions` to regular expressions. To be called at module level, so that it happens
 * once per process.
 */

/** Matches names by a convention of names. */
export function namePattern({ names = [], begins = [], contains, ignoreCase }: NameConvention): RegExp {
  const rest = contains ? `(?:[A-Z]\\w*)?${anyOf(contains.map(escapeRegExp))}(?:$|[A-Z])` : '(?:$|[A-Z_\\d])';
  const alternatives = [
    ...names.map((name) => `${glob(name, '.*')}$`),
    ...(begins.length > 0 ? [anyOf(begins.map(wordsOf)) + rest] : []),
  ];
  return new RegExp(`^[_#]*${anyOf(alternatives)}`, ignoreCase ? 'i' : '');
}

/** Matches import specifiers by a convention of modules. */
export function modulePattern(modules: ModuleConvention): RegExp {
  return new RegExp(`^${anyOf(modules.map(pathGlob))}$`);
}

/** Matches paths by a convention of places: those in one of its folders, and those with one of its names. */
export function pathPattern(convention: PathConvention): RegExp {
  const { folders = [], topFolders = [], marks = [], stems = [], extensions } = convention;
  const extension = `\\.${extensions ? anyOf(extensions.map(escapeRegExp)) : '[cm]?[jt]sx?'}$`;
  const places = [
    ...(folders.length > 0 ? [`(?:^|/)${anyOf(folders.map(pathGlob))}/`] : []),
    ...(topFolders.length > 0 ? [`^(?:src/)?${anyOf(topFolders.map(pathGlob))}/`] : []),
  ];
  const names = [
    ...(marks.length > 0 ? [`\\.${anyOf(marks.map(escapeRegExp))}${extension}`] : []),
    ...(stems.length > 0 ? [`(?:^|/)${anyOf(stems.map(pathGlob))}${extension}`] : []),
  ];
  return new RegExp([...places, ...names].join('|'), convention.ignoreCase === true ? 'i' : '');
}

/** Matches the text of files by a convention of texts. */
export function textPattern(snippets: TextConvention): RegExp {
  return new RegExp(snippets.map(snippetPattern).join('|'));
}

/** Matches the text of code by a convention of patterns; capitals make no difference if so asked. */
export function sourcePattern(sources: PatternConvention, ignoreCase = false): RegExp {
  return new RegExp(sources.join('|'), ignoreCase ? 'i' : '');
}

/** Matches what contains one of the words of a convention. */
export function wordPattern(words: WordConvention): RegExp {
  return new RegExp(words.map(escapeRegExp).join('|'), 'i');
}

const TOKEN = /[\w$*]+|\s+|[^\w\s]/g;

function snippetPattern(snippet: string): string {
  const tokens = snippet.match(TOKEN) ?? [];
  const isWord = (token: string | undefined): boolean => token !== undefined && /^[\w$]/.test(token);
  const body = tokens
    .map((token, index) => {
      if (/^\s/.test(token)) return isWord(tokens[index - 1]) && isWord(tokens[index + 1]) ? '\\s+' : '\\s*';
      if (/^['"`]$/.test(token)) return '\\s*[\'"`]';
      const gap = index > 0 && !/^\s/.test(tokens[index - 1] ?? '') && !/^['"`]$/.test(tokens[index - 1] ?? '');
      return (gap ? '\\s*' : '') + glob(token, '\\w*');
    })
    .join('');
  return `${isWord(tokens[0]) ? '\\b' : ''}${body}${isWord(tokens.at(-1)) && !snippet.endsWith('*') ? '\\b' : ''}`;
}

/** `set up` in the three ways of writing it: `setup`, `setUp`, `set_up`. */
function wordsOf(text: string): string {
  return text
    .split(' ')
    .map((word, index) =>
      index === 0
        ? escapeRegExp(word)
        : `_?[${word.charAt(0)}${word.charAt(0).toUpperCase()}]${escapeRegExp(word.slice(1))}`,
    )
    .join('');
}

function anyOf(alternatives: readonly string[]): string {
  return `(?:${alternatives.join('|')})`;
}

function pathGlob(text: string): string {
  return text
    .split('/**/')
    .map((path) =>
      path
        .split('**')
        .map((part) => glob(part, '[^/]*'))
        .join('.*'),
    )
    .join('/(?:.*/)?');
}

/** The source of a pattern for a text in which `*` stands for `any`. */
export function glob(text: string, any: string): string {
  return text.split('*').map(escapeRegExp).join(any);
}

/** The source of a pattern for a whole name: `\b` would end a word at `$`, and names of exports may be any text. */
export function wholeName(name: string): string {
  return `(?<![\\w$])${escapeRegExp(name)}(?![\\w$])`;
}

/** A text as the source of a pattern that matches it alone. */
export function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
