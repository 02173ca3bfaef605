import type { NameConvention } from './types.js';

/** Lists of functions that wait for requests, messages or jobs, as services name them. */
export const handlerLists: NameConvention = {
  names: [
    '*handlers',
    '*middleware',
    '*middlewares',
    '*listeners',
    '*resolvers',
    '*processors',
    '*consumers',
    '*routes',
  ],
  ignoreCase: true,
};

/**
 * Members by which an object is a plugin of a bundler (Rollup, Vite, webpack), whose functions run once for each build.
 */
export const bundlerHooks: readonly string[] = [
  'buildStart',
  'buildEnd',
  'closeBundle',
  'configureServer',
  'configResolved',
  'generateBundle',
  'writeBundle',
  'resolveId',
  'transformIndexHtml',
];
