import { managedHostFiles, managedRouteTexts, ownProcessFiles } from '../../../catalog/conventions/managed-hosts.js';
import type { Project } from '../../../project/package.js';
import { textPattern } from '../../names/conventions.js';
import type { Role } from '../../../settings.js';

const ROUTE_TEXT = textPattern(managedRouteTexts);

/**
 * Whether the platform ends a call that hangs: always in managed functions; for Next.js where the project, or the route
 * itself, says that such a platform runs it, and nothing says that it also runs as a process of its own.
 */
export function isEndedByPlatform(role: Role, text: string, project: Project | null): boolean {
  if (role !== 'next') return role === 'lambda';
  const folders = project ? [...project.folders, project.files.root] : [];
  const has = (names: readonly string[]): boolean =>
    folders.some((folder) => names.some((name) => project?.files.names(folder).has(name) === true));
  return (ROUTE_TEXT.test(text) || has(managedHostFiles)) && !has(ownProcessFiles);
}
