import type { ModuleConvention, TextConvention } from './types.js';

/** Modules that only make sense where there is a document. */
export const browserModules: ModuleConvention = [
  'react-dom',
  'react-dom/client',
  'react-router-dom',
  'vue',
  'svelte',
  'solid-js/web',
  'preact',
  '@angular/core',
  '@angular/core/**',
  '@angular/common',
  '@angular/common/**',
  '@angular/platform-browser',
  '@angular/platform-browser*',
  '@angular/platform-browser/**',
  '@tanstack/react-query',
  'swr',
  'jquery',
  'next/router',
];

/** Hooks of React and Next.js that only components use which run in the browser. */
export const clientHooks: TextConvention = [
  'useState(',
  'useState<',
  'useEffect(',
  'useLayoutEffect(',
  'useReducer(',
  'useRef(',
  'useRef<',
  'useRouter(',
  'usePathname(',
  'useSearchParams(',
];

/** Globals of the DOM (HTML Living Standard) and of browser extensions. */
export const browserGlobals: readonly string[] = [
  'document',
  'window',
  'localStorage',
  'sessionStorage',
  'navigator',
  'location',
  'indexedDB',
  'customElements',
  'chrome',
];

/** What only code for Node.js says. */
export const nodeCode: TextConvention = ['process.on', 'process.exit', 'process.argv'];
