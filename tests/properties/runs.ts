import fc from 'fast-check';

/** How many programs each property is tried on: few with all other tests, many by `npm run test:properties`. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? '0');
const SEED = process.env['PROPERTY_SEED'];

/** The parameters of `fc.assert`: one fixed seed with all other tests, a new one for many runs. */
export function runs<Values>(few: number): fc.Parameters<Values> {
  const isLong = RUNS > 0;
  return {
    numRuns: isLong ? RUNS : few,
    seed: SEED === undefined ? (isLong ? Date.now() : 20_260) : Number(SEED),
    endOnFailure: false,
  };
}
