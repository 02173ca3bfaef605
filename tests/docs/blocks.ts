import { readFileSync, readdirSync } from 'node:fs';

/** A block of code in a page. */
export interface Block {
  readonly page: string;
  /** The line of its first fence, from 1. */
  readonly line: number;
  readonly language: string;
  /** The words behind the language: what the block is, and the config that judges it. */
  readonly words: readonly string[];
  /** The heading of the second level above it. */
  readonly section: string;
  /** The paragraph above it; empty where a heading or another block stands there. */
  readonly lead: string;
  readonly code: string;
}

export type Kind = 'wrong' | 'right' | 'before' | 'after';

/** What a block of a rule's page is: the word behind the language says so, else the section. */
export function kindOf({ words, section }: Block): Kind | null {
  const [word] = words;
  if (word === 'wrong' || word === 'right' || word === 'before' || word === 'after') return word;
  if (word !== undefined) return null;
  return section === 'Wrong' ? 'wrong' : section === 'Right' ? 'right' : null;
}

/** What kind of program a section of docs/frameworks.md is about, where that is no service. */
const ROLES: Readonly<Record<string, string>> = {
  'Lambda and other functions': 'lambda',
  'Next.js': 'next',
  Commands: 'script',
};

/** The role of the programs in a section of docs/frameworks.md. */
export function roleOf(section: string): string | undefined {
  return ROLES[section];
}

const root = new URL('../..', import.meta.url);

/** The blocks of a page, by its path from the root of the repository. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = readFileSync(new URL(page, root), 'utf8').split('\n');
  let section = '';
  for (let at = 0; at < lines.length; at++) {
    section = /^## (.+)/.exec(lines[at] ?? '')?.[1] ?? section;
    const [, fence, info = ''] = /^(```+)(.*)$/.exec(lines[at] ?? '') ?? [];
    if (fence === undefined) continue;
    const end = lines.indexOf(fence, at + 1);
    const [language = '', ...words] = info.trim().split(/\s+/);
    const code = lines.slice(at + 1, end).map((line) => `${line}\n`);
    blocks.push({ page, line: at + 1, language, words, section, lead: leadOf(lines, at), code: code.join('') });
    at = end;
  }
  return blocks;
}

function leadOf(lines: readonly string[], fence: number): string {
  const end = fence - 1;
  if (lines[end] !== '') return '';
  const start = lines.lastIndexOf('', end - 1) + 1;
  const paragraph = lines.slice(start, end).join(' ');
  return /^(?:#|```|\||- )/.test(paragraph) ? '' : paragraph;
}

/** All pages that people read: the README, CONTRIBUTING and what is in docs. */
export function allPages(): string[] {
  const docs = readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' });
  const top = readdirSync(root, { encoding: 'utf8' });
  return [...top, ...docs.map((name) => `docs/${name}`)].filter((name) => name.endsWith('.md')).sort();
}

export function isScript({ language }: Block): boolean {
  return /^(?:js|jsx|ts|tsx|mjs|mts)$/.test(language);
}
