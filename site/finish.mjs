// After the build: the playground goes beside the pages, and every link within the site has to lead somewhere.
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';

const site = new URL('.vitepress/dist/', import.meta.url);
const base = process.env['SITE_BASE'] ?? '/';
const playground = new URL('../playground/dist/', import.meta.url);
if (existsSync(playground)) cpSync(playground, new URL('playground/', site), { recursive: true });
else console.warn('Without the playground: `npm run test:playground` in the folder above builds it.');

const read = (/** @type {URL} */ file) => readFileSync(file, 'utf8');
const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.html') && !file.startsWith('playground') && file !== '404.html',
);
const wrong = pages.flatMap((page) =>
  [...read(new URL(page, site)).matchAll(/<a [^>]*?href="([^"]+)"/g)]
    .map(([, href = '']) => new URL(href, `https://site${base}${page.replace(/(?:index)?\.html$/, '')}`))
    .filter(({ host }) => host === 'site')
    .filter(({ pathname, hash }) => !leads(decodeURIComponent(pathname), decodeURIComponent(hash)))
    .map(({ pathname, hash }) => `${page}: ${pathname}${hash}`),
);

/**
 * @param {string} pathname
 * @param {string} hash
 */
function leads(pathname, hash) {
  if (!pathname.startsWith(base)) return false;
  const path = pathname.slice(base.length);
  if (path === 'playground/') return true;
  const file = [`${path}.html`, `${path}index.html`, path]
    .map((name) => new URL(name, site))
    .find((url) => existsSync(url));
  return file !== undefined && (hash === '' || read(file).includes(`id="${hash.slice(1)}"`));
}

if (wrong.length > 0) {
  console.error(`Links that lead nowhere:\n${[...new Set(wrong)].join('\n')}`);
  process.exitCode = 1;
} else console.log(`${String(pages.length)} pages, whose links all lead somewhere.`);
