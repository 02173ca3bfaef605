import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction, stringOf, unwrap } from '../../../ast/nodes.js';
import {
  browserEventTypes,
  browserGlobals,
  browserModules,
  clientHooks,
  nodeCode,
  pageRequests,
  serviceWorkerCode,
  shownProgress,
} from '../../../catalog/conventions/browser.js';
import { nodeOnlyModules } from '../../../catalog/conventions/node-modules.js';
import {
  frontendPaths,
  frontendServerPaths,
  serverModules,
  splitFrameworks,
} from '../../../catalog/conventions/packages.js';
import { modulePattern, pathPattern, textPattern } from '../../names/conventions.js';
import { runsInDrivenPage } from '../driven-pages.js';
import type { Evidence } from './evidence.js';
import { hasInterface, type PackageKind } from './packages.js';

const BROWSER_MODULE = modulePattern(browserModules);
const CLIENT_HOOKS = textPattern(clientHooks);
const BROWSER_GLOBALS = new Set(browserGlobals);
const EVENT_TYPES = new Set(browserEventTypes);
const NODE_CODE = textPattern(nodeCode);
const SERVICE_WORKER = textPattern(serviceWorkerCode);
const PAGE_REQUEST = textPattern(pageRequests);
const SHOWN_PROGRESS = textPattern(shownProgress);
const NODE_MODULE = modulePattern(nodeOnlyModules);
const SERVER_MODULE = modulePattern(serverModules);
const FRONTEND = pathPattern(frontendPaths);
const SPLIT_FRAMEWORK = modulePattern(splitFrameworks);
const FRONTEND_SERVER = pathPattern(frontendServerPaths);

/** Whether what a text imports is for browsers: a module that needs a document, or component hooks that it calls. */
export function importsForBrowsers(specifiers: readonly string[], text: string): boolean {
  if (specifiers.some((source) => BROWSER_MODULE.test(source))) return true;
  const hasHooks = specifiers.some((source) => source === 'react' || source.startsWith('next/'));
  return hasHooks && CLIENT_HOOKS.test(text);
}

/** Whether a file itself shows that it runs in browsers: its directive, imports, hooks, uses of the DOM or of pages. */
export function isBrowserCode({ file, imports: { values }, project }: Evidence): boolean {
  const { body } = file.ast;
  if (body.some(isUseClient) || body.some(isAmdModule) || importsForBrowsers(values, file.text)) return true;
  const importsNode = values.some((source) => NODE_MODULE.test(source));
  if (!importsNode && body.some((statement) => definesOnWindow(file, statement))) return true;
  // Bundlers know `require()` as well: in a folder for browsers it says nothing.
  const isLoaded = project !== null && FRONTEND.test(project.path);
  const usesNode = importsNode || (/\brequire\(/.test(file.text) && !isLoaded) || saysNode(file);
  return !usesNode && (usesDocument(file) || SERVICE_WORKER.test(file.text) || PAGE_REQUEST.test(file.text));
}

/**
 * Whether a file without anything of Node.js calls the global `fetch` with an address that only the one of its page can
 * complete: `fetch('/api/items')`.
 */
export function fetchesFromPage({ file, imports: { values } }: Evidence): boolean {
  if (saysNode(file) || /\brequire\(/.test(file.text)) return false;
  if (values.some((source) => NODE_MODULE.test(source) || SERVER_MODULE.test(source))) return false;
  return unboundReferences(file, ['fetch']).some((identifier) => {
    const { parent } = identifier;
    if (parent.type !== 'CallExpression' || parent.callee !== identifier || runsInDrivenPage(file, parent))
      return false;
    const [address] = parent.arguments;
    return /^\/(?!\/)/.test((address && stringOf(file.resolveConstant(address))) ?? '');
  });
}

/**
 * Whether a file lies where everything runs in browsers, and says nothing itself that only Node.js has: its package is
 * one of a user interface, or one that holds a server besides, where it lies in the folder for that or shows progress.
 */
export function isInFrontend(evidence: Evidence, programs: ReadonlySet<PackageKind>): boolean {
  const { project, file, imports } = evidence;
  if (!project || saysNode(file)) return false;
  if (imports.values.some((source) => NODE_MODULE.test(source) || SERVER_MODULE.test(source))) return false;
  if (FRONTEND_SERVER.test(project.path)) return false;
  if (programs.size === 1 && programs.has('browser')) return true;
  if ([...project.manifest.dependencies].some((name) => SPLIT_FRAMEWORK.test(name))) return true;
  return (FRONTEND.test(project.path) || SHOWN_PROGRESS.test(file.text)) && hasInterface(project);
}

function saysNode({ text }: FileView): boolean {
  return NODE_CODE.test(text);
}

/** `'use client'`, which React's frameworks send to browsers. */
export function isUseClient(statement: TSESTree.ProgramStatement): boolean {
  return statement.type === 'ExpressionStatement' && statement.directive === 'use client';
}

/** `define('name', ['other'], function (other) { ... })`, the module of loaders that need a document (AMD). */
function isAmdModule(statement: TSESTree.ProgramStatement): boolean {
  const call = statement.type === 'ExpressionStatement' ? unwrap(statement.expression) : null;
  return (
    call?.type === 'CallExpression' &&
    call.callee.type === 'Identifier' &&
    call.callee.name === 'define' &&
    call.arguments.some(({ type }) => type === 'ArrayExpression') &&
    isFunction(call.arguments.at(-1))
  );
}

/** `window.Store = ...` at top level, where Node.js would throw. */
function definesOnWindow(file: FileView, statement: TSESTree.ProgramStatement): boolean {
  const { expression } = statement.type === 'ExpressionStatement' ? statement : {};
  if (expression?.type !== 'AssignmentExpression') return false;
  let object = expression.left as TSESTree.Node;
  while (object.type === 'MemberExpression') object = unwrap(object.object);
  if (object === expression.left || object.type !== 'Identifier' || object.name !== 'window') return false;
  return (file.variableOf(object)?.defs.length ?? 0) === 0 && !/\bglobal(?:This)?\.window\s*=/.test(file.text);
}

/** Whether DOM globals are used, apart from `typeof` tests for them, or types of what users do. */
function usesDocument(file: FileView): boolean {
  return unboundReferences(file, [...BROWSER_GLOBALS, ...EVENT_TYPES]).some((identifier) => {
    const { parent, name } = identifier;
    if (runsInDrivenPage(file, identifier)) return false;
    if (EVENT_TYPES.has(name)) return parent.type === 'TSTypeReference';
    return BROWSER_GLOBALS.has(name) && parent.type === 'MemberExpression' && parent.object === identifier;
  });
}

/** Uses of names that nothing in the file declares. */
function unboundReferences(file: FileView, names: readonly string[]): TSESTree.Identifier[] {
  const scope = file.scopeManager?.globalScope;
  if (!scope) return [];
  const declared = names.flatMap((name) => {
    const variable = scope.set.get(name);
    return variable && variable.defs.length === 0 ? variable.references : [];
  });
  return [...declared, ...scope.through].flatMap(({ identifier }) =>
    identifier.type === 'Identifier' && names.includes(identifier.name) ? [identifier] : [],
  );
}
