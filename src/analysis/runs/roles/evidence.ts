import type { FileView } from '../../../ast/file-view.js';
import type { Project } from '../../../project/package.js';
import type { Imports } from './imports.js';

/** What the role of a file is judged by. */
export interface Evidence {
  readonly file: FileView;
  readonly imports: Imports;
  /** The path of the file in its project, with forward slashes: the folders above a project say nothing. */
  readonly path: string;
  /** `null` where the file is not on disk. */
  readonly project: Project | null;
}

/** The path in the file's own package, or in its project where it has none. */
export function packagePath({ project, path }: Evidence): string {
  return project && project.path !== '' ? project.path : path;
}
