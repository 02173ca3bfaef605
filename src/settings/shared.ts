import type { Library } from '../catalog/types.js';
import { expected, type Path } from './errors.js';
import { assertShape, matching, object, scalar, type Shape } from './shape.js';

/** Where a project keeps a client that it shares. */
export interface SharedClient {
  /** Id of the construct it replaces: `undici#Agent`. */
  readonly construct: string;
  /** Only for clients of this origin. */
  readonly origin?: string;
  /** Import specifier, or a path: absolute, or from the folder of the configuration that names it. */
  readonly module: string;
  readonly export: string;
  /** Where the export is a class that a container injects: the field of it that holds the client. */
  readonly field?: string;
}

/** An export of a module of the project. */
export type NamedExport = Pick<SharedClient, 'module' | 'export'>;

/** Where a project keeps the function that finds a client by its arguments. */
export type KeyedHelper = NamedExport;

/** Words that no import can bind. */
const KEYWORDS =
  'arguments|await|break|case|catch|class|const|continue|debugger|delete|do|else|enum|eval|export|extends|false|' +
  'finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|' +
  'return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield';

/** The name of an export that an import statement can name: `default` or an identifier. */
export const exportName: Shape<string> = matching(
  new RegExp(`^(?!(?:${KEYWORDS})$)[\\p{ID_Start}$_][\\p{ID_Continue}$]*$`, 'u'),
  "the name of an export that an import can bind, such as 'agent' or 'default'",
);

/** A module as it may stand between quotes; the address of a file has to be one. */
export const moduleName: Shape<string> = scalar(
  "an import specifier or a path with forward slashes, such as '#clients' or './src/clients.ts'",
  (value) => typeof value === 'string' && /^[^\p{Cc}\p{Cs}\u2028\u2029'"`\\]+$/u.test(value) && isReadable(value),
);

function isReadable(module: string): boolean {
  if (!module.startsWith('file:')) return true;
  try {
    return !decodeURIComponent(new URL(module).pathname).includes('\0');
  } catch {
    return false;
  }
}

export const namedExport: Shape<NamedExport> = object<NamedExport>({ module: moduleName, export: exportName }, {});

/**
 * Refuses an export that the options of a rule name and no import statement can.
 * @throws Error that names the option, the value and what is allowed.
 */
export function assertExport(value: NamedExport, rule: string, option: string): void {
  assertShape(namedExport, value, [`client-lifecycle/${rule}`, 1, option]);
}

/**
 * Refuses shared clients of constructs that nothing describes: their sites would never be found.
 * @throws Error that names the key, the value and what is allowed.
 */
export function assertConstructs(shared: readonly SharedClient[], libraries: readonly Library[], path: Path): void {
  for (const [index, { construct }] of shared.entries()) {
    const [name = '', exported = ''] = construct.split('#');
    const known = libraries.filter((library) => isCalled(library, name)).flatMap(({ constructs }) => constructs);
    if (known.some((each) => each.export === exported || isFamilyOf(each.export, exported))) continue;
    const allowed =
      known.length > 0
        ? `one of ${known.map((each) => `'${name}#${each.export}'`).join(', ')}`
        : "a construct of the catalog or of clients, such as 'undici#Agent'";
    throw expected([...path, index, 'construct'], construct, allowed);
  }
}

/** Whether a library goes by a name: `@aws-sdk/client-s3` is one of `@aws-sdk/client-*`. */
function isCalled(library: Library, name: string): boolean {
  return library.name === name || isFamilyOf(library.name, name);
}

/**
 * Refuses versions of packages that no fact depends on: a misspelt name would be ignored in silence.
 * @throws Error that names the key, the value and what is allowed.
 */
export function assertPackages(names: readonly string[], libraries: readonly Library[], path: Path): void {
  const known = new Set(libraries.flatMap(packagesOf));
  const patterns = [...known].filter((name) => /^[^*]+\*/.test(name));
  const isKnown = (name: string): boolean =>
    name === 'node' || known.has(name) || patterns.some((pattern) => matchesPackage(pattern, name));
  const wrong = names.find((name) => !isKnown(name));
  if (wrong === undefined) return;
  throw expected(path, wrong, "only packages of the catalog or of clients, or 'node', as its keys");
}

/** Whether a name with `*` stands for another one, among others. */
function isFamilyOf(pattern: string, name: string): boolean {
  return pattern.includes('*') && matchesPackage(pattern, name);
}

function matchesPackage(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  return name.startsWith(head) && name.endsWith(rest.at(-1) ?? '') && name.length >= pattern.length;
}

/** The packages that a library's facts speak of: `mysql2` for `mysql2/promise`. */
function packagesOf(library: Library): string[] {
  const timeouts = library.constructs.flatMap((construct) => construct.timeouts ?? []);
  const others = timeouts.flatMap(({ needsIn }) => (needsIn ?? []).flatMap(({ package: name }) => name ?? []));
  return [library.name, ...others, ...library.modules.map(packageOf)];
}

function packageOf(module: string): string {
  return module.split('/', module.startsWith('@') ? 2 : 1).join('/');
}
