// npm run docs: writes the generated parts of docs/ and llms.txt.
import { readFileSync, writeFileSync } from 'node:fs';
import { withPicture } from './architecture.mjs';
import { catalogDocument } from './catalog-doc.mjs';
import { withRules } from './llms.mjs';
import { messagesDocument } from './messages-doc.mjs';
import { pictures } from './picture.mjs';

/** @type {{ catalog: import('../src/catalog/types.js').Catalog }} */
const { catalog } = await import(new URL('../dist/catalog/index.js', import.meta.url).href);
writeFileSync(new URL('../docs/catalog.md', import.meta.url), catalogDocument(catalog));

const architecture = new URL('../docs/architecture.md', import.meta.url);
writeFileSync(architecture, withPicture(readFileSync(architecture, 'utf8')));

const { default: plugin } = await import(new URL('../dist/index.js', import.meta.url).href);
for (const [theme, svg] of Object.entries(pictures(plugin)))
  writeFileSync(new URL(`../docs/before-after-${theme}.svg`, import.meta.url), svg);

const llms = new URL('../llms.txt', import.meta.url);
writeFileSync(llms, withRules(readFileSync(llms, 'utf8'), plugin));

const rulePage = (/** @type {string} */ name) =>
  readFileSync(new URL(`../docs/rules/${name}.md`, import.meta.url), 'utf8');
writeFileSync(new URL('../docs/messages.md', import.meta.url), messagesDocument(plugin, rulePage));
