import type { PathConvention } from './types.js';

/** Code that is read rather than run; `versioned_docs` is Docusaurus'. */
export const examplePaths: PathConvention = {
  ignoreCase: true,
  folders: [
    'docs',
    'versioned_docs',
    'example',
    'examples',
    '*-example',
    '*-examples',
    'samples',
    'snippets',
    'cookbook',
  ],
  topFolders: ['demo', 'demos', 'sample', 'sample-*', '*-sample', '*-samples', 'example-*'],
  marks: ['example', 'snippet'],
  stems: ['*-example', '*-snippet'],
};

/** Where a repository keeps packages that others copy as the beginning of their own. */
export const templatePackagePaths: PathConvention = {
  topFolders: ['template', 'templates', 'starter', 'starters', 'boilerplates'],
};

/** Features of a program that are called like documentation. */
export const documentationFeatures: PathConvention = { folders: ['src/**/docs', 'lib/**/docs'] };
