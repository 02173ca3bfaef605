import { noClientInFunction } from './no-client-in-function.js';
import { requireBodyCleanup } from './require-body-cleanup.js';

/** All rules, in the order of the documentation. */
export const rules = {
  'no-client-in-function': noClientInFunction,
  'require-body-cleanup': requireBodyCleanup,
};
