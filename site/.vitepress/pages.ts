// What the site shows, from the places that name the pages anyway: the table "Guides" of the README, and docs/rules.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The address of the repository, and the folder in it that relative links lead to. */
const { repository } = JSON.parse(read('package.json')) as { repository: { url: string } };
export const repositoryUrl = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** Pages outside of docs, besides the README. */
const topPages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];

/** Copies the pages to where VitePress finds what it compiles them to: a page outside of this package has no Vue. */
export function collectPages(): void {
  const pages = new URL('../pages/', import.meta.url);
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages);
  for (const name of [...topPages, 'docs']) cpSync(new URL(name, root), new URL(name, pages), { recursive: true });
}

/** The guides, in the README's order. @throws Error if the README has no such table. */
function guides(): DefaultTheme.SidebarItem[] {
  const [, table = ''] = /^## Guides\n([\s\S]*?)^## /m.exec(read('README.md')) ?? [];
  const items = table
    .split('\n')
    .filter((row) => row.startsWith('| ['))
    .flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/\[([^\]]+)\]\(([^)]+)\.md\)/g)])
    .map(([, text = '', link = '']) => ({ text: text.charAt(0).toUpperCase() + text.slice(1), link: `/${link}` }));
  if (items.length === 0) throw new Error('The README has no table of guides.');
  return items;
}

/** The rules whose generated head names a config, or none of `recommended`. */
function rules(isRecommended: boolean): DefaultTheme.SidebarItem[] {
  return readdirSync(new URL('docs/rules', root))
    .filter((file) => /^💼 .*`recommended`/m.test(read(`docs/rules/${file}`)) === isRecommended)
    .map((file) => file.replace('.md', ''))
    .map((name) => ({ text: name, link: `/docs/rules/${name}` }));
}

/** The list of pages beside each page. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const listed = [{ text: 'Start', link: '/' }, ...guides()];
  return [
    { text: 'Guides', items: listed },
    { text: 'Rules of recommended', items: rules(true) },
    { text: 'Further rules of strict', items: rules(false) },
    {
      text: 'Reference and project',
      items: [
        { text: 'Measured under load', link: '/docs/proof' },
        { text: 'Architecture', link: '/docs/architecture' },
        { text: 'Contributing', link: '/CONTRIBUTING' },
        { text: 'Changes', link: '/CHANGELOG' },
        { text: 'Security', link: '/SECURITY' },
      ],
    },
  ];
}

/** Whether a path of the repository is a page of the site. */
export function isPage(path: string): boolean {
  const file = decodeURI(path).replace(/#.*/, '');
  return (
    (topPages.includes(file) || (file.startsWith('docs/') && file.endsWith('.md'))) && existsSync(new URL(file, root))
  );
}
