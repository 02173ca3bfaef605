import { oneOffPaths } from '../../../catalog/conventions/scripts.js';
import { pathPattern } from '../../names/conventions.js';
import type { Role } from '../../../settings.js';

const ONE_OFF = pathPattern(oneOffPaths);

/** Whether a script does its work once, with somebody who watches it and ends what hangs: a migration, a seed. */
export function isOneOff(role: Role, path: string): boolean {
  return role === 'script' && ONE_OFF.test(path);
}
