import type { ModuleConvention, TextConvention } from './types.js';

/** Modules that only code for Cloudflare Workers and runtimes like it imports. */
export const workerModules: ModuleConvention = [
  'cloudflare:**',
  '@cloudflare/kv-asset-handler',
  '@cloudflare/pages-plugin-*',
  'hono/cloudflare-workers',
  'hono/cloudflare-pages',
];

/** Types of `@cloudflare/workers-types` that an exported handler has. */
export const workerTypes: readonly string[] = ['ExportedHandler', 'PagesFunction'];

/** Hono with the bindings of Workers. */
export const workerApplications: TextConvention = ['new Hono<{ Bindings', 'new OpenAPIHono<{ Bindings'];

/** Members beside `fetch` that only an exported handler of Workers has. */
export const workerEvents: readonly string[] = ['scheduled', 'queue', 'email'];
/** Members beside `fetch` that make the object a server of Bun. */
export const bunServerMembers: readonly string[] = ['port', 'hostname'];

/** Configurations of Wrangler, which bundles and deploys Workers. */
export const workerConfigs: readonly string[] = ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'];
