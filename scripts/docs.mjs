// npm run docs: writes the generated parts of docs/.
import { writeFileSync } from 'node:fs';
import { catalogDocument } from './catalog-doc.mjs';

/** @type {{ catalog: import('../src/catalog/types.js').Catalog }} */
const { catalog } = await import(new URL('../dist/catalog/index.js', import.meta.url).href);
writeFileSync(new URL('../docs/catalog.md', import.meta.url), catalogDocument(catalog));
