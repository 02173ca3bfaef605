import type { Construct, TimeoutFact } from './types.js';

/** A thin object over a pool of the process: nothing to close, nothing to save by sharing it. */
export const free = { create: 'new', owns: 'none', close: [] } satisfies Partial<Construct>;

/** A limit on the whole request. */
export const total = (option: string, ms: number | null, more: Partial<TimeoutFact> = {}): TimeoutFact => ({
  phase: 'total',
  option: [option],
  default: ms,
  effect: 'aborts',
  covers: ['connect', 'headers', 'body'],
  ...more,
});
/** A limit that holds until the headers are there. */
export const untilHeaders = (option: string, ms: number | null, more: Partial<TimeoutFact> = {}): TimeoutFact => ({
  phase: 'headers',
  option: [option],
  default: ms,
  effect: 'aborts',
  covers: ['connect'],
  ...more,
});
