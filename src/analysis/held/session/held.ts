import type { AcquireFact } from '../../../catalog/types.js';
import type { Held } from '../engine/analysis.js';

/** An acquired resource as one function holds it. */
export interface HeldResource extends Held {
  readonly fact: AcquireFact;
}
