import type { Library } from '../../catalog/types.js';

/** Whether a library has requests that take a limit each. */
export function takesLimits({ requests = [], constructs }: Library): boolean {
  const derived = constructs.flatMap(({ derives = [] }) => derives);
  const all = [...constructs, ...derived].flatMap((construct) => construct.requests ?? []);
  return [...requests, ...all].some(({ timeouts = [] }) => timeouts.length > 0);
}

/** Whether all that is known of a library is what its functions do with their arguments. */
export function passesOnly({ passes, borrows, constructs, requests = [], acquires = [] }: Library): boolean {
  return (passes ?? borrows) !== undefined && constructs.length + requests.length + acquires.length === 0;
}
