import { join } from 'node:path';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName, type FunctionNode } from '../../../ast/nodes.js';
import { definitionOf, exportsOf, functionsIn, type Exported } from '../../names/exports.js';
import type { Imports } from './imports.js';
import { namesIn, textOf, type Project } from '../../../project/package.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Packages that only code of managed functions imports; types of them prove it as well. */
const FUNCTION_MODULES =
  /^(?:aws-lambda|@middy\/.+|@aws-lambda-powertools\/.+|lambda-api|serverless-http|aws-serverless-express(?:\/.*)?|@vendia\/serverless-express|@codegenie\/serverless-express|@fastify\/aws-lambda|hono\/aws-lambda|@google-cloud\/functions-framework|firebase-functions(?:\/.+)?|@azure\/functions|@netlify\/functions|@vercel\/(?:node|functions)|@types\/aws-lambda)$/;
/** Members of the events that Lambda handlers get from API Gateway, queues, tables and CloudFormation. */
const EVENT_MEMBERS = [
  'Records',
  'pathParameters',
  'queryStringParameters',
  'requestContext',
  'httpMethod',
  'rawPath',
  'isBase64Encoded',
  'ResourceProperties',
  'multiValueHeaders',
];
const USES_EVENT = new RegExp(String.raw`\bevent\s*\??\.\s*(?:${EVENT_MEMBERS.join('|')}|body)\b`);
/** Files that describe how functions are deployed, and what their text has to say for it. */
const DEPLOYMENTS: readonly { readonly name: RegExp; readonly says: string }[] = [
  { name: /^serverless\.(?:ya?ml|json|ts)$/, says: 'functions' },
  { name: /^template\.ya?ml$/, says: 'AWS::Serverless' },
];
const SIBLING = /^(?:handler|index|lambda|app|main|function)\.[cm]?[jt]s$/;
const EXPORTS_HANDLER =
  /\bexports\.handler\s*=|\bexport\s+(?:const|let|async\s+function|function)\s+handler\b|\bmodule\.exports\s*=\s*\{\s*handler\b/;

/**
 * Whether a file itself shows that it is a managed function: it imports a package of such a platform (types count),
 * exports a
 * handler of events, or lies where Netlify looks for functions.
 */
export function isManagedFunction(sourceCode: SourceCode, imports: Imports, path: string): boolean {
  if ([...imports.values, ...imports.types].some((source) => FUNCTION_MODULES.test(source))) return true;
  const exported = exportsOf(sourceCode);
  return (
    exported.some((entry) => isEventHandler(sourceCode, entry, exported)) ||
    /(?:^|\/)netlify\/(?:edge-)?functions\//.test(path)
  );
}

/** Whether an export is a handler of Lambda events. */
function isEventHandler(sourceCode: SourceCode, { name, value }: Exported, all: readonly Exported[]): boolean {
  const named = name === 'handler' || name === 'lambdaHandler';
  if (!named && !name.endsWith('Handler')) return false;
  // Commands of yargs export a handler of arguments.
  if (all.some((other) => other.name === 'command' || other.name === 'builder' || other.name === 'describe'))
    return false;
  return functionsIn(sourceCode, value).some(
    (fn) => takesEvent(fn) && (named || USES_EVENT.test(sourceCode.getText(fn))),
  );
}

function takesEvent({ params }: FunctionNode): boolean {
  const [first] = params;
  if (first?.type === 'Identifier') return /^_?(?:event|evt|lambdaEvent)$/.test(first.name);
  return (
    first?.type === 'ObjectPattern' &&
    first.properties.some(
      (property) => property.type === 'Property' && EVENT_MEMBERS.includes(propertyName(property) ?? ''),
    )
  );
}

/**
 * Whether a file shares its package with a description of deployed functions, or its folder (or the one above) with a
 * handler.
 */
export function isBesideFunction(project: Project | null): boolean {
  if (!project) return false;
  const { folders, manifest } = project;
  if (
    folders.some((folder) =>
      [...namesIn(folder)].some((file) =>
        DEPLOYMENTS.some(({ name, says }) => name.test(file) && textOf(join(folder, file)).includes(says)),
      ),
    )
  )
    return true;
  if (manifest.dependencies.has('@azure/functions') && folders.some((folder) => namesIn(folder).has('host.json')))
    return true;
  return folders.slice(0, 2).some((folder) =>
    [...namesIn(folder)].some((name) => {
      const text = SIBLING.test(name) ? textOf(join(folder, name)) : '';
      return EXPORTS_HANDLER.test(text) && /\bevent\b/.test(text);
    }),
  );
}

/**
 * Whether a file itself shows that it runs on Cloudflare Workers or a runtime like it: it imports `cloudflare:`
 * modules, exports
 * `{ fetch(request, env) }`, answers `fetch` events, or types the bindings of such an application.
 */
export function isWorkerRuntime(sourceCode: SourceCode, imports: Imports): boolean {
  const { text } = sourceCode;
  if (
    [...imports.values, ...imports.types].some((source) =>
      /^cloudflare:|^@cloudflare\/(?:kv-asset-handler|pages-plugin-.+)$|^hono\/cloudflare-(?:workers|pages)$/.test(
        source,
      ),
    )
  )
    return true;
  if (/\baddEventListener\(\s*['"]fetch['"]\s*,/.test(text) && /\brespondWith\(/.test(text)) return true;
  if (/(?:\bsatisfies|:)\s*(?:ExportedHandler|PagesFunction)\b/.test(text)) return true;
  if (exportsOf(sourceCode).some(({ name, value }) => name === 'default' && isFetchHandler(sourceCode, value)))
    return true;
  return /\bnew (?:Hono|OpenAPIHono)\s*<\s*\{\s*Bindings\b/.test(text) && !imports.values.includes('@hono/node-server');
}

/** Whether the package of a file has a configuration of Wrangler, which bundles and deploys Workers. */
export function isInWorkerPackage(project: Project | null): boolean {
  return (
    project?.folders.some((folder) =>
      ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'].some((name) => namesIn(folder).has(name)),
    ) ?? false
  );
}

/** `{ async fetch(request, env, ctx) {} }`; Bun and Deno take the same object without `env`, or with a port. */
function isFetchHandler(sourceCode: SourceCode, value: TSESTree.Node): boolean {
  if (value.type !== 'ObjectExpression') return false;
  const members = new Map(
    value.properties.flatMap((property) =>
      property.type === 'Property' ? [[propertyName(property), property.value] as const] : [],
    ),
  );
  const fetch = members.get('fetch');
  if (!fetch || members.has('port') || members.has('hostname')) return false;
  const fn = definitionOf(sourceCode, fetch);
  return (
    (isFunction(fn) && fn.params.length >= 2) ||
    members.has('scheduled') ||
    members.has('queue') ||
    members.has('email')
  );
}

/** Modules that only server code of Next.js imports. */
const NEXT_MODULES =
  /^(?:next|next\/(?:server|headers|cache|og|navigation|font\/.+|image|link)(?:\.js)?|server-only|@vercel\/edge|@opennextjs\/.+)$/;
const ROUTE_FILE = /(?:^|\/)app\/(?:.*\/)?route\.[cm]?[jt]sx?$/;
const PAGE_FILE = /(?:^|\/)app\/(?:.*\/)?(?:page|layout|loading|error|not-found|template|default)\.[jt]sx$/;
const API_FILE = /(?:^|\/)pages\/api\/(?:.*\/)?[^/]+\.[cm]?[jt]sx?$/;
const HTTP_METHODS = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
const LOADERS = /^(?:getServerSideProps|getStaticProps|getStaticPaths|generateStaticParams)$/;
/** Servers of a project's own, which a package of a Next.js application may hold besides. */
const OWN_SERVER = /^(?:express|fastify|koa|@hono\/node-server|@hapi\/hapi|@nestjs\/core|restify)$/;

/**
 * Whether a file itself shows that it belongs to a Next.js application (which has no shutdown hook): `'use server'`,
 * imports of
 * Next.js, a route segment config, data loaders, or handlers and pages where its file conventions expect them.
 */
export function isNext(sourceCode: SourceCode, imports: Imports, path: string): boolean {
  if (
    sourceCode.ast.body.some(
      (statement) =>
        statement.type === 'ExpressionStatement' && /^use (?:server|cache)$/.test(statement.directive ?? ''),
    )
  )
    return true;
  if ([...imports.values, ...imports.types].some((source) => NEXT_MODULES.test(source))) return true;
  const exported = exportsOf(sourceCode);
  if (
    exported.some(
      ({ name, value }) =>
        name === 'runtime' && /^['"`](?:edge|nodejs|experimental-edge)['"`]$/.test(sourceCode.getText(value)),
    )
  )
    return true;
  if (exported.some(({ name }) => LOADERS.test(name))) return true;
  if (ROUTE_FILE.test(path) && exported.some(({ name }) => HTTP_METHODS.test(name))) return true;
  return (PAGE_FILE.test(path) || API_FILE.test(path)) && exported.some(({ name }) => name === 'default');
}

/**
 * Whether a file lies in a package of a Next.js application that has no server of its own besides, and starts none
 * itself.
 */
export function isInNextPackage(sourceCode: SourceCode, imports: Imports, project: Project | null): boolean {
  const { dependencies } = project?.manifest ?? {};
  if (!dependencies?.has('next') || [...dependencies].some((name) => OWN_SERVER.test(name))) return false;
  return (
    !imports.values.some((source) => source === 'bullmq' || source === 'ws') &&
    !/\.listen\(|process\.(?:on|once)\(/.test(sourceCode.text)
  );
}
