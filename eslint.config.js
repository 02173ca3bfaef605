import js from '@eslint/js';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import clientLifecycle from 'eslint-plugin-client-lifecycle';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { layers } from './eslint.layers.js';

export default defineConfig(
  // The site and mutation testing have packages of their own, which an install of the repository does not bring.
  globalIgnores(['**/dist', 'coverage', 'examples', 'site', 'bench/mutation']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    name: 'typescript',
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Node kinds are compared as strings: the enum exists only in a package that users need not have.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // The trees and scopes of other parsers lack what typescript-eslint's types promise.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'off',
      // `NonNullable<unknown>` is the way to say "anything but null and undefined".
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `const { own, ...rest } = value` is how a member is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    name: 'sources',
    files: ['src/**/*.ts'],
    extends: [eslintPlugin.configs.recommended],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-len': ['error', 120],
      // createRule adds the address.
      'eslint-plugin/require-meta-docs-url': 'off',
    },
  },
  ...layers,
  {
    name: 'scripts',
    files: ['scripts/**/*.mjs', 'catalog-check/*.mjs', 'bench/**/*.mjs', 'tests/**/*.mjs'],
    languageOptions: {
      globals: {
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { 'max-lines': ['error', { max: 400 }] },
  },
  {
    name: 'the plugin itself',
    files: ['src/**/*.ts', 'scripts/**/*.mjs'],
    plugins: { 'client-lifecycle': clientLifecycle },
    extends: ['client-lifecycle/strict'],
  },
);
