import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { documentationFeatures, examplePaths, templatePackagePaths } from '../../catalog/conventions/examples.js';
import { toolPackagePaths, toolPaths } from '../../catalog/conventions/scripts.js';
import { stepFolders, testDeclarations, testModules, testPaths } from '../../catalog/conventions/tests.js';
import { projectOf, relativePath, type Project } from '../../project/package.js';
import type { Role } from '../../settings.js';
import { modulePattern, pathPattern } from '../names/conventions.js';
import { fetchesFromPage, isBrowserCode, isInFrontend } from './roles/browser.js';
import { isRunByCi } from './roles/ci.js';
import type { Evidence } from './roles/evidence.js';
import { isCompiled, isGenerated } from './roles/generated.js';
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
import { isCommandCode, isMigration, isScript, isToolConfig } from './roles/script.js';
import { isUsedBy, isUsedByBrowserCode, isUsedByServer } from './roles/users.js';

export type { Role } from '../../settings.js';

const TEST_MODULE = modulePattern(testModules);
const TEST_FILE = pathPattern(testPaths);
const EXAMPLE_FILE = pathPattern(examplePaths);
const DOCUMENTATION_FEATURE = pathPattern(documentationFeatures);
const TOOL_FILE = pathPattern(toolPaths);
const TOOL_PACKAGE = pathPattern(toolPackagePaths);
const TEMPLATE_PACKAGE = pathPattern(templatePackagePaths);

/**
 * The kind of program a file belongs to: from the folders that are kept apart from every program, from what it imports,
 * exports and uses itself, then from its package, who depends on that, and what lies beside it on disk; `service` where
 * nothing says otherwise. See docs/roles.md for the evidence of each role.
 * @param cwd The folder that is linted; it says nothing itself, nor do those above it.
 */
export function inferRole(file: FileView, filename: string, cwd: string): Role {
  const project = projectOf(filename, cwd);
  const path = project ? relativePath(project.file, project.files.root) : relativePath(filename, cwd);
  const evidence: Evidence = { file, imports: importsOf(file), path, project };
  return roleOfPlace(evidence) ?? roleOfCode(evidence) ?? roleOfPackage(evidence);
}

/** Tests, examples, tools and generated files, which are no part of what is deployed whatever they do. */
function roleOfPlace({ file, imports, path, project }: Evidence): Role | null {
  if (TEST_FILE.test(path) || imports.values.some((source) => TEST_MODULE.test(source))) return 'test';
  if (file.ast.body.some(declaresTests) || (project && servesFeatures(project))) return 'test';
  if (EXAMPLE_FILE.test(path) && !DOCUMENTATION_FEATURE.test(path)) return 'example';
  if (TOOL_FILE.test(path) || TOOL_FILE.test(project?.path ?? '')) return 'tool';
  if (isGenerated(file) || (project && isCompiled(project))) return 'tool';
  return project && !project.manifest.published ? roleOfFolder(project, path) : null;
}

/** Whether a file lies in a folder of features that holds their steps, whatever the folder is called. */
function servesFeatures({ files, folders }: Project): boolean {
  return folders.slice(0, -1).some((folder) => stepFolders.some((steps) => files.names(folder).has(steps)));
}

/** Packages of a repository that are kept apart from what it runs, by the folder they lie in. */
function roleOfFolder(project: Project, path: string): Role | null {
  const folder = path.slice(0, path.length - project.path.length);
  if (TOOL_PACKAGE.test(folder)) return 'tool';
  return TEMPLATE_PACKAGE.test(folder) ? 'example' : null;
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

function declaresTests(statement: TSESTree.ProgramStatement): boolean {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return false;
  const { callee, arguments: args } = statement.expression;
  return callee.type === 'Identifier' && testDeclarations.includes(callee.name) && args.length >= 2;
}
