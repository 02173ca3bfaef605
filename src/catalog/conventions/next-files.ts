import type { ModuleConvention, PathConvention } from './types.js';

/** Modules that only server code of Next.js imports. */
export const nextModules: ModuleConvention = [
  'next',
  ...['server', 'headers', 'cache', 'og', 'navigation', 'image', 'link'].flatMap((name) => [
    `next/${name}`,
    `next/${name}.js`,
  ]),
  'next/font/**',
  'server-only',
  '@vercel/edge',
  '@opennextjs/**',
];

/** File conventions of the app router and of the pages router (nextjs.org, "Project structure"). */
export const nextRoutes: PathConvention = { stems: ['app/**/route'] };
export const nextPages: PathConvention = {
  stems: ['page', 'layout', 'loading', 'error', 'not-found', 'template', 'default'].map((name) => `app/**/${name}`),
  extensions: ['jsx', 'tsx'],
};
export const nextApi: PathConvention = { stems: ['pages/api/**/*'] };

/** Methods that a route exports. */
export const routeExports: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
/** Functions of a page that run on the server. */
export const pageLoaders: readonly string[] = [
  'getServerSideProps',
  'getStaticProps',
  'getStaticPaths',
  'generateStaticParams',
];
/** Values of the route segment config `runtime`. */
export const routeRuntimes: readonly string[] = ['edge', 'nodejs', 'experimental-edge'];
/** Directives of modules and functions that run on the server. */
export const serverDirectives: readonly string[] = ['use server', 'use cache'];

/** Servers of a project's own, which a package of a Next.js application may hold besides. */
export const ownServers: ModuleConvention = [
  'express',
  'fastify',
  'koa',
  '@hono/node-server',
  '@hapi/hapi',
  '@nestjs/core',
  'restify',
];

/** Files whose exports have a meaning by their name: SvelteKit's `+server`, the route files of Next.js and Remix. */
export const conventionFiles: PathConvention = {
  stems: [
    ...['+*', 'route', 'page', 'layout', 'middleware', 'instrumentation', 'loading', 'error', 'template', 'default'],
  ],
  extensions: ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'jsx', 'tsx', 'svelte', 'vue', 'astro'],
  folders: ['pages', 'routes', 'api'],
};
