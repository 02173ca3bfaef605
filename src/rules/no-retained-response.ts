import { judgeAtEnd } from '../analysis/lifecycle.js';
import { retainedResponses } from '../analysis/traffic/retained.js';
import { createRule } from '../create-rule.js';

/** Reports whole responses that a cache, a container of the module or a long-lived field keeps. */
export const noRetainedResponse = createRule<[], 'whole' | 'body' | 'closure' | 'keepData'>({
  name: 'no-retained-response',
  meta: {
    type: 'problem',
    hasSuggestions: true,
    docs: {
      description: 'disallow keeping a whole response where its data would do',
      recommended: 'strict',
    },
    messages: {
      whole: '`{{keeper}}` keeps the whole response, with its request, configuration and socket. Keep `{{data}}`.',
      body:
        '`{{keeper}}` keeps the whole response: its body can be read only once, and holds its connection ' +
        'until then. Keep `{{data}}`.',
      closure:
        'This function outlives the call and keeps the whole response, with its request and socket, for ' +
        '`{{data}}`. Keep that in a variable of its own.',
      keepData: 'Keep `{{data}}`: whoever reads `{{keeper}}` gets the data instead of the response.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(context, (file) => {
      for (const { node, response, keeper, library, data } of retainedResponses(file)) {
        const names = { keeper, data };
        context.report({
          node,
          messageId: library === 'fetch' ? 'body' : library === 'closure' ? 'closure' : 'whole',
          data: names,
          suggest:
            response && library === 'axios'
              ? [{ messageId: 'keepData', data: names, fix: (fixer) => fixer.insertTextAfter(response, '.data') }]
              : [],
        });
      }
    });
  },
});
