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
        'The stream of line {{detail}} is sent again here, but the first attempt has read it. Open it inside of ' +
        'the code that is tried again.',
      unsafe:
        'This {{detail}} is sent again although the first one may have arrived: its effect happens twice. Send ' +
        'an `Idempotency-Key` header that is the same each time.',
      methods:
        '{{detail}} is retried here, also when the first one has arrived. Leave it out of `methods`, or send the ' +
        'same `Idempotency-Key` each time.',
      condition:
        'This condition replaces the check of the method, so POST and PATCH are retried too. Add `&& ' +
        'isIdempotentRequestError(error)`, or send an `Idempotency-Key`.',
      permanent:
        'A 4xx answer is tried again like a lost connection, and fails again. Retry 408, 425, 429, 5xx and ' +
        'network errors only.',
      statuses:
        'Status {{detail}} fails again however often it is tried. Leave it out: of 4xx only 408, 425 and 429 ' +
        'pass by themselves.',
      endless:
        'Nothing ends these retries: an outage of the upstream keeps all callers here. Give up after a number of ' +
        'attempts, or a deadline.',
      retryAfter:
        'A 429 is tried again without a look at its `Retry-After`: sooner is refused again. Wait as long as that ' +
        'header says.',
      atOnce:
        'The next attempt follows at once, when the upstream is just overloaded. Wait in between, longer each ' +
        'time, with some jitter.',
      constant:
        'All attempts wait equally long, so callers that failed together come back together. Double the delay ' +
        'each time, with some jitter.',
      inStep:
        'Each attempt waits equally long for all callers, so those that failed together come back together. Add some ' +
        'jitter: up to half of the wait at random.',
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
