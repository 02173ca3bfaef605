import { projectRoot } from './root.js';
import { paths } from './paths.js';
import { sourceFileAt } from './source-files.js';
import { processStore, ProjectFiles } from './store.js';

/** The source file of the project that a path means, relative to a folder in it; `null` where there is none. */
export function sourceFile(path: string, cwd: string): string | null {
  if (!paths.isAbsolute(cwd)) return null;
  return sourceFileAt(filesOf(cwd), paths.resolve(cwd, path));
}

/** The text of a file of the project of `cwd`; `null` where it may not be read or is not there. */
export function sourceText(file: string, cwd: string): string | null {
  return filesOf(cwd).text(file) || null;
}

function filesOf(cwd: string): ProjectFiles {
  const store = processStore();
  return new ProjectFiles(projectRoot(store, cwd), store);
}
