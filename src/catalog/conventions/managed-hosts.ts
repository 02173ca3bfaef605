import type { TextConvention } from './types.js';

/**
 * Files by which a web application says that a managed platform runs it, which ends what hangs: Vercel, Netlify, AWS
 * Amplify, OpenNext, SST.
 */
export const managedHostFiles: readonly string[] = [
  'vercel.json',
  'vercel.ts',
  '.vercel',
  'netlify.toml',
  'amplify.yml',
  'open-next.config.ts',
  'sst.config.ts',
];

/** What a route says of such a platform's limit (Next.js, Vercel). */
export const managedRouteTexts: TextConvention = ['export const maxDuration'];

/** Files by which it says that it also runs as a process of its own, which nothing ends. */
export const ownProcessFiles: readonly string[] = ['Dockerfile', 'docker-compose.yml', 'compose.yml', 'compose.yaml'];
