import type { Linter as ESLintLinter } from 'eslint';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { pathPattern } from '../analysis/names/conventions.js';
import { FileView } from '../ast/file-view.js';
import { testPaths } from '../catalog/conventions/tests.js';
import type { Manifest } from '../project/manifest.js';
import { PAGES } from '../create-rule.js';
import { foldersUpTo, paths, relativePath } from '../project/paths.js';
import { manifestIn, projectRoot, workspaceGlobs } from '../project/root.js';
import { isSkipped, isSource } from '../project/source-files.js';
import { processStore, ProjectFiles, type ProjectStore } from '../project/store.js';
import type { ParsingLinter, Reader } from './clients.js';
import { HANDLES_END, OWNERS, type Owner } from './owners.js';
import { PLAIN, type Style } from './texts.js';

/** What `init` knows of the project in a folder. */
export interface Look {
  readonly folder: string;
  /** All that is read of it. */
  readonly disk: ProjectFiles;
  readonly manager: string;
  readonly owner: Owner;
  /** Texts of its sources by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The folder for new modules, relative to the project: `src/` where there is one. */
  readonly sources: string;
  readonly style: Style;
  /** A source that handles the end of the program already. */
  readonly endsIn: string | null;
  /** The configuration of ESLint: the nearest from the project outwards, as ESLint looks for it. */
  readonly config: { readonly path: string; readonly name: string; readonly text: string } | null;
  /** The configuration of ESLint in the form before 9, which no version reads beside the present one. */
  readonly formerConfig: string | null;
  readonly reader: Reader;
  /** The package that brings a parser for TypeScript, of those that can be found from the project. */
  readonly parserPackage: string | null;
}

const ROOT = 'this is the root of a workspace: run it in the package of the service, or name its folder with --cwd';
const TEST = pathPattern(testPaths);
const MANAGERS = { 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn', 'bun.lock': 'bun', 'bun.lockb': 'bun' };
const CONFIGS = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `eslint.config.${end}`);

/** Looks at a project. @throws Error, for the user to read, where it is none that `init` can help. */
export async function lookAt(folder: string, framework: string | null): Promise<Look> {
  const store = processStore();
  store.begin();
  const disk = new ProjectFiles(folder, store);
  const top = disk.names(folder);
  if (!top.has('package.json'))
    throw new Error(`there is no package.json in ${folder}: run it in the folder of a package`);
  const manifest = manifestIn(disk, folder);
  const files = sourcesOf(disk);
  const isRoot = workspaceGlobs(disk, folder).length > 0;
  if (isRoot && files.size === 0) throw new Error(ROOT);
  const owner = ownerOf(top, manifest, files, framework, isRoot);
  const names = [...files.keys()].map((path) => relativePath(path, folder));
  const typed = top.has('tsconfig.json') && names.some((path) => /\.[mc]?tsx?$/.test(path));
  const refused = owner.unsupported ?? (typed ? undefined : owner.untyped);
  if (refused !== undefined) throw new Error(`${owner.name}: ${refused}. See ${PAGES}/frameworks.md`);
  const isModule = [...files].some(
    ([path, text]) => /\.[mc]?[jt]sx?$/.test(path) && /^\s*(?:import|export)\s/m.test(text),
  );
  return {
    folder,
    disk,
    manager: Object.entries(MANAGERS).find(([lock]) => top.has(lock))?.[1] ?? 'npm',
    owner,
    files,
    sources: names.some((path) => path.startsWith('src/')) ? 'src/' : '',
    style: {
      typed,
      commonjs: !isModule && !typed,
      specifierEnd: specifierEnd(files, typed, isModule, '.js') ?? '',
      layout: PLAIN,
    },
    endsIn: names.find((path) => HANDLES_END.test(files.get(paths.resolve(folder, path)) ?? '')) ?? null,
    config: configOf(store, folder),
    formerConfig: formerConfigOf(store, folder),
    ...(await readerOf(folder, manifest)),
  };
}

function configOf(store: ProjectStore, folder: string): Look['config'] {
  for (const each of foldersUpTo(folder, projectRoot(store, folder))) {
    const names = store.names(each);
    const name = CONFIGS.find((config) => names.has(config));
    if (name !== undefined)
      return { path: paths.resolve(each, name), name, text: store.text(paths.resolve(each, name)) ?? '' };
  }
  return null;
}

