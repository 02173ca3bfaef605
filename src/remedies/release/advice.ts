import type { Unreleased } from '../../analysis/held/resources/findings.js';
import { LENT, UNKNOWN } from '../../analysis/held/session/bits.js';
import { sessionOf } from '../../analysis/held/session/events.js';
import { rollsBack } from './clean-up.js';

/** One sentence that says how what was acquired goes back, in the terms of its library. */
export function adviceFor({ acquired, arrival, session }: Unreleased): string {
  const { release, what } = acquired.fact;
  const outcomes = release.filter(({ outcome }) => outcome).map(({ method }) => `${method}()`);
  if (outcomes.length > 0) return `End it on every path: ${outcomes.join(' or ')}.`;
  const [first] = release;
  const plain = first?.on === 'owner' ? `${first.method}(${what})` : `${first?.method ?? ''}()`;
  const { failing } = session.atExits(null);
  const { discard, rollback } = sessionOf(acquired.fact);
  // What is not known to be open is for the fix to think of, where it can.
  const guessed = (failing & ~(LENT | UNKNOWN)) === 0 && !discard;
  if (failing === 0 || guessed) return `Give it back in a finally block: \`${plain}\`.`;
  if (discard?.argument !== undefined)
    return `Give it back in a finally block, destroyed where its use failed: \`${discard.method}(failed)\`.`;
  if (rollback && rollsBack(acquired.fact, arrival.home, failing))
    return `Roll back where it fails (\`${rollback.call.replace(/^\./, '')}\`), then give it back in a finally block: \`${plain}\`.`;
  if (discard) return `Give it back in a finally block: \`${plain}\`, or \`${discard.method}()\` where its use failed.`;
  return 'Undo what its statements have set, then give it back, in a finally block.';
}
