import { wrapped } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import { projectOf } from '../../project/package.js';
import type { SharedClient } from '../../settings.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/clients.js';
import { exportOf, libraryNameOf } from '../names/construction.js';
import { escapeRegExp, wholeName } from '../names/conventions.js';
import { exportedNames } from '../names/exported.js';
import { isTest } from '../runs/test-files.js';
import type { SummarizedFile } from '../summaries/file.js';

/** Files that are followed from the linted one upwards; more means that nothing is known. */
const MAX_FILES = 200;

/** A client that a module of the project constructs once and exports. */
export interface ProjectClient {
  readonly shared: SharedClient;
  readonly file: SummarizedFile;
  readonly variable: Variable;
  readonly construction: Construction;
}

/**
 * The client that other files of the package share already and that was constructed by the same library; `isEqual` says
 * whether its arguments are those of the client in question. `null` where there is none, or more than one. Only modules
 * that others import already: to import one that starts a program would start it.
 */
export function sharedInProject(
  linted: FileLifecycle,
  wanted: Construction,
  isEqual: (other: Construction, file: SummarizedFile) => boolean,
): ProjectClient | null {
  const { catalog, cwd } = linted;
  const { id } = wanted;
  const paths = catalog?.importersOfPackage(wanted.specifier);
  if (!catalog || !paths) return null;
  const found = paths.flatMap((path): ProjectClient[] => {
    const isBeside = packageFolder(path, cwd) === packageFolder(catalog.file, cwd);
    if (path === catalog.file || !isBeside || isTest({ cwd }, path)) return [];
    const file = catalog.read(path);
    if (!file) return [];
    return [...file.clients.constructions.values()].flatMap((construction) => {
      if (construction.id !== id || !isEqual(construction, file)) return [];
      if (libraryNameOf(construction) !== libraryNameOf(wanted)) return [];
      if (exportOf(file, construction) !== exportOf(linted, wanted)) return [];
      const variable = file.moduleConstant(wrapped(construction.node));
      if (!variable) return [];
      const name = exportedNames(file, variable).find((each) => /^[\w$]+$/.test(each) && each !== 'default');
      return name === undefined
        ? []
        : [{ shared: { construct: id, module: path, export: name }, file, variable, construction }];
    });
  });
  const [only] = found;
  return only && found.length === 1 && mayBeImported(catalog, only, cwd) ? only : null;
}

/** Whether a further file may import the module of a client, and nothing that imports it closes the client. */
function mayBeImported(
  catalog: NonNullable<FileLifecycle['catalog']>,
  { shared: { export: name }, file: { path }, construction }: ProjectClient,
  cwd: string,
): boolean {
  const importers = catalog.importersOf(path);
  const users = importers?.filter((importer) => !isTest({ cwd }, importer.path));
  if (!users || users.length === 0 || leadsTo(catalog, path)) return false;
  const methods = construction.construct.close.map(({ method }) => escapeRegExp(method));
  const closes = new RegExp(`${wholeName(name)}\\s*[!?]?\\.\\s*(?:${methods.join('|')})(?![\\w$])`);
  return methods.length === 0 || !users.some((user) => closes.test(catalog.textOf(user.path) ?? ''));
}

/** Whether a module imports the linted file, itself or through others, so that the two would import each other. */
function leadsTo(catalog: NonNullable<FileLifecycle['catalog']>, module: string): boolean {
  return catalog.findUser(MAX_FILES, (path) => (path === module ? 'found' : 'further')) !== false;
}

function packageFolder(path: string, cwd: string): string | undefined {
  return projectOf(path, cwd)?.folders.at(-1);
}
