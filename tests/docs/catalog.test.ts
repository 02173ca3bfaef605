import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogDocument } from '../../scripts/catalog-doc.mjs';
import { catalog } from '../../src/catalog/index.js';

it('docs/catalog.md says what the catalog says (npm run docs)', () => {
  expect(readFileSync(new URL('../../docs/catalog.md', import.meta.url), 'utf8')).toBe(catalogDocument(catalog));
});
