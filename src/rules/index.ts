import { noClientInFunction } from './no-client-in-function.js';

/** All rules, in the order of the documentation. */
export const rules = {
  'no-client-in-function': noClientInFunction,
};
