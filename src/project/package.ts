import { NO_MANIFEST, type Manifest } from './manifest.js';
import { foldersUpTo, paths, relativePath } from './paths.js';
import { manifestIn, rootOf } from './root.js';
import { processStore, ProjectFiles } from './store.js';

export type { Manifest } from './manifest.js';
export { relativePath } from './paths.js';

/** What surrounds a file on disk. Files that exist nowhere (snippets, unsaved buffers) have no project. */
export interface Project {
  /** The file itself, absolute. */
  readonly file: string;
  /** Folders from the file's own to the one with the nearest package.json, innermost first. */
  readonly folders: readonly string[];
  /** The path of the file in that package, with forward slashes. */
  readonly path: string;
  readonly manifest: Manifest;
  /** All that may be read. */
  readonly files: ProjectFiles;
}

/** The project of a file; `null` where the file is not on disk. */
export function projectOf(filename: string, cwd: string): Project | null {
  if (!paths.isAbsolute(cwd) && !paths.isAbsolute(filename)) return null;
  const file = paths.resolve(cwd, filename);
  const store = processStore();
  if (!store.exists(file)) return null;
  const files = new ProjectFiles(rootOf(store, file, cwd), store);
  const folders = foldersUpTo(paths.dirname(file), files.root);
  const own = folders.findIndex((folder) => files.names(folder).has('package.json'));
  const top = folders[own];
  return top === undefined
    ? { file, folders: folders.slice(0, 1), path: '', manifest: NO_MANIFEST, files }
    : {
        file,
        folders: folders.slice(0, own + 1),
        path: relativePath(file, top),
        manifest: manifestIn(files, top),
        files,
      };
}
