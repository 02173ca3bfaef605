import type { Unreleased } from '../../analysis/held/resources/findings.js';
import { LENT, UNKNOWN } from '../../analysis/held/session/bits.js';
import { sessionOf } from '../../analysis/held/session/happenings.js';
import { rollsBack } from './clean-up.js';
import { arrivesInCallback } from './in-callbacks.js';

/** No `finally` block waits for callbacks. */
const IN_CALLBACK = 'in the callback of its last query, before anything returns.';

/** One sentence that says how what was acquired goes back, in the terms of its library. */
export function adviceFor(found: Unreleased): string {
  const { acquired, arrival, session } = found;
  const { release, what } = acquired.fact;
  const outcomes = release.filter(({ outcome }) => outcome).map(({ method }) => `${method}()`);
  if (outcomes.length > 0) return `End it on every path: ${outcomes.join(' or ')}.`;
  const [first] = release;
  const plain = first?.on === 'owner' ? `${first.method}(${what})` : `${first?.method ?? ''}()`;
  const { failing, left } = session.atExits(null);
  const { discard, rollback } = sessionOf(acquired.fact);
  if (left && discard?.argument !== undefined) {
    const destroy = `\`${discard.method}(${discard.argument})\``;
    return `Undo what its statements have set, or destroy it with ${destroy}, in a \`finally\` block.`;
  }
  // What is not known to be open is for the fix to think of, where it can.
  const guessed = (failing & ~(LENT | UNKNOWN)) === 0 && !discard;
  if (arrivesInCallback(found) && failing !== 0 && !guessed && discard) {
    const away = `${discard.method}(${discard.argument === undefined ? '' : 'error'})`;
    return `Call \`${plain}\` in the callback of its last query, and \`${away}\` before what returns after a failure.`;
  }
  if (failing === 0 || guessed)
    return `Call \`${plain}\` ${arrivesInCallback(found) ? IN_CALLBACK : 'in a `finally` block.'}`;
  if (discard?.argument !== undefined)
    return `Call \`${discard.method}(failed)\` in a \`finally\` block, which destroys it after a failure.`;
  if (rollback && rollsBack(acquired.fact, arrival.home, failing)) {
    const undo = rollback.call.replace(/^\./, '');
    return `Roll back on failure (\`${undo}\`), then call \`${plain}\` in a \`finally\` block.`;
  }
  if (discard) return `Call \`${plain}\` in a \`finally\` block, or \`${discard.method}()\` if its use failed.`;
  return 'In a `finally` block, undo what its statements have set, then give it back.';
}
