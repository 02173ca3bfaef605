import { judgeAtEnd } from '../analysis/lifecycle.js';
import { multiplexable } from '../analysis/traffic/multiplexing.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';

/** Hints at many connections to one HTTPS origin where the library can put all requests on one. */
export const preferMultiplexing = createRule<[], 'http2'>({
  name: 'prefer-multiplexing',
  meta: {
    type: 'suggestion',
    docs: {
      description: 'prefer HTTP/2 for many requests at once to one HTTPS origin, where the library supports it',
      recommended: 'strict',
    },
    messages: {
      http2:
        'Each of these requests to {{origin}} opens its own connection with its own TLS handshake. With `{{write}}` ' +
        'they share one, if that server speaks HTTP/2.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(context, (file) => {
      for (const { node, origin, fact } of multiplexable(file))
        context.report({
          loc: headOf(node),
          messageId: 'http2',
          data: { origin, write: fact.write },
        });
    });
  },
});
