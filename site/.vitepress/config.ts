import { posix } from 'node:path';
import { defineConfig, type MarkdownRenderer } from 'vitepress';
import { collectPages, isPage, repositoryUrl, sidebar } from './pages.js';

/**
 * Links are written so that they lead somewhere in the repository; here the README is the first page, and what is no
 * page (an example, a configuration) is shown by the repository.
 */
function repositoryLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const { relativePath = '' } = env as { relativePath?: string };
    const folder = posix.dirname(relativePath);
    for (const token of tokens.flatMap((block) => [block, ...(block.children ?? [])])) {
      // Files beside a page are told from packages by their first letter.
      if (token.type.startsWith('html_'))
        token.content = token.content.replace(/\b(src|srcset)="(?=\w+\/)(?!https?:)/g, '$1="./');
      const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : '';
      if (href === '' || /^(?:[a-z]+:|#|\/)/i.test(href)) continue;
      const path = posix.join(folder, href);
      if (!isPage(path)) token.attrSet('href', `${repositoryUrl}/blob/main/${path}`);
      else token.attrSet('href', `/${path.replace(/^README\.md/, 'index.md')}`);
    }
  });
}

collectPages();

export default defineConfig({
  title: 'client-lifecycle',
  description: 'ESLint rules that find leaks of HTTP clients in Node.js services, and fix them',
  base: process.env['SITE_BASE'] ?? '/',
  srcDir: './pages',
  outDir: './.vitepress/dist',
  cacheDir: './node_modules/.cache/vitepress',
  rewrites: { 'README.md': 'index.md' },
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    config: (markdown) => {
      repositoryLinks(markdown);
    },
    // As GitHub makes them, which the links of the pages are written for.
    anchor: {
      slugify: (heading) =>
        heading
          .toLowerCase()
          .trim()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replace(/\s/g, '-'),
    },
  },
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/docs/settings' },
      { text: 'Rules', link: '/#rules' },
      // It is no page of VitePress, so the browser has to load it.
      { text: 'Playground', link: '/playground/', target: '_self' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repositoryUrl }],
    editLink: { pattern: `${repositoryUrl}/edit/main/:path`, text: 'Edit this page' },
  },
});
