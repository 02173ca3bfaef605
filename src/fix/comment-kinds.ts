import type { TSESTree } from '@typescript-eslint/utils';

/**
 * Comments that speak of the whole file: its licence, its description, and what tools read at its head (the manuals of
 * TypeScript, ESLint, oxlint, Biome, Deno, Prettier, Jest, Vitest, Istanbul, c8, Flow and Babel).
 */
const ABOUT_FILE = [
  /@licen[cs]e|\bcopyright\b|SPDX-|\blicensed under\b|\ball rights reserved\b|@preserve\b/i,
  /@file(?:overview)?\b|@module\b|@packageDocumentation\b|@generated\b|@(?:format|prettier|noprettier)\b/,
  /^\s*@ts-(?:no)?check\b|^\/\s*<(?:reference|amd)/,
  /^\s*(?:eslint|oxlint)(?!-disable-(?:next-)?line)\b|^\s*(?:globals?|exported|jshint|jslint|tslint:)\b/,
  /^\s*(?:deno-lint-ignore-file|biome-ignore-all)\b|(?:istanbul|c8|v8) ignore file/,
  /@(?:jest|vitest)-environment\b|@flow\b|@jsx\w*\b/,
];

/** Comments that end what stands above them. */
const ENDING = new RegExp(
  [
    String.raw`^\s*#?\s*end-?region\b`,
    String.raw`^\s*(?:eslint|oxlint)-enable\b`,
    String.raw`^\s*(?:prettier|biome)-ignore-end\b`,
    String.raw`(?:istanbul|c8|v8) ignore (?:end|stop)\b`,
  ].join('|'),
  'i',
);

/** Tools whose comments are about the line or node below them. */
const TO_A_TOOL = new RegExp(
  ['eslint-', 'oxlint-', '@ts-', 'prettier-ignore', 'biome-ignore', 'deno-lint', 'istanbul', 'c8 ignore', 'v8 ignore']
    .concat('@__PURE__', String.raw`webpack\w+:`, '@vite-ignore')
    .join('|'),
);

/** Whether a comment speaks of the file, not of the statement below it. */
export function isAboutFile({ type, value }: TSESTree.Comment): boolean {
  // ESLint calls the hashbang a comment of a type of its own.
  return /^(?:Shebang|Hashbang)$/.test(type) || ABOUT_FILE.some((kind) => kind.test(value));
}

/** Whether a comment draws a line, as the heading of a section does. */
export function isBanner({ value }: TSESTree.Comment): boolean {
  return /(?:^|\s)[-=#~_─━═]{4,}(?:\s|$)/.test(value);
}

/** Whether a comment ends a region, or what an earlier comment has turned off. */
export function isEnding({ value }: TSESTree.Comment): boolean {
  return ENDING.test(value);
}

/** Whether a comment speaks to a tool, so that it must not be parted from its line. */
export function isForTool({ value }: TSESTree.Comment): boolean {
  return TO_A_TOOL.test(value);
}
