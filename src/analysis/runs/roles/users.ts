import {
  functionDependencies,
  functionModules,
  handlerExportTexts,
} from '../../../catalog/conventions/managed-functions.js';
import { pageLoaders, serverDirectives } from '../../../catalog/conventions/next-files.js';
import { nodeOnlyModules } from '../../../catalog/conventions/node-modules.js';
import { lingers, scriptPaths, servesOthers, startScripts } from '../../../catalog/conventions/scripts.js';
import { importersOf } from '../../../project/importers.js';
import { projectOf, relativePath, type Project } from '../../../project/package.js';
import { paths } from '../../../project/paths.js';
import { isBarrel } from '../../../project/re-exports.js';
import { specifiersIn } from '../../../project/specifiers.js';
import { modulePattern, namePattern, pathPattern, textPattern } from '../../names/conventions.js';
import { importsForBrowsers } from './browser.js';
import { isTest } from '../test-files.js';
import { isPath, useInScripts } from './command-lines.js';
import type { Evidence } from './evidence.js';
import { hasDeployment, hasInterface, programsOf } from './packages.js';

/** Files between one and the code that decides what it runs as; nothing is known where there are more. */
const MAX_FILES = 40;

const NODE_MODULE = modulePattern(nodeOnlyModules);
const SERVER_PART = textPattern([...pageLoaders, ...serverDirectives.map((directive) => `'${directive}'`)]);
const FUNCTION_MODULES = modulePattern(functionModules);
const FUNCTION_DEPENDENCY = modulePattern(functionDependencies);
const EXPORTS_HANDLER = textPattern(handlerExportTexts);
const SERVES = textPattern([...servesOthers, ...lingers]);
const START_SCRIPT = namePattern(startScripts);
const SCRIPT_PATH = pathPattern(scriptPaths);
/** The directive, behind nothing but comments. */
const USE_CLIENT = /^\uFEFF?(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:'use client'|"use client")/;

type Use = 'browser' | 'lambda' | 'script' | 'server' | null;

/**
 * Whether every file that imports one runs in browsers, directly or through others: the half of an application with a
 * user interface that its components call. Tests say nothing, and neither does a file that nothing imports.
 */
export function isUsedByBrowserCode({ project, imports }: Evidence): boolean {
  if (!project || !hasInterface(project) || imports.values.some((source) => NODE_MODULE.test(source))) return false;
  return programOfUsers(project, (path) => project.files.derive(path, useIn)) === 'browser';
}

/** Whether a file of a user interface is imported by one of a package that runs on a server. */
export function isUsedByServer({ project }: Evidence): boolean {
  const { files, file } = project ?? {};
  return (
    files !== undefined &&
    file !== undefined &&
    (importersOf(files, file) ?? []).some(({ path }) => {
      const other = isTest({ cwd: files.root }, path) ? null : projectOf(path, files.root);
      return other !== null && other.folders.at(-1) !== project?.folders.at(-1) && programsOf(other).has('server');
    })
  );
}

/**
 * What all programs are that import a file, directly or through others, in a package that holds functions or commands
 * beside a server: `null` where they differ, or where one cannot be told.
 */
export function isUsedBy(evidence: Evidence): 'lambda' | 'script' | null {
  const { project } = evidence;
  if (!project || !(holdsFunctions(project) || holdsCommands(project))) return null;
  const found = programOfUsers(project, (path) => {
    const use = project.files.derive(path, programIn);
    return use ?? (isCommand(project, path) ? 'script' : null);
  });
  return found === 'lambda' || found === 'script' ? found : null;
}

/** The one kind of program that all users of a file belong to. */
function programOfUsers({ files, file }: Project, useOf: (path: string) => Use): Use {
  const seen = new Set([file]);
  let found: Use = null;
  for (const current of seen) {
    if (seen.size > MAX_FILES) return null;
    const users = importersOf(files, current)?.filter(({ path }) => !isTest({ cwd: files.root }, path)) ?? [];
    if (users.length === 0) {
      // What only hands others on, and to nobody, runs nowhere.
      if (current !== file && files.derive(current, isBarrel) === true) continue;
      return null;
    }
    for (const { path } of users) {
      const use = useOf(path);
      if (use === null) seen.add(path);
      else if (use === 'server' || (found ?? use) !== use) return null;
      else found = use;
    }
  }
  return found;
}

/** Where the code of a text shows that it runs. */
function useIn(text: string): Use {
  // A page may load its data on the server with what it imports for that.
  if (SERVER_PART.test(text)) return 'server';
  if (USE_CLIENT.test(text)) return 'browser';
  const specifiers = specifiersIn(text);
  if (specifiers.some((source) => NODE_MODULE.test(source))) return 'server';
  return importsForBrowsers(specifiers, text) ? 'browser' : null;
}

/** Where the code of a text runs that a server's package holds besides. */
function programIn(text: string): Use {
  if (SERVES.test(text)) return 'server';
  if (specifiersIn(text).some((source) => FUNCTION_MODULES.test(source))) return 'lambda';
  if (EXPORTS_HANDLER.test(text) && /\bevent\b/.test(text)) return 'lambda';
  return text.startsWith('#!') ? 'script' : null;
}

function holdsFunctions({ files, folders, manifest }: Project): boolean {
  return (
    [...manifest.dependencies].some((name) => FUNCTION_DEPENDENCY.test(name)) ||
    folders.some((folder) => hasDeployment(files, folder))
  );
}

function holdsCommands({ files, folders, manifest }: Project): boolean {
  const own = folders.at(-1) ?? files.root;
  const tops = [own, paths.resolve(own, 'src')];
  return (
    manifest.commands.length > 0 ||
    (scriptPaths.topFolders ?? []).some((name) => tops.some((top) => files.names(top).has(name)))
  );
}

/** Whether a file is a command, or lies among scripts, and no script starts the service with it. */
function isCommand({ folders, files, manifest }: Project, path: string): boolean {
  const own = relativePath(path, folders.at(-1) ?? files.root);
  if (manifest.commands.some((command) => isPath(`${command}.js`, own))) return true;
  const stem = paths
    .basename(path)
    .replace(/\.\w+$/, '')
    .replaceAll(/\W/g, '_');
  return SCRIPT_PATH.test(own) && !START_SCRIPT.test(stem) && useInScripts(manifest.scripts, own) !== 'start';
}
