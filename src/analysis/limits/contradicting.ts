import type { Library } from '../../catalog/types.js';
import type { LimitFinding, LimitProblem } from './finding.js';
import type { Judgement } from './judge.js';

/** Limit of the platform's `fetch` on waiting for the headers, in milliseconds. */
const FETCH_HEADERS_MS = 300_000;

/** Two limits of one site of which one can never fire, or one that the `fetch` beneath forestalls; `null` for none. */
export function contradictionOf(
  site: LimitFinding['site'],
  library: Library,
  { known }: Pick<Judgement, 'known'>,
): LimitProblem | null {
  const connect = known.find(({ fact }) => fact.phase === 'connect');
  const whole = known.find(
    ({ fact }) => fact.phase !== 'connect' && (fact.phase === 'total' || fact.covers?.includes('connect')),
  );
  // A connection for many calls goes on being opened while one of them has given up.
  const isShared = 'client' in site && site.client.construct.multiplexed !== undefined;
  if (connect && whole && connect.ms > whole.ms && !isShared)
    return { kind: 'contradiction', first: whole, second: connect };
  const long = library.overFetch
    ? known.find(
        ({ fact, ms }) =>
          (fact.phase === 'total' || fact.phase === 'headers') &&
          fact.option.every((name) => name !== 'signal') &&
          ms > FETCH_HEADERS_MS,
      )
    : undefined;
  return long ? { kind: 'beneath', limit: long } : null;
}
