import type { ModuleConvention } from './types.js';

/**
 * Modules of Node.js that no bundler replaces by something for browsers; `node:` before a name always means Node.js.
 */
export const nodeOnlyModules: ModuleConvention = [
  'node:**',
  'async_hooks',
  'child_process',
  'cluster',
  'dgram',
  'diagnostics_channel',
  'dns',
  'dns/promises',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'inspector',
  'module',
  'net',
  'os',
  'perf_hooks',
  'readline',
  'readline/promises',
  'repl',
  'tls',
  'v8',
  'vm',
  'worker_threads',
  'zlib',
  // Programs that drive a browser run outside of it.
  ...[
    'puppeteer',
    'puppeteer-core',
    'puppeteer-extra',
    'puppeteer-cluster',
    'playwright',
    'playwright-*',
    'selenium-webdriver',
  ],
];

/** Modules of Node.js whose names tell, without `node:` in front, how a file writes such names. */
export const plainNodeNames: readonly string[] = [
  ...[
    'assert',
    'buffer',
    'child_process',
    'crypto',
    'events',
    'fs',
    'fs/promises',
    'http',
    'https',
    'net',
    'os',
    'path',
  ],
  ...['querystring', 'readline', 'stream', 'stream/promises', 'timers/promises', 'tls', 'url', 'util', 'zlib'],
];
