import { testPaths } from '../../catalog/conventions/tests.js';
import { relativePath } from '../../project/paths.js';
import { pathPattern } from '../names/conventions.js';

const TEST_FILE = pathPattern(testPaths);
/** By folder and path: the same few files are asked about for many. */
const known = new Map<string, Map<string, boolean>>();

/** Whether a path is that of a test, which opens and closes things of its own and says nothing of the program. */
export function isTest({ cwd }: { readonly cwd: string }, path: string): boolean {
  const byPath = known.get(cwd) ?? new Map<string, boolean>();
  known.set(cwd, byPath);
  const answer = byPath.get(path) ?? TEST_FILE.test(relativePath(path, cwd));
  byPath.set(path, answer);
  return answer;
}
