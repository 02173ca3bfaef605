import { paths } from '../../project/paths.js';
import { namedFile, sourceText, type NamedFile } from '../../project/shared-file.js';
import type { KeyedHelper, SharedClient } from '../../settings.js';
import type { FileLifecycle } from '../lifecycle.js';
import { wholeName } from '../names/conventions.js';

const EXTENSION = /\.[cm]?[jt]sx?$/;

/** The file of a shared client, or of the function that finds one, where its module is a path. */
export function sharedFile({ module }: KeyedHelper, filename: string, cwd: string): NamedFile {
  return namedFile(module, filename, cwd);
}

/**
 * How a linted file imports a shared client's module: the alias, or a relative path with an extension like those of its
 * other imports, or else of the imports of that module elsewhere.
 */
export function specifierOf(view: FileLifecycle, file: string | null, { module }: KeyedHelper): string | null {
  const { filename } = view;
  if (file === null) return module;
  if (!paths.isAbsolute(filename)) return null;
  const path = paths.relative(paths.dirname(filename), file).split(paths.sep).join('/');
  const dotted = path.startsWith('.') ? path : `./${path}`;
  return dotted.replace(EXTENSION, (extension) => extensionFor(view, file, extension));
}

/**
 * What stands for an extension in specifiers: as the file's relative imports have it; where it has none, as other files
 * of its kind import the module; else Node.js's own rules.
 */
function extensionFor(file: FileLifecycle, module: string, extension: string): string {
  const own = [...file.text.matchAll(/(?:from|import|require\s*\()\s*['"](\.{1,2}\/[^'"]*)['"]/g)].map(
    ([, specifier = '']) => specifier,
  );
  const specifiers = own.length > 0 ? own : importsElsewhere(file, module);
  const sample = specifiers.map((specifier) => EXTENSION.exec(specifier)?.[0]).find((end) => end !== undefined);
  if (sample !== undefined) return /t/.test(sample) ? extension : extension.replace('ts', 'js').replace('jsx', 'js');
  const isModule = /^\s*(?:import|export)\b/m.test(file.text);
  const written = extension.replace('ts', 'js').replace('jsx', 'js');
  // No resolver adds `.mjs` or `.cjs`.
  return (specifiers.length > 0 || !isModule) && !/[cm]/.test(extension) ? '' : written;
}

/** The relative specifiers by which other files with the extension of a file import a module. */
function importsElsewhere({ catalog, filename }: FileLifecycle, module: string): string[] {
  const kind = EXTENSION.exec(filename)?.[0];
  return (catalog?.importersOf(module) ?? [])
    .filter(({ path }) => path !== filename && EXTENSION.exec(path)?.[0] === kind)
    .flatMap(({ specifiers }) => specifiers.filter((specifier) => specifier.startsWith('.')));
}

/** How a module constructs a shared client, as text. */
export interface SharedConstruction {
  /** What it calls, without what it is a member of: `Pool` of `new pg.Pool()`. */
  readonly callee: string;
  readonly args: string;
}

/** How a shared client's module constructs it; `null` where that cannot be found. */
export function sharedConstruction(file: string | null, shared: SharedClient): SharedConstruction | null {
  const name = shared.field ?? shared.export;
  const text = file === null ? null : sourceText(file);
  if (text === null) return null;
  const declaration = name === 'default' ? String.raw`export\s+default\s+` : String.raw`${wholeName(name)}[^=;]*=\s*`;
  const construction = new RegExp(String.raw`${declaration}(?:new\s+)?(?:[\w$]+\.)*([\w$]+)\(`).exec(text);
  if (!construction) return null;
  const start = construction.index + construction[0].length;
  let depth = 1;
  for (let end = start; end < text.length; end++) {
    if (/[([{]/.test(text[end] ?? '')) depth++;
    else if (/[)\]}]/.test(text[end] ?? '') && --depth === 0)
      return { callee: construction[1] ?? '', args: text.slice(start, end) };
  }
  return null;
}
