import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { documentationFeatures, examplePaths, templatePackagePaths } from '../../../catalog/conventions/examples.js';
import { toolPackagePaths, toolPaths } from '../../../catalog/conventions/scripts.js';
import { stepFolders, testDeclarations, testModules, testPaths } from '../../../catalog/conventions/tests.js';
import { projectOf, relativePath, type Project } from '../../../project/package.js';
import type { Role } from '../../../settings.js';
import { modulePattern, pathPattern } from '../../names/conventions.js';
import { importsForBrowsers, isUseClient } from './browser.js';
import type { Evidence } from './evidence.js';
import { isCompiled, isGenerated } from './generated.js';
import { namedAtTop } from './imports.js';

const TEST_MODULE = modulePattern(testModules);
const TEST_FILE = pathPattern(testPaths);
const EXAMPLE_FILE = pathPattern(examplePaths);
const DOCUMENTATION_FEATURE = pathPattern(documentationFeatures);
const TOOL_FILE = pathPattern(toolPaths);
const TOOL_PACKAGE = pathPattern(toolPackagePaths);
const TEMPLATE_PACKAGE = pathPattern(templatePackagePaths);

/** The path of a file in its checkout; in the folder that is linted where it is not on disk. */
export function pathOf(project: Project | null, filename: string, cwd: string): string {
  return project ? relativePath(project.file, project.files.root) : relativePath(filename, cwd);
}

/** Tests, examples, tools and generated files, which are no part of what is deployed whatever they do. */
export function roleOfPlace({ file, imports, path, project }: Evidence): Role | null {
  if (imports.values.some((source) => TEST_MODULE.test(source))) return 'test';
  if (file.ast.body.some(declaresTests) || (project && servesFeatures(project))) return 'test';
  const said = roleOfPath(path, project);
  if (said) return said;
  if (isGenerated(file) || (project && isCompiled(project))) return 'tool';
  return project && !project.manifest.published ? roleOfFolder(project, path) : null;
}

function roleOfPath(path: string, project: Project | null): Role | null {
  if (TEST_FILE.test(path)) return 'test';
  if (EXAMPLE_FILE.test(path) && !DOCUMENTATION_FEATURE.test(path)) return 'example';
  return TOOL_FILE.test(path) || TOOL_FILE.test(project?.path ?? '') ? 'tool' : null;
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

/**
 * Whether a file is certainly a test, an example, a tool or code for browsers by its path and imports alone, so that
 * no rule says anything of it whatever it does.
 */
export function isApart(
  { ast, text }: Pick<TSESLint.SourceCode, 'ast' | 'text'>,
  filename: string,
  cwd: string,
): boolean {
  const project = projectOf(filename, cwd);
  const path = pathOf(project, filename, cwd);
  if (roleOfPath(path, project) || ast.body.some(declaresTests) || ast.body.some(isUseClient)) return true;
  const sources = namedAtTop(ast).values;
  return sources.some((source) => TEST_MODULE.test(source)) || importsForBrowsers(sources, text);
}

function declaresTests(statement: TSESTree.ProgramStatement): boolean {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return false;
  const { callee, arguments: args } = statement.expression;
  return callee.type === 'Identifier' && testDeclarations.includes(callee.name) && args.length >= 2;
}
