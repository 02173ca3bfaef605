import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction, propertyName, stringOf, type FunctionNode } from '../../../ast/nodes.js';
import {
  commandExports,
  eventMembers,
  eventParameters,
  functionModules,
  functionPaths,
  handlerExports,
  handlerExportTexts,
  handlerFiles,
} from '../../../catalog/conventions/managed-functions.js';
import {
  nextApi,
  nextModules,
  nextPages,
  nextRoutes,
  pageLoaders,
  routeExports,
  routeRuntimes,
  serverDirectives,
} from '../../../catalog/conventions/next-files.js';
import {
  bunServerMembers,
  workerApplications,
  workerConfigs,
  workerEvents,
  workerModules,
  workerTypes,
} from '../../../catalog/conventions/workers.js';
import { modulePattern, namePattern, pathPattern, textPattern } from '../../names/conventions.js';
import { definitionOf, exportsOf, functionsIn, type Exported } from '../../names/exports.js';
import type { Imports } from './imports.js';
import { hasDeployment } from './packages.js';
import type { Project } from '../../../project/package.js';
import { paths } from '../../../project/paths.js';

const FUNCTION_MODULES = modulePattern(functionModules);
const FUNCTION_PATH = pathPattern(functionPaths);
const EVENT_PARAMETER = namePattern(eventParameters);
const USES_EVENT = textPattern([...eventMembers, 'body'].flatMap((name) => [`event.${name}`, `event?.${name}`]));
const SIBLING = pathPattern(handlerFiles);
const EXPORTS_HANDLER = textPattern(handlerExportTexts);
const WORKER_MODULES = modulePattern(workerModules);
const WORKER_TYPE = textPattern(workerTypes.flatMap((name) => [`satisfies ${name}`, `: ${name}`]));
const WORKER_APPLICATION = textPattern(workerApplications);

/**
 * Whether a file itself shows that it is a managed function: it imports a package of such a platform (types count),
 * exports a handler of events, or lies where Netlify looks for functions.
 */
export function isManagedFunction(file: FileView, imports: Imports, path: string): boolean {
  if ([...imports.values, ...imports.types].some((source) => FUNCTION_MODULES.test(source))) return true;
  const exported = exportsOf(file);
  return exported.some((entry) => isEventHandler(file, entry, exported)) || FUNCTION_PATH.test(path);
}

/** Whether an export is a handler of Lambda events. */
function isEventHandler(file: FileView, { name, value }: Exported, all: readonly Exported[]): boolean {
  const named = handlerExports.includes(name);
  if (!named && !name.endsWith('Handler')) return false;
  // Commands of yargs export a handler of arguments.
  if (all.some((other) => commandExports.includes(other.name))) return false;
  return functionsIn(file, value).some((fn) => takesEvent(fn) && (named || USES_EVENT.test(file.getText(fn))));
}

function takesEvent({ params }: FunctionNode): boolean {
  const [first] = params;
  if (first?.type === 'Identifier') return EVENT_PARAMETER.test(first.name);
  return (
    first?.type === 'ObjectPattern' &&
    first.properties.some(
      (property) => property.type === 'Property' && eventMembers.includes(propertyName(property) ?? ''),
    )
  );
}

/**
 * Whether a file shares its package with a description of deployed functions, or its folder (or the one above) with a
 * handler.
 */
export function isBesideFunction({ files, folders, manifest }: Project): boolean {
  if (folders.some((folder) => hasDeployment(files, folder))) return true;
  if (manifest.dependencies.has('@azure/functions') && folders.some((folder) => files.names(folder).has('host.json')))
    return true;
  return folders.slice(0, 2).some((folder) =>
    [...files.names(folder)].some((name) => {
      const text = SIBLING.test(name) ? files.text(paths.resolve(folder, name)) : '';
      return EXPORTS_HANDLER.test(text) && /\bevent\b/.test(text);
    }),
  );
}

/**
 * Whether a file itself shows that it runs on Cloudflare Workers or a runtime like it: it imports `cloudflare:`
 * modules, exports `{ fetch(request, env) }`, answers `fetch` events, or types the bindings of such an application.
 */
export function isWorkerRuntime(file: FileView, imports: Imports): boolean {
  const { text } = file;
  if ([...imports.values, ...imports.types].some((source) => WORKER_MODULES.test(source))) return true;
  if (/\baddEventListener\(\s*['"]fetch['"]\s*,/.test(text) && /\brespondWith\(/.test(text)) return true;
  if (WORKER_TYPE.test(text)) return true;
  if (exportsOf(file).some(({ name, value }) => name === 'default' && isFetchHandler(file, value))) return true;
  return WORKER_APPLICATION.test(text) && !imports.values.includes('@hono/node-server');
}

/**
 * Whether a configuration of Wrangler, which bundles and deploys Workers, lies beside or above a file in its package.
 */
export function isInWorkerPackage({ files, folders }: Project): boolean {
  return folders.some((folder) => workerConfigs.some((name) => files.names(folder).has(name)));
}

/** `{ async fetch(request, env, ctx) {} }`; Bun and Deno take the same object without `env`, or with a port. */
function isFetchHandler(file: FileView, value: TSESTree.Node): boolean {
  if (value.type !== 'ObjectExpression') return false;
  const members = new Map(
    value.properties.flatMap((property) =>
      property.type === 'Property' ? [[propertyName(property), property.value] as const] : [],
    ),
  );
  const fetch = members.get('fetch');
  if (!fetch || bunServerMembers.some((name) => members.has(name))) return false;
  const fn = definitionOf(file, fetch);
  return (isFunction(fn) && fn.params.length >= 2) || workerEvents.some((name) => members.has(name));
}

const NEXT_MODULES = modulePattern(nextModules);
const ROUTE_FILE = pathPattern(nextRoutes);
const PAGE_FILE = pathPattern(nextPages);
const API_FILE = pathPattern(nextApi);

/**
 * Whether a file itself shows that it belongs to a Next.js application (which has no shutdown hook): `'use server'`,
 * imports of Next.js, a route segment config, data loaders, or handlers and pages where its file conventions expect
 * them.
 */
export function isNext(file: FileView, imports: Imports, path: string): boolean {
  if (
    file.ast.body.some(
      (statement) => statement.type === 'ExpressionStatement' && serverDirectives.includes(statement.directive ?? ''),
    )
  )
    return true;
  if ([...imports.values, ...imports.types].some((source) => NEXT_MODULES.test(source))) return true;
  const exported = exportsOf(file);
  if (exported.some(({ name, value }) => name === 'runtime' && routeRuntimes.includes(stringOf(value) ?? '')))
    return true;
  if (exported.some(({ name }) => pageLoaders.includes(name))) return true;
  if (ROUTE_FILE.test(path) && exported.some(({ name }) => routeExports.includes(name))) return true;
  return (PAGE_FILE.test(path) || API_FILE.test(path)) && exported.some(({ name }) => name === 'default');
}

/** Whether a file itself starts a server or a consumer beside those of its framework, or ends with the process. */
export function startsServer({ text }: FileView, imports: Imports): boolean {
  return (
    imports.values.some((source) => source === 'bullmq' || source === 'ws') ||
    /\.listen\(|process\.(?:on|once)\(/.test(text)
  );
}
