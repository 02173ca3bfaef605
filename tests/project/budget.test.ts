import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

const MODELS = 210;
const numbers = Array.from({ length: MODELS }, (_, index) => String(index));

/** A service whose models, each with a client of its own, are more files than may be parsed for one linted file. */
const files: Readonly<Record<string, string | object>> = {
  'package.json': { name: 'shop', private: true },
  'src/models/index.ts': numbers.map((name) => `export * from './model${name}.js';`).join('\n'),
  ...Object.fromEntries(
    numbers.map((name) => [
      `src/models/model${name}.ts`,
      `import { Client } from '@opensearch-project/opensearch';\nexport const model${name} = new Client({ node: 'http://a' });\n`,
    ]),
  ),
  'src/client.ts': `import { Client } from '@opensearch-project/opensearch';\nexport const makeClient = () => new Client({ node: 'http://a' });\n`,
  'src/search.ts': `import { model1 } from './models/index.js';\nimport { makeClient } from './client.js';\nexport async function search(q: string) {\n  const client = makeClient();\n  return client.search({ body: { q, in: model1.name } });\n}\n`,
};

describe('a file that leads to more files than may be read', () => {
  it('is judged by the modules that it imports before those that they lead to', () => {
    const reports = lintFile(folderOf(files), 'src/search.ts');
    expect(reports.map((report) => report.split(' ')[0])).toEqual(['no-client-in-function:4']);
  });
});
