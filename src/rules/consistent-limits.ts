import { judgeAtEnd } from '../analysis/lifecycle.js';
import { contradictions } from '../analysis/limits/consistency.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';

/** Reports limits that contradict each other, and idle sockets that outlive their peer's. */
export const consistentLimits = createRule<[], 'above' | 'bound' | 'idle' | 'server'>({
  name: 'consistent-limits',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that the limits of a client, its pool and a server do not contradict each other',
      recommended: 'strict',
    },
    messages: {
      above:
        '{{first}} never ends anything: {{second}} is over before. Choose it shorter, so that the error says ' +
        'which part was slow.',
      bound:
        '{{first}} is above {{second}}, which it can never reach. Choose it at or below; about a quarter is common.',
      idle:
        'Idle sockets are kept for {{first}}, but peers drop them at {{second}} or earlier: a request then meets a ' +
        'dead one (ECONNRESET). Choose 4 s.',
      server:
        '{{first}} is not below {{second}}: Node.js before 12.19 drops connections that a client is just using ' +
        'again. Choose the second one longer.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(
      context,
      (file) => {
        for (const { node, kind, first, second } of contradictions(file)) {
          const loc = node.type === 'NewExpression' || node.type === 'CallExpression' ? headOf(node) : node.loc;
          context.report({ loc, messageId: kind, data: { first, second } });
        }
      },
      /\bkeepAliveTimeout\b/,
    );
  },
});