/** How messages name the configuration in the form before ESLint 9. */
function formerConfigOf(store: ProjectStore, folder: string): string | null {
  for (const each of foldersUpTo(folder, projectRoot(store, folder))) {
    const name = [...store.names(each)].find((own) => /^\.eslintrc(?:\.(?:[cm]?js|ya?ml|json))?$/.test(own));
    if (name !== undefined) return name;
    const isInManifest = /"eslintConfig"\s*:/.test(store.text(paths.resolve(each, 'package.json')) ?? '');
    if (isInManifest) return 'eslintConfig of package.json';
  }
  return null;
}

/** The sources of the package; packages below it are others. */
function sourcesOf(disk: ProjectFiles): Map<string, string> {
  const found = new Map<string, string>();
  const pending = [disk.root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (folder !== disk.root && manifestIn(disk, folder).name !== null) continue;
    for (const name of disk.names(folder)) {
      if (isSkipped(name)) continue;
      const path = paths.resolve(folder, name);
      if (!disk.isFile(path)) pending.push(path);
      else if (isSource(path) && !TEST.test(relativePath(path, disk.root)) && !/(?:^|\.)config\.[mc]?[jt]s$/.test(name))
        found.set(path, disk.text(path));
    }
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}

function ownerOf(
  top: ReadonlySet<string>,
  { dependencies }: Manifest,
  files: ReadonlyMap<string, string>,
  framework: string | null,
  isRoot: boolean,
): Owner {
  const named = OWNERS.filter(({ name }) => name === framework);
  if (framework !== null && named.length === 0)
    throw new Error(`--framework is one of ${[...new Set(OWNERS.map(({ name }) => name))].join(', ')}`);
  const candidates = framework === null ? OWNERS : named;
  const owner =
    candidates.find(
      ({ packages, files: own = [] }) =>
        packages.some((name) => dependencies.has(name)) || own.some((name) => top.has(name)),
    ) ??
    candidates.find(
      ({ name, packages }) =>
        (packages.length === 0 || framework === name) &&
        [...files.values()].some((text) => /\bcreateServer\b/.test(text) || framework === name),
    );
  if (!owner && isRoot) throw new Error(ROOT);
  if (!owner)
    throw new Error(
      `no framework that init supports was found: name one with --framework, or see ${PAGES}/shared-client.md`,
    );
  return owner;
}

/** How relative imports end: as those that the project has, else as Node.js and TypeScript want it. */
export function specifierEnd(
  files: ReadonlyMap<string, string>,
  typed: boolean,
  isModule: boolean,
  otherwise: string | null,
): string | null {
  const ends = [...files.values()].flatMap((text) =>
    [...text.matchAll(/(?:from|require\()\s*['"]\.{1,2}\/[^'"]*?(\.[mc]?[jt]sx?)?['"]/g)].map(([, end = '']) => end),
  );
  const [first] = ends;
  if (first !== undefined) return first.replace('tsx', 'ts').replace('jsx', 'js');
  return isModule || typed ? otherwise : otherwise && '';
}

async function readerOf(folder: string, { dependencies }: Manifest): Promise<Pick<Look, 'reader' | 'parserPackage'>> {
  const require = createRequire(pathToFileURL(paths.resolve(folder, 'package.json')));
  const load = async (name: string): Promise<unknown> => {
    try {
      const module = (await import(pathToFileURL(require.resolve(name)).href)) as { default?: unknown };
      return module.default ?? module;
    } catch {
      return null;
    }
  };
  const { Linter } = ((await load('eslint')) ?? (await import('eslint'))) as {
    Linter: new (options: { cwd: string }) => ParsingLinter;
  };
  const whole = (await load('typescript-eslint')) as { parser?: ESLintLinter.Parser } | null;
  const alone = (await load('@typescript-eslint/parser')) as ESLintLinter.Parser | null;
  const parser = whole?.parser ?? alone;
  // What another package brings can be loaded here, but the project must not import it.
  const isAlone = alone !== null && (whole === null || dependencies.has('@typescript-eslint/parser'));
  const configs: ESLintLinter.Config[] = [
    { ignores: ['!**/node_modules/**'] },
    { files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'], languageOptions: { sourceType: 'module' } },
    { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
    ...(parser ? [{ files: ['**/*.{ts,mts,cts,tsx}'], languageOptions: { parser } }] : []),
  ];
  const parserPackage = isAlone ? '@typescript-eslint/parser' : parser && 'typescript-eslint';
  return { reader: { linter: new Linter({ cwd: folder }), configs }, parserPackage };
}

/** The tree of a source; `null` where it cannot be parsed. */
export function parsed({ linter, configs }: Reader, path: string, text: string): FileView | null {
  linter.verify(text, [...configs], { filename: path });
  const source = linter.getSourceCode();
  return source?.text === text ? new FileView(source) : null;
}
