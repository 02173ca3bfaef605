import { judgeAtEnd } from '../analysis/lifecycle.js';
import type { RetryFaultKind } from '../analysis/traffic/retry-fault.js';
import { retryFaults } from '../analysis/traffic/retry-faults.js';
import { createRule } from '../create-rule.js';

/** Reports retries that repeat an effect, that cannot help, or that make an outage worse. */
export const noUnsafeRetry = createRule<[], RetryFaultKind>({
  name: 'no-unsafe-retry',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow retries that repeat an effect, cannot help, or make an outage worse',
      recommended: 'strict',
    },
    messages: {
      stream:
        'The stream of line {{detail}} is sent again here, but the first attempt has read it. Open it ' +
        'inside the code that is retried.',
      unsafe:
        'This {{detail}} is retried although the first one may have arrived: its effect happens twice. ' +
        'Send the same `Idempotency-Key` header each time.',
      methods:
        '{{detail}} is retried here, even if the first one has arrived. Leave it out of this list, or send the same ' +
        '`Idempotency-Key` each time.',
      condition:
        'This condition replaces the check of the method: POST and PATCH are retried. Add `&& ' +
        'isIdempotentRequestError(error)`, or send an `Idempotency-Key`.',
      permanent:
        'A 4xx answer is retried like a lost connection, and fails again. Retry only 408, 425, 429, 5xx ' +
        'and network errors.',
      statuses:
        'Status {{detail}} fails again however often it is retried. Leave it out: of the 4xx, only 408, ' +
        '425 and 429 are temporary.',
      endless:
        'Nothing ends these retries: during an outage, all callers wait here. Give up after a number of ' +
        'attempts, or at a deadline.',
      retryAfter:
        'A 429 is retried without regard to its `Retry-After`, and any earlier attempt is refused. Wait as ' +
        'long as that header says.',
      atOnce:
        'The next attempt follows at once, although the server may be overloaded. Wait in between, longer ' +
        'each time, with some jitter.',
      constant:
        'All attempts wait equally long, so callers that failed together come back together. Double the ' +
        'delay each time, and add jitter.',
      inStep:
        'All callers wait equally long, so those that failed together come back together. Add jitter: up ' +
        'to half of the wait, at random.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(context, (file) => {
      for (const { node, kind, detail } of retryFaults(file)) {
        const { start } = node.loc;
        const end =
          'callee' in node
            ? node.callee.loc.end
            : 'body' in node && node.type.endsWith('Statement')
              ? { line: start.line, column: start.column + 3 }
              : node.loc.end;
        context.report({ loc: { start, end }, messageId: kind, data: { detail } });
      }
    });
  },
});
