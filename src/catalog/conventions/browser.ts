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

/** Types of what users do with a page (UI Events, HTML Living Standard); code for crawlers has elements, not these. */
export const browserEventTypes: readonly string[] = [
  ...['ClipboardEvent', 'DragEvent', 'DataTransfer', 'KeyboardEvent', 'MouseEvent', 'PointerEvent', 'TouchEvent'],
];

/**
 * What only the service worker of a page says (Service Workers, W3C); workers of a platform handle `fetch` as well, but
 * neither wait to be installed nor have pages.
 */
export const serviceWorkerCode: TextConvention = [
  'skipWaiting(',
  'self.clients',
  'clients.claim(',
  'self.registration',
  "self.addEventListener('notificationclick",
];

/**
 * What requests say of the cookies of their own page. `include` stands in code for servers as well, where it does
 * nothing; `same-origin` is the default, which only somebody with a page in mind writes.
 */
export const pageRequests: TextConvention = ["credentials: 'same-origin'", 'credentials: "same-origin"'];

/** Options of requests that show somebody how far an upload or download is: of axios, in code of a user interface. */
export const shownProgress: TextConvention = ['onUploadProgress', 'onDownloadProgress'];

/** What only code for Node.js says. */
export const nodeCode: TextConvention = ['process.on', 'process.exit', 'process.argv'];

/** Globals of the web platform that packages of Node.js implement as well (node-fetch, ws, eventsource). */
export const standardGlobals: readonly string[] = ['fetch', 'WebSocket', 'EventSource'];

/** Methods of Puppeteer, Playwright and Selenium whose function runs in a page that the program drives. */
export const pageMethods: readonly string[] = [
  ...['evaluate', 'evaluateHandle', 'evaluateAll', 'evaluateOnNewDocument', '$eval', '$$eval', 'waitForFunction'],
  ...['addInitScript', 'executeScript', 'executeAsyncScript'],
];

/** Modules of programs with a window of their own on a user's machine. */
export const desktopModules: ModuleConvention = ['electron', 'electron/**', '@electron/**', '@tauri-apps/**'];
