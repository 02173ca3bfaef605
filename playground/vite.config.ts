import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { examples, newestVersions, ruleFacts } from './gallery.js';
import manifest from '../package.json' with { type: 'json' };

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const NOTHING = here('browser/nothing.ts');

/** Modules that are computed from the repository when the page is built. */
function computed(): Plugin {
  const modules: Readonly<Record<string, () => unknown>> = {
    'virtual:examples': examples,
    'virtual:rules': ruleFacts,
    'virtual:versions': newestVersions,
    'virtual:links': () => ({
      home: manifest.homepage.replace(/#.*/, ''),
      docs: `${manifest.homepage.replace(/#.*/, '')}/tree/main/docs`,
    }),
  };
  return {
    name: 'client-lifecycle:computed',
    resolveId: (id) => (id in modules ? `\0${id}` : null),
    load: (id) => {
      const make = modules[id.slice(1)];
      return id.startsWith('\0') && make ? `export default ${JSON.stringify(make())};` : null;
    },
  };
}

/**
 * What ESLint and TypeScript import of Node.js. Paths are only taken apart; what asks for a disk is never called, and
 * the plugin itself asks for modules of Node.js only where there is one.
 */
const nodeModules = [
  { find: /^(?:node:)?path$/, replacement: here('browser/path.ts') },
  {
    find: /^(?:node:)?(?:assert|crypto|fs|fs\/promises|inspector|module|os|perf_hooks|tty|url|util|worker_threads)$/,
    replacement: NOTHING,
  },
  // typescript-eslint looks for tsconfig files with these, which a single file without types never asks for.
  { find: /^(?:fast-glob|tinyglobby|source-map-support)$/, replacement: NOTHING },
];

export default defineConfig({
  root: here('.'),
  // Works below any path, and next to the pages of the site.
  base: './',
  resolve: {
    alias: [{ find: 'eslint-plugin-client-lifecycle', replacement: here('../src/index.ts') }, ...nodeModules],
  },
  define: { 'process.env': '({})', 'process.argv': '[]', 'process.platform': '"browser"' },
  plugins: [computed()],
  worker: { format: 'es', plugins: () => [computed()] },
  build: {
    target: 'es2022',
    // They have light-dark(), whose replacement would not follow the button.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    emptyOutDir: true,
    chunkSizeWarningLimit: 5_000,
  },
});
