import type { ModuleConvention, NameConvention, PathConvention, TextConvention } from './types.js';

/** Packages that only code of managed functions imports; types of them prove it as well. */
export const functionModules: ModuleConvention = [
  'aws-lambda',
  '@middy/**',
  '@aws-lambda-powertools/**',
  'lambda-api',
  'serverless-http',
  'aws-serverless-express',
  'aws-serverless-express/**',
  '@vendia/serverless-express',
  '@codegenie/serverless-express',
  '@fastify/aws-lambda',
  'hono/aws-lambda',
  '@google-cloud/functions-framework',
  'firebase-functions',
  'firebase-functions/**',
  '@azure/functions',
  '@netlify/functions',
  '@vercel/node',
  '@vercel/functions',
  '@types/aws-lambda',
];

/** Members of the events that Lambda handlers get from API Gateway, queues, tables and CloudFormation. */
export const eventMembers: readonly string[] = [
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

/** First parameters of Lambda handlers. */
export const eventParameters: NameConvention = { names: ['event', 'evt', 'lambdaEvent'] };

/** Exports that Lambda's documentation calls handlers. */
export const handlerExports: readonly string[] = ['handler', 'lambdaHandler'];
/** Exports of commands of yargs, which stand beside a `handler` of arguments. */
export const commandExports: readonly string[] = ['command', 'builder', 'describe'];

/**
 * Files that describe how functions are deployed, and all that their text has to say for it: a module of a service may
 * be called `serverless.ts` too.
 */
export const deployments: readonly { readonly names: readonly string[]; readonly says: readonly string[] }[] = [
  { names: ['serverless.yml', 'serverless.yaml', 'serverless.json'], says: ['functions'] },
  {
    names: ['serverless.ts', 'serverless.js', 'serverless.mjs', 'serverless.cjs'],
    says: ['functions', 'provider:', 'service:'],
  },
  { names: ['template.yml', 'template.yaml'], says: ['AWS::Serverless'] },
  // Azure Functions (learn.microsoft.com/azure/azure-functions/functions-host-json).
  { names: ['host.json'], says: ['"version"', '"2.0"'] },
];

/**
 * Dependencies of packages whose code runs as managed functions; a package with a server of its own is none of them.
 */
export const functionDependencies: ModuleConvention = [
  '@types/aws-lambda',
  'aws-lambda',
  '@middy/*',
  '@aws-lambda-powertools/*',
  'serverless-http',
  '@vendia/serverless-express',
  '@codegenie/serverless-express',
  '@google-cloud/functions-framework',
  'firebase-functions',
  '@azure/functions',
  '@netlify/functions',
];

/** Where Netlify looks for functions. */
export const functionPaths: PathConvention = { folders: ['netlify/functions', 'netlify/edge-functions'] };

/** Files that hold the handler of a function in its folder. */
export const handlerFiles: PathConvention = {
  stems: ['handler', 'index', 'lambda', 'app', 'main', 'function'],
  extensions: ['js', 'cjs', 'mjs', 'ts', 'cts', 'mts'],
};

/** How a file exports a handler, in both module systems. */
export const handlerExportTexts: TextConvention = [
  'exports.handler =',
  'export const handler',
  'export let handler',
  'export async function handler',
  'export function handler',
  'module.exports = { handler',
];

/** Folders of a package that hold no function of its own: dependencies, outputs, sources of one program, tests. */
export const noFunctionFolders: readonly string[] = [
  ...['node_modules', 'dist', 'build', 'coverage', 'src', 'lib', 'test', 'tests'],
];
