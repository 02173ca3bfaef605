import type { Role } from '../../../settings.js';

/** What the role of a file means for the rules; docs/roles.md says it in words. */
export interface RoleMeaning {
  /** Whether a client that is constructed per call is worth a report. */
  readonly perCall: boolean;
  /**
   * Which clients that live long have to be closed: `all`; `holding`, those that keep the process from ending; `none`,
   * because the program ends, or is ended, without a chance to close anything.
   */
  readonly close: 'all' | 'holding' | 'none';
  /** Whether requests need limits. */
  readonly limits: boolean;
  /** Whether response bodies have to be released. */
  readonly bodies: boolean;
  /** Whether what is taken from a pool has to be given back. */
  readonly release: boolean;
}

const SERVES: RoleMeaning = { perCall: true, close: 'all', limits: true, bodies: true, release: true };
const SILENT: RoleMeaning = { perCall: false, close: 'none', limits: false, bodies: false, release: false };

/** What each role means for each rule. */
export const ROLE_MEANINGS: Readonly<Record<Role, RoleMeaning>> = {
  service: SERVES,
  library: SERVES,
  script: { ...SERVES, close: 'holding' },
  lambda: { ...SERVES, close: 'none' },
  next: { ...SERVES, close: 'none' },
  // A socket may not outlive the request that opened it, and the platform bounds requests.
  'worker-runtime': { ...SERVES, perCall: false, close: 'none', limits: false },
  test: SILENT,
  browser: SILENT,
  example: SILENT,
  tool: SILENT,
};

/** Whether no rule says anything of files with a role, whatever they do. */
export function isSilent(role: Role): boolean {
  return ROLE_MEANINGS[role] === SILENT;
}
