import type { PathConvention } from './types.js';

/** Code that is read rather than run; `versioned_docs` is Docusaurus'. */
export const examplePaths: PathConvention = {
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

/** Features of a program that are called like documentation. */
export const documentationFeatures: PathConvention = { folders: ['src/**/docs', 'lib/**/docs'] };
