import { noClientInFunction } from './no-client-in-function.js';
import { requireClientClose } from './require-client-close.js';
import { requireTimeouts } from './require-timeouts.js';
import { requireBodyCleanup } from './require-body-cleanup.js';
import { requireRelease } from './require-release.js';

/** All rules, in the order of the documentation. */
export const rules = {
  'no-client-in-function': noClientInFunction,
  'require-client-close': requireClientClose,
  'require-timeouts': requireTimeouts,
  'require-body-cleanup': requireBodyCleanup,
  'require-release': requireRelease,
};
