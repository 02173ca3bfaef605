import { lendingOptions } from '../../catalog/conventions/request-options.js';

const LENDING_OPTIONS: ReadonlySet<string> = new Set(lendingOptions);

/** Whether an option lends a client to one request. */
export function isLendingOption(name: string | undefined): boolean {
  return name !== undefined && LENDING_OPTIONS.has(name);
}
