import { testPaths } from '../../catalog/conventions/tests.js';
import { relativePath } from '../../project/paths.js';
import { pathPattern } from '../names/conventions.js';

const TEST_FILE = pathPattern(testPaths);

/** Whether a path is that of a test, which opens and closes things of its own and says nothing of the program. */
export function isTest({ cwd }: { readonly cwd: string }, path: string): boolean {
  return TEST_FILE.test(relativePath(path, cwd));
}
