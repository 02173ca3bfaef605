import { fileName, insertBefore, variableName } from './names.mjs';

/**
 * A framework of the catalog.
 * @param {string} name as on npm
 * @returns {import('../new.mjs').Plan}
 */
export function framework(name) {
  const variable = variableName(name);
  return {
    files: {
      [`src/catalog/frameworks/${fileName(name)}.ts`]: `import type { Framework } from '../framework-types.js';

/** What ${name} runs for every request, what once, and what at the end; each fact with the file that proves it. */
export const ${variable} = {
  name: '${name}',
  modules: ['${name}'],
  source: ['${name}@VERSION FILE:LINE'],
  registrations: [
    { calls: ['get', 'post'], route: true, runs: 'many', why: 'for every request, as handler of {call}' },
    { calls: ['listen'], runs: 'once' },
  ],
  place: 'In ${name}: create it where the application is built and close it when the server stops.',
} satisfies Framework;
`,
      [`tests/catalog/${fileName(name)}-framework.test.ts`]: `import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

ruleTester.run('no-client-in-function in ${name}', reportsOf(noClientInFunction), {
  valid: [
    {
      name: 'what runs once',
      code: \`import app from '${name}'; import { Agent, request } from 'undici'; app.listen(80, () => { const agent = new Agent(); warm(agent); });\`,
    },
  ],
  invalid: [
    {
      name: 'a handler',
      code: \`import app from '${name}'; import { Agent, request } from 'undici'; app.get('/', async () => { const agent = new Agent(); await request('https://a.test', { dispatcher: agent }); });\`,
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});
`,
    },
    changes: {
      'src/catalog/frameworks/index.ts': (text) =>
        insertBefore(
          insertBefore(text, /^import \{ adonis \} from/m, `import { ${variable} } from './${fileName(name)}.js';`),
          /^ {2}adonis,$/m,
          `  ${variable},`,
        ),
    },
    next: [
      'Correct the facts: src/catalog/framework-types.ts says what each field means.',
      'Say in docs/roles.md if the framework tells what kind of program a file belongs to.',
    ],
  };
}
