import { pageLoaders, serverDirectives } from '../../../catalog/conventions/next-files.js';
import { nodeOnlyModules } from '../../../catalog/conventions/node-modules.js';
import { testPaths } from '../../../catalog/conventions/tests.js';
import { importersOf } from '../../../project/importers.js';
import { relativePath } from '../../../project/package.js';
import { specifiersIn } from '../../../project/specifiers.js';
import type { ProjectFiles } from '../../../project/store.js';
import { modulePattern, pathPattern, textPattern } from '../../names/conventions.js';
import { importsForBrowsers } from './browser.js';
import type { Evidence } from './evidence.js';
import { hasInterface } from './packages.js';

/** Files between one and the code that decides what it runs as; nothing is known where there are more. */
const MAX_FILES = 40;

const NODE_MODULE = modulePattern(nodeOnlyModules);
const SERVER_PART = textPattern([...pageLoaders, ...serverDirectives.map((directive) => `'${directive}'`)]);
const TEST_FILE = pathPattern(testPaths);
/** The directive, behind nothing but comments. */
const USE_CLIENT = /^\uFEFF?(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:'use client'|"use client")/;

type Use = 'browser' | 'server' | null;

/**
 * Whether every file that imports one runs in browsers, directly or through others: the half of an application with a
 * user interface that its components call. Tests say nothing, and neither does a file that nothing imports.
 */
export function isUsedByBrowserCode({ project, imports }: Evidence): boolean {
  if (!project || !hasInterface(project) || imports.values.some((source) => NODE_MODULE.test(source))) return false;
  const { files, file } = project;
  const seen = new Set([file]);
  for (const current of seen) {
    if (seen.size > MAX_FILES) return false;
    const users = importersOf(files, current)?.filter(({ path }) => !isTest(files, path)) ?? [];
    if (users.length === 0) return false;
    for (const { path } of users) {
      const use = files.derive(path, useIn);
      if (use === 'server') return false;
      if (use === null) seen.add(path);
    }
  }
  return true;
}

function isTest(files: ProjectFiles, path: string): boolean {
  return TEST_FILE.test(relativePath(path, files.root));
}

/** Where the code of a text shows that it runs. */
function useIn(text: string): Use {
  // A page may load its data on the server with what it imports for that.
  if (SERVER_PART.test(text)) return 'server';
  if (USE_CLIENT.test(text)) return 'browser';
  const specifiers = specifiersIn(text);
  if (specifiers.some((source) => NODE_MODULE.test(source))) return 'server';
  return importsForBrowsers(specifiers, text) ? 'browser' : null;
}
