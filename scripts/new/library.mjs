import { fileName, insertBefore, variableName } from './names.mjs';

/**
 * A library of the catalog.
 * @param {string} name as on npm
 * @returns {import('../new.mjs').Plan}
 */
export function library(name) {
  const variable = variableName(name);
  return {
    files: {
      [`src/catalog/libraries/${fileName(name)}.ts`]: `import type { Library } from '../types.js';

/** What ${name} constructs, who closes it and which limits it has; each fact with the file that proves it. */
export const ${variable} = {
  name: '${name}',
  modules: ['${name}'],
  versions: '*',
  source: ['${name}@VERSION FILE:LINE'],
  constructs: [
    {
      export: 'Client',
      create: 'new',
      owns: 'pool',
      opens: 'first-use',
      close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: false }],
    },
  ],
} satisfies Library;
`,
      [`tests/catalog/${fileName(name)}.test.ts`]: `import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

ruleTester.run('no-client-in-function with ${name}', reportsOf(noClientInFunction), {
  valid: [
    {
      name: 'one client for the module',
      code: \`import { Client } from '${name}'; const client = new Client(); export const load = () => client.get();\`,
    },
  ],
  invalid: [
    {
      name: 'a client for each call',
      code: \`import { Client } from '${name}'; export async function load() { const client = new Client(); return client.get(); }\`,
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});
`,
    },
    changes: {
      'src/catalog/index.ts': (text) =>
        insertBefore(
          insertBefore(text, /^import axios\b/m, `import { ${variable} } from './libraries/${fileName(name)}.js';`),
          /^ {4}axios,$/m,
          `    ${variable},`,
        ),
    },
    next: [
      'Correct the facts: what it exports, owns and closes, with version, file and line as source (src/catalog/types.ts says what each field means).',
      'Add the package to catalog-check/package.json, run npm install there and npm run catalog-check: it compares the facts with the package.',
      'npm run docs writes docs/catalog.md.',
    ],
  };
}
