import js from '@eslint/js';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import clientLifecycle from 'eslint-plugin-client-lifecycle';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Which folders of src each folder may import from; the design's layers. */
const LAYERS = {
  configs: ['create-rule'],
  rules: ['analysis', 'fix', 'ast', 'create-rule', 'settings'],
  analysis: ['flow', 'catalog', 'ast', 'settings'],
  fix: ['ast'],
  flow: [],
  ast: [],
  catalog: [],
  settings: ['catalog'],
};
const ALL = [...Object.keys(LAYERS), 'create-rule', 'index'];

const layers = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layers/${layer}`,
  files: [`src/${layer}/**/*.ts`, `src/${layer}.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(?:\\.\\./)+(?:${ALL.filter((other) => other !== layer && !allowed.includes(other)).join('|')})(?:/|\\.js$)`,
            message: `src/${layer} may only import from: ${[layer, ...allowed].join(', ')}.`,
          },
          { regex: '^@typescript-eslint/', allowTypeImports: true, message: 'Users need not have it: import types only.' },
        ],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores(['dist', 'node_modules', 'coverage', 'examples']),
  js.configs.recommended,
  tseslint.configs.strict,
  {
    name: 'sources',
    files: ['src/**/*.ts'],
    extends: [eslintPlugin.configs.recommended],
    rules: { 'max-lines': ['error', { max: 400 }], 'eslint-plugin/require-meta-docs-url': 'off' },
  },
  ...layers,
  { name: 'scripts', files: ['scripts/**/*.mjs'], languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly', setTimeout: 'readonly' } } },
  {
    name: 'the plugin itself',
    files: ['src/**/*.ts', 'scripts/**/*.mjs'],
    plugins: { 'client-lifecycle': clientLifecycle },
    extends: ['client-lifecycle/strict'],
  },
);
