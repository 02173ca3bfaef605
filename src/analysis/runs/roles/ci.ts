import { ciCommands } from '../../../project/ci.js';
import { importersOf } from '../../../project/importers.js';
import { relativePath, type Project } from '../../../project/package.js';
import { paths } from '../../../project/paths.js';
import type { ProjectFiles } from '../../../project/store.js';
import { isPath, programsIn } from './command-lines.js';
import type { Evidence } from './evidence.js';

/** Whether a workflow of the repository's CI service runs a file, or whatever imports it is run so. */
export function isRunByCi({ project }: Evidence): boolean {
  if (!project) return false;
  if (isNamedByCi(project, project.file)) return true;
  const importers = importersOf(project.files, project.file) ?? [];
  return importers.length > 0 && importers.every(({ path }) => isNamedByCi(project, path));
}

function isNamedByCi({ files }: Project, file: string): boolean {
  return programsOf(files).some(({ words, folder }) => {
    // A folder that is not there is one that the workflow checks the repository out to.
    const at = paths.resolve(files.root, folder);
    const path = relativePath(file, files.names(at).size > 0 ? at : files.root);
    return words.some((word) => isPath(word, path));
  });
}

/** The programs that workflows run, and the folders they run in; taken apart once for all files. */
function programsOf(files: ProjectFiles): readonly { readonly words: readonly string[]; readonly folder: string }[] {
  return files.store.remembered(programsOf, files.root, () =>
    ciCommands(files).flatMap(({ line, folder }) => programsIn(line).map((words) => ({ words, folder }))),
  );
}
