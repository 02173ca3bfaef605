import type { Framework } from '../framework-types.js';

/** Route handlers, server actions, loaders and middleware run per request; no hook runs at shutdown. */
export const next = {
  name: 'next',
  modules: ['next', 'next/*'],
  ambient: true,
  source: [
    'next@16.4.6 dist/server/instrumentation/types.d.ts:14',
    'next@16.4.6 dist/docs/01-app/02-guides/self-hosting.md:281',
  ],
  exports: [
    {
      names: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
      runs: 'many',
      why: 'for every request, in the route handler {name}()',
    },
    {
      names: ['getServerSideProps', 'getInitialProps', 'generateMetadata'],
      runs: 'many',
      why: 'for every request, in {name}()',
    },
    { names: ['*'], directive: 'use server', runs: 'many', why: 'for every call to the server action {name}()' },
  ],
  place: 'In Next.js: keep it in a module of its own, as `globalThis.client ??= ...`, and import it.',
} satisfies Framework;
