import { addedPerCall } from '../analysis/events/per-call.js';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';

/** Reports listeners and intervals that each call adds to something which outlives it, and that nothing takes away. */
export const noListenerPerCall = createRule<[], 'listener' | 'interval' | 'signal'>({
  name: 'no-listener-per-call',
  meta: {
    type: 'problem',
    docs: {
      description:
        'disallow listeners, intervals and abort listeners that each call adds to something which outlives it',
      recommended: 'strict',
    },
    messages: {
      listener:
        '`{{target}}` adds a listener {{why}}, and nothing removes it. Call `off` when the call ends, or ' +
        'add one listener outside.',
      interval:
        'This interval starts {{why}}, and nothing clears it. Keep its handle, and call `clearInterval` when the ' +
        'call or its connection ends.',
      signal:
        "Each call adds a listener to the caller's `{{target}}` and removes none. Use `AbortSignal.any()`, " +
        'or remove it in a `finally` block.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(
      context,
      (file) => {
        for (const { node, kind, target, why } of addedPerCall(file)) {
          const loc = headOf(node);
          context.report({ loc, messageId: kind, data: { target, why } });
        }
      },
      /\bsetInterval\s*\(|\.(?:on|addListener|addEventListener)\s*\(/,
    );
  },
});
