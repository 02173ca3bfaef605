// Links between pages, in the repository and in the package.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allPages } from './blocks.js';

const root = new URL('../..', import.meta.url);
const { files } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { files: string[] };
const isPacked = (path: string): boolean =>
  ['package.json', 'README.md', ...files].some((name) => path === name || path.startsWith(`${name}/`));

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(path: string): Set<string> {
  const text = readFileSync(new URL(path, root), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

describe.each(allPages())('the links of %s', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, markdown, html]) => markdown ?? html ?? '')
    .filter((link) => !/^(?:https?|mailto):/.test(link));

  it('lead to files, and those of packed pages to packed files', () => {
    const wrong = links.filter((link) => {
      const target = new URL(link, new URL(page, root));
      const path = target.pathname.slice(root.pathname.length);
      if (!existsSync(new URL(target.pathname, root))) return true;
      if (isPacked(page) && !isPacked(path)) return true;
      return target.hash !== '' && !anchorsOf(path).has(target.hash.slice(1));
    });
    expect(wrong).toEqual([]);
  });
});
