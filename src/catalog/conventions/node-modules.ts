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
