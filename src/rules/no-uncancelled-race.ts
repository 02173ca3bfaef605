import { racesOfRequests } from '../analysis/events/losers.js';
import { uncancelledRaces, type UncancelledRace } from '../analysis/events/races.js';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import { timeInWords } from '../analysis/values/numbers.js';
import type { FileView } from '../ast/file-view.js';
import { calleeName, headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { toFix } from '../fix/edits.js';
import { limitInsteadOfRace } from '../remedies/listen/race.js';

type MessageId = 'requestGoesOn' | 'losersGoOn' | 'timerGoesOn' | 'limitRequest';

/** Reports waits that a timer ends while the request behind them, or the timer itself, goes on. */
export const noUncancelledRace = createRule<[], MessageId>({
  name: 'no-uncancelled-race',
  meta: {
    type: 'problem',
    hasSuggestions: true,
    docs: {
      description:
        'disallow timeouts that only reject: the request behind them goes on, or their timer is never cleared',
      recommended: 'strict',
    },
    messages: {
      requestGoesOn:
        'After {{time}} only the wait ends: {{request}} on line {{line}} goes on and keeps its connection. Give ' +
        'it `{{option}}` instead.',
      losersGoOn:
        'When one of these requests wins, the others go on and keep their connections. Give them one signal, and ' +
        'abort it in `finally`.',
      timerGoesOn:
        'Nothing clears this timer{{of}}: if the other side wins, it keeps running, with all that it ' +
        'holds. Clear it in a `finally` block, or use `AbortSignal.timeout()`.',
      limitRequest: 'Give the request `AbortSignal.timeout()` instead of the race: it then fails with a TimeoutError.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(
      context,
      (file) => {
        for (const race of uncancelledRaces(file)) {
          const change = toFix(limitInsteadOfRace(file, race), file.text);
          context.report({
            loc: headOf(race.node),
            messageId: race.request ? 'requestGoesOn' : 'timerGoesOn',
            data: dataOf(file, race),
            suggest: change ? [{ messageId: 'limitRequest', fix: change }] : [],
          });
        }
        for (const node of racesOfRequests(file)) context.report({ loc: headOf(node), messageId: 'losersGoOn' });
      },
      /\bsetTimeout\b|Promise\s*\.\s*(?:race|any)\b/,
    );
  },
});

function dataOf(file: FileView, { request, ms, time }: UncancelledRace): Record<string, string> {
  const written = time ? file.getText(time) : '';
  const isShort = time !== null && written.length < 30;
  const words = ms === null ? (isShort ? `\`${written}\`` : '') : timeInWords(ms);
  const option = `signal: AbortSignal.timeout(${isShort ? written : 'ms'})`;
  if (!request) return { of: words && ` of ${words}` };
  const { callee, loc } = request.node;
  return {
    time: words || 'some time',
    option,
    request: `\`${calleeName(callee) ?? 'the request'}()\``,
    line: String(loc.start.line),
  };
}
