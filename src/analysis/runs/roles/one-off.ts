import { oneOffPaths, scriptFolders } from '../../../catalog/conventions/scripts.js';
import { pathPattern } from '../../names/conventions.js';
import type { Role } from '../../../settings.js';

/** Paths below some folder of scripts. */
export const AMONG_SCRIPTS = pathPattern(scriptFolders);
const ONE_OFF = pathPattern(oneOffPaths);
/** `20240131-fix-lists.ts`: what is written for one day. */
const DATED = /(?:^|\/)20\d{2}[-_]?[01]\d[-_]?[0-3]\d\d*[-_.][^/]*$/;

/** Whether a script does its work once, with somebody who watches it and ends what hangs: a migration, a seed. */
export function isOneOff(role: Role, path: string): boolean {
  return role === 'script' && (ONE_OFF.test(path) || DATED.test(path));
}

/** Whether a script lies among those that developers run by hand, not among the sources of a command. */
export function isAmongScripts(role: Role, path: string): boolean {
  return role === 'script' && AMONG_SCRIPTS.test(path);
}
