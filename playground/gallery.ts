// The examples of the playground are the "wrong" blocks of the pages, which tests hold true.
import { readFileSync, readdirSync } from 'node:fs';
import { catalog } from '../src/catalog/index.js';
import { matchesGlobs } from '../src/project/glob.js';
import { blocksOf, isScript, kindOf, roleOf, type Block } from '../tests/docs/blocks.js';

/** A piece of code that a reader can start from. */
export interface Example {
  readonly id: string;
  /** The heading it stands under. */
  readonly group: string;
  readonly title: string;
  readonly language: string;
  readonly code: string;
  /** The config that reports it. */
  readonly config: 'recommended' | 'strict';
  /** The kind of program, where the code does not show it. */
  readonly role: string;
}

/** What the switches say about a rule. */
export interface RuleFacts {
  readonly name: string;
  readonly description: string;
  readonly isRecommended: boolean;
}

const root = new URL('..', import.meta.url);
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** All examples: first one for each defect that a rule's page shows, then one for each kind of program. */
export function examples(): Example[] {
  const unique = new Map<string, Example>();
  for (const example of [...ruleFacts().flatMap(ofRule), ...ofFrameworks()]) {
    const count = [...unique.keys()].filter((id) => id.replace(/-\d+$/, '') === example.id).length;
    const id = count === 0 ? example.id : `${example.id}-${String(count + 1)}`;
    unique.set(id, { ...example, id });
  }
  return [...unique.values()];
}

function isCatalogued(packageName: string): boolean {
  return catalog.libraries.some(({ name, modules }) => matchesGlobs(packageName, [name, ...modules]));
}

/** All rules, those of `recommended` first, as the generated heads of their pages describe them. */
export function ruleFacts(): RuleFacts[] {
  return readdirSync(new URL('docs/rules', root))
    .map((file) => {
      const page = readFileSync(new URL(`docs/rules/${file}`, root), 'utf8');
      return {
        name: file.replace('.md', ''),
        description: /^📝 (.+)$/m.exec(page)?.[1] ?? '',
        isRecommended: /^💼 .*`recommended`/m.test(page),
      };
    })
    .sort((a, b) => Number(b.isRecommended) - Number(a.isRecommended));
}

/** The newest version of each package that the catalog describes, as its check installs it. */
export function newestVersions(): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(new URL('catalog-check/package.json', root), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const known = Object.entries(dependencies).flatMap(([name, range]) => {
    const [version] = /\d+(?:\.\d+){0,2}/.exec(range) ?? [];
    return version === undefined || !isCatalogued(name) ? [] : [[name, version] as const];
  });
  return { ...Object.fromEntries(known), node: '24' };
}

function wrongBlocks(page: string): Block[] {
  return blocksOf(page).filter((block) => isScript(block) && kindOf(block) === 'wrong');
}

function ofRule({ name, isRecommended }: RuleFacts): Example[] {
  return wrongBlocks(`docs/rules/${name}.md`).map(({ lead, code, language, words }) => ({
    id: name,
    group: name,
    title: [name, lead.replace(/:$/, '').replaceAll('`', '')].filter(Boolean).join(': '),
    language,
    code,
    config: isRecommended && words[1] !== 'strict' ? 'recommended' : 'strict',
    role: '',
  }));
}

function ofFrameworks(): Example[] {
  return wrongBlocks('docs/frameworks.md').map(({ section, code, language }) => ({
    id: slug(section),
    group: 'Frameworks',
    title: section.replaceAll('`', ''),
    language,
    code,
    config: 'recommended',
    role: roleOf(section) ?? '',
  }));
}
