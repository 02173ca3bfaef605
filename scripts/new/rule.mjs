import { insertBefore, variableName } from './names.mjs';

/**
 * A rule of \`strict\`: thin file, test and page.
 * @param {string} name with dashes
 * @returns {import('../new.mjs').Plan}
 */
export function rule(name) {
  const variable = variableName(name);
  return {
    files: {
      [`src/rules/${name}.ts`]: `import { judgeAtEnd } from '../analysis/lifecycle.js';
import { createRule } from '../create-rule.js';

/** Reports SAY WHAT. */
export const ${variable} = createRule<[], 'found'>({
  name: '${name}',
  meta: {
    type: 'problem',
    docs: { description: 'require SAY WHAT', recommended: 'strict' },
    messages: { found: 'SAY WHAT is wrong here, and what to write instead.' },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(context, (file) => {
      for (const { node } of file.clients.constructions.values()) context.report({ node, messageId: 'found' });
    });
  },
});
`,
      [`tests/rules/${name}.test.ts`]: `import { ${variable} } from '../../src/rules/${name}.js';
import { ruleTester } from '../rule-tester.js';

ruleTester.run('${name}', ${variable}, {
  valid: [{ name: 'a file without a client', code: 'export const answer = 42;' }],
  invalid: [
    {
      name: 'a client',
      code: \`import { Agent } from 'undici'; export const agent = new Agent();\`,
      errors: [{ messageId: 'found' }],
    },
  ],
});
`,
      [`docs/rules/${name}.md`]: `# ${name}

Requires SAY WHAT. In \`strict\`.

## Why

What it costs, with the source of each figure.

## Wrong and right

\`\`\`js
// wrong
\`\`\`

\`\`\`js
// right
\`\`\`

## When not to use it
`,
    },
    changes: {
      'src/rules/index.ts': (text) =>
        insertBefore(
          insertBefore(text, /^\n\/\*\* All rules/m, `import { ${variable} } from './${name}.js';`),
          /^\};$/m,
          `  '${name}': ${variable},`,
        ),
    },
    next: [
      'Ask the analysis (src/analysis) for the verdict; what several rules could ask for belongs there, facts of libraries into the catalog.',
      'Name the rule in the table of README.md, with a link to its page.',
    ],
  };
}
