import { foldersUpTo, paths, uniformPath } from './paths.js';
import { sourceFileAt } from './source-files.js';
import { processStore, ProjectFiles, type ProjectStore } from './store.js';

/** Names under which ESLint looks for its configuration. */
const CONFIG_FILES = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `eslint.config.${end}`);

/** A source file that the settings name. */
export type NamedFile =
  | { readonly kind: 'file'; readonly path: string }
  /** An alias or a package, which only the module system resolves. */
  | { readonly kind: 'specifier' }
  /** A path, with no file there from any folder that it may start at. */
  | { readonly kind: 'missing' };

/**
 * The source file that a path in the settings means: from the folder of the configuration that is nearest to the linted
 * file and has it, since tools like turbo and lint-staged change the working directory; then from the working directory
 * and the folders above it. A path may be absolute (`import.meta.dirname`), or the address of a file.
 */
export function namedFile(path: string, filename: string, cwd: string): NamedFile {
  const address = /^file:\/\//.test(path) ? filePath(path) : path;
  const isPath = paths.isAbsolute(address) || /^\.{1,2}\//.test(address);
  const store = processStore();
  const starts = paths.isAbsolute(address) ? ['/'] : startsOf(store, filename, cwd);
  for (const folder of starts) {
    const target = uniformPath(paths.resolve(folder, address));
    const found = sourceFileAt(new ProjectFiles(paths.dirname(target), store), target);
    if (found !== null) return { kind: 'file', path: found };
  }
  return { kind: isPath ? 'missing' : 'specifier' };
}

/** The path of an address such as `file:///C:/repo/clients.ts`, or `file://server/share/clients.ts` of a network. */
function filePath(address: string): string {
  const { host, pathname } = new URL(address);
  const path = decodeURIComponent(pathname);
  return host === '' ? path.replace(/^\/(?=[A-Za-z]:)/, '') : `//${host}${path}`;
}

function startsOf(store: ProjectStore, filename: string, cwd: string): string[] {
  if (!paths.isAbsolute(cwd)) return [];
  const outwards = (folder: string): string[] => {
    const all = foldersUpTo(folder, paths.resolve(folder, '/'));
    const checkout = all.findIndex((each) => store.exists(paths.resolve(each, '.git')));
    return checkout < 0 ? all : all.slice(0, checkout + 1);
  };
  const ofFile = paths.isAbsolute(filename) ? outwards(paths.dirname(filename)) : [];
  const configured = ofFile.filter((folder) => {
    const names = store.names(folder);
    return CONFIG_FILES.some((name) => names.has(name));
  });
  return [...new Set([...configured, ...outwards(cwd)])];
}

/** The text of a file that the settings name; `null` where it cannot be read. */
export function sourceText(file: string): string | null {
  return processStore().text(file);
}
