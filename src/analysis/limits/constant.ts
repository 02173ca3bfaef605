import { assertExport, type NamedExport } from '../../settings/shared.js';

/** Where a project keeps its number of milliseconds. */
export type LimitConstant = NamedExport;

/**
 * The constant that a rule's options name, or `null`.
 * @throws Error that names the option, the value and what is allowed, where no import statement could name it.
 */
export function limitConstant(constant: LimitConstant | undefined, rule: string): LimitConstant | null {
  if (constant) assertExport(constant, rule, 'constant');
  return constant ?? null;
}
