import { judgeAtEnd } from '../analysis/lifecycle.js';
import { contradictions } from '../analysis/limits/consistency.js';
import type { Contradiction } from '../analysis/limits/contradiction.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';

type Options = [{ readonly peerKeepAlive?: number }];

/** Reports limits that contradict each other, and idle sockets that outlive their peer's. */
export const consistentLimits = createRule<Options, Contradiction['kind']>({
  name: 'consistent-limits',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that the limits of a client, its pool and a server do not contradict each other',
      recommended: 'strict',
    },
    messages: {
      above:
        '{{first}} has no effect, because {{second}} always runs out first. Choose a shorter one, so that the error ' +
        'says which part was slow.',
      bound:
        '{{first}} is above {{second}}, which it can never reach. Choose it at or below; about a quarter is common.',
      wait:
        '{{first}} is longer than {{second}}: a call waits longer for a connection than for its answer. ' +
        'Choose a shorter one: 1 s to begin with.',
      allIdle:
        '{{first}} keeps all of {{second}} open when nobody needs them. Choose it below; about a quarter is common.',
      retries:
        '{{attempts}} attempts of {{first}} each take longer than {{second}}: the last ones are cut off or ' +
        'never made. Choose fewer, or a shorter limit.',
      idle:
        'Idle sockets are kept for {{first}}, but servers drop them after {{second}} or earlier: the next ' +
        'request then fails (ECONNRESET). Choose 4 s.',
      server:
        '{{first}} is not below {{second}}: Node.js before 12.19 drops connections that are just being ' +
        'reused. Raise the second.',
    },
    defaultOptions: [{}],
    schema: [
      {
        type: 'object',
        properties: {
          peerKeepAlive: {
            description:
              'Milliseconds after which the peers, or the load balancers in front of them, end an idle connection.',
            type: 'integer',
            minimum: 1,
          },
        },
        additionalProperties: false,
      },
    ],
  },
  create(context, [{ peerKeepAlive }]) {
    return judgeAtEnd(
      context,
      (file) => {
        for (const { node, kind, first, second, attempts } of contradictions(file, peerKeepAlive)) {
          const loc = node.type === 'NewExpression' || node.type === 'CallExpression' ? headOf(node) : node.loc;
          context.report({ loc, messageId: kind, data: { first, second, attempts: String(attempts ?? 0) } });
        }
      },
      /\b(?:keepAlive|headers|request)Timeout\b/,
    );
  },
});
