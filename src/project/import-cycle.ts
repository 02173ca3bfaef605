import { projectOf } from './package.js';
import { relativeSource } from './source-files.js';
import { specifiersIn } from './specifiers.js';
import type { ProjectFiles } from './store.js';

/**
 * Files to look at before the answer is "perhaps"; larger graphs are rare and reading them would cost time in an
 * editor.
 */
const MAX_FILES = 300;

/**
 * Whether the relative imports of a file lead back to it, so that another module may call its functions before it is
 * evaluated. Imports of types alone are gone by then. `true` also where the graph is too large to be sure; a file that
 * does not exist has no cycle.
 */
export function importsLeadBackTo(text: string, filename: string, cwd: string): boolean {
  const project = projectOf(filename, cwd);
  if (!project) return false;
  const { file: start, files } = project;
  const seen = new Set<string>();
  const pending = resolveAll(files, specifiersIn(text), start);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (file === start) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    if (seen.size > MAX_FILES) return true;
    pending.push(...resolveAll(files, files.derive(file, specifiersIn) ?? [], file));
  }
  return false;
}

function resolveAll(files: ProjectFiles, specifiers: readonly string[], from: string): string[] {
  return specifiers.flatMap((specifier) => relativeSource(files, from, specifier) ?? []);
}
