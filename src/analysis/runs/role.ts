import type { FileView } from '../../ast/file-view.js';
import { projectOf } from '../../project/package.js';
import type { Role } from '../../settings.js';
import { fetchesFromPage, isBrowserCode, isInFrontend } from './roles/browser.js';
import { isRunByCi } from './roles/ci.js';
import type { Evidence } from './roles/evidence.js';
import { importsOf } from './roles/imports.js';
import { programsOf, type PackageKind } from './roles/packages.js';
import {
  isBesideFunction,
  isInWorkerPackage,
  isManagedFunction,
  isNext,
  isWorkerRuntime,
  startsServer,
} from './roles/platforms.js';
import { pathOf, roleOfPlace } from './roles/place.js';
import { isCommandCode, isMigration, isScript, isToolConfig } from './roles/script.js';
import { isUsedBy, isUsedByBrowserCode, isUsedByServer } from './roles/users.js';

export type { Role } from '../../settings.js';

/**
 * The kind of program a file belongs to: from the folders that are kept apart from every program, from what it imports,
 * exports and uses itself, then from its package, who depends on that, and what lies beside it on disk; `service` where
 * nothing says otherwise. See docs/roles.md for the evidence of each role.
 * @param cwd The folder that is linted; it says nothing itself, nor do those above it.
 */
export function inferRole(file: FileView, filename: string, cwd: string): Role {
  const project = projectOf(filename, cwd);
  const evidence: Evidence = { file, imports: importsOf(file), path: pathOf(project, filename, cwd), project };
  return roleOfPlace(evidence) ?? roleOfCode(evidence) ?? roleOfPackage(evidence);
}

function roleOfCode(evidence: Evidence): Role | null {
  const { file, imports, path } = evidence;
  if (isBrowserCode(evidence)) return 'browser';
  if (isWorkerRuntime(file, imports)) return 'worker-runtime';
  if (isNext(file, imports, path)) return 'next';
  if (isManagedFunction(file, imports, path)) return 'lambda';
  if (fetchesFromPage(evidence)) return 'browser';
  if (isToolConfig(evidence) || isMigration(evidence)) return 'tool';
  if (!isScript(evidence)) return null;
  return isRunByCi(evidence) ? 'tool' : 'script';
}

function roleOfPackage(evidence: Evidence): Role {
  const { file, imports, project } = evidence;
  if (!project) return 'service';
  const programs = programsOf(project);
  const only = (...wanted: PackageKind[]): boolean =>
    programs.size > 0 && [...programs].every((kind) => wanted.includes(kind));
  if (isInFrontend(evidence, programs) && !isUsedByServer(evidence)) return 'browser';
  const isPart = !startsServer(file, imports);
  if (isPart && isUsedByBrowserCode(evidence)) return 'browser';
  if (only('worker-runtime') || isInWorkerPackage(project)) return 'worker-runtime';
  // What is published runs wherever its users do.
  if (only('next', 'browser') && programs.has('next') && isPart && !project.manifest.published) return 'next';
  if (only('lambda', 'command') && programs.has('lambda')) return 'lambda';
  if (only('command') && isCommandCode(evidence)) return 'script';
  if (isBesideFunction(project)) return 'lambda';
  const user = isPart ? isUsedBy(evidence) : null;
  if (user) return user;
  const { manifest } = project;
  return manifest.published && manifest.commands.length === 0 && !manifest.scripts.has('start') ? 'library' : 'service';
}
