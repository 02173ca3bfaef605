import type { PerCallClient } from './per-call.js';

/**
 * The client that a function of the file makes on each of its calls, in place of all of these calls: the function is
 * the place to mend, and one report says so. `null` where there is only one call.
 */
export function ofFactory(calls: readonly PerCallClient[]): PerCallClient | null {
  const [first] = calls;
  const lines = linesOf(calls);
  if (!first?.factory || first.node === first.construction.node || lines.length < 2) return null;
  const why = `on every call to ${first.factory}, on ${linesInWords(lines)}`;
  return { ...first, node: first.construction.node, factory: null, repetition: { ...first.repetition, why } };
}

/**
 * A client that a function of another file makes, in place of all calls of that function which have nothing to tell it
 * by: whichever of them a reader mends, it is mended once. `null` where there is only one line.
 */
export function ofFunctionElsewhere(calls: readonly PerCallClient[]): PerCallClient | null {
  const [first] = calls;
  const lines = linesOf(calls);
  if (first?.construction.construct.create !== 'call' || lines.length < 2) return null;
  return { ...first, repetition: { ...first.repetition, why: `each time that ${linesInWords(lines)} run` } };
}

/** The lines of calls, in their order. */
function linesOf(calls: readonly PerCallClient[]): number[] {
  return [...new Set(calls.map(({ node }) => node.loc.start.line))].sort((one, other) => one - other);
}

/** `lines 3 and 7`, `lines 3, 7 and 9`, `lines 3, 7 and 4 more`. */
function linesInWords([first, second, ...more]: readonly number[]): string {
  if (more.length === 0) return `lines ${String(first)} and ${String(second)}`;
  const rest = more.length === 1 ? String(more[0]) : `${String(more.length)} more`;
  return `lines ${String(first)}, ${String(second)} and ${rest}`;
}
