import {
  configOptions,
  outputFolders,
  runners,
  runnerWrappers,
  startScripts,
} from '../../../catalog/conventions/scripts.js';
import { bundlerCommands } from '../../../catalog/conventions/packages.js';
import type { Manifest } from '../../../project/manifest.js';
import { namePattern } from '../../names/conventions.js';

const START_SCRIPT = namePattern(startScripts);
const RUNNERS = new Set(runners);
const WRAPPERS = new Set(runnerWrappers);

/** What the scripts of a package.json do with a file. */
export type FileUse =
  /** It is run, as the program itself. */
  | 'start'
  /** It is run to do some work and end. */
  | 'run'
  /** A command-line tool loads it. */
  | 'config';

/**
 * What scripts of a package.json do with the file at a path, which is relative to that package; `null` where none names
 * it. Starting it outweighs the rest.
 */
export function useInScripts(scripts: ReadonlyMap<string, string>, path: string): FileUse | null {
  let found: FileUse | null = null;
  for (const [name, line] of scripts) {
    for (const words of commandsIn(line)) {
      const at = words.findIndex((word) => isPath(word, path));
      if (at < 0) continue;
      const runs = RUNNERS.has(words[0] ?? '');
      if (runs && START_SCRIPT.test(name.replaceAll(/\W/g, '_'))) return 'start';
      if (configOptions.includes(words[at - 1] ?? '')) found ??= 'config';
      else if (runs) found = 'run';
    }
  }
  return found;
}

/** The commands of a line of a shell that run a file as a program of its own, each as words. */
export function programsIn(line: string): string[][] {
  return commandsIn(line).filter(([first = '']) => RUNNERS.has(first));
}

/**
 * Whether a package's scripts start it as a program of Node.js; scripts below `scripts/` only start its tools, and
 * `dev` of a command-line tool starts a command.
 */
export function startsOnNode(manifest: Pick<Manifest, 'scripts' | 'commands'>): boolean {
  return startsOf(manifest).length > 0;
}

/** The files that a package's scripts start as programs of Node.js; `null` where a command names none. */
export function startedFiles(manifest: Pick<Manifest, 'scripts' | 'commands'>): readonly string[] | null {
  const started = startsOf(manifest).map(
    (words) => words.find((word) => /^[\w./-]+\.[cm]?[jt]sx?$/.test(word)) ?? null,
  );
  return started.includes(null) ? null : started.filter((file) => file !== null);
}

/** The commands, as words, that start a package as a program of Node.js. */
function startsOf({ scripts, commands }: Pick<Manifest, 'scripts' | 'commands'>): string[][] {
  return [...scripts].flatMap(([name, line]) =>
    START_SCRIPT.test(name.replaceAll(/\W/g, '_'))
      ? commandsIn(line).filter(
          (words) =>
            RUNNERS.has(words[0] ?? '') &&
            !words.some(
              (word) =>
                /(?:^|\/)(?:scripts|node_modules|config)\//.test(word) ||
                commands.some((command) => isPath(word, command) || isPath(`${command}.js`, word.replace(/^\.\//, ''))),
            ),
        )
      : [],
  );
}

/** Whether a package is started by a bundler for browsers: by `start`, or by `dev` where it has no other. */
export function startsBundler({ scripts }: Pick<Manifest, 'scripts'>): boolean {
  const line = scripts.get('start') ?? scripts.get('dev') ?? '';
  return commandsIn(line).some(([program, command]) =>
    bundlerCommands.some((known) => known === program || known === `${program ?? ''} ${command ?? ''}`),
  );
}

/** The commands of a line of a shell, each as words, without assignments and wrappers before the program. */
function commandsIn(line: string): string[][] {
  return line.split(/&&?|\|\|?|;/).map((command) => {
    const words = command
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll(/^["']|["']$/g, ''));
    const first = words.findIndex((word) => !WRAPPERS.has(word) && !/^\w+=/.test(word) && !word.startsWith('-'));
    return first < 0 ? [] : words.slice(first);
  });
}

/** Whether a word of a command means a file, as source or as what it is compiled to. */
export function isPath(word: string, path: string): boolean {
  const command = word.replace(/^\.\//, '').replace(EXTENSION, '');
  const source = path.replace(EXTENSION, '');
  if (command === '' || !(EXTENSION.test(word) || word.includes('/'))) return false;
  if (command === source) return true;
  const [folder = '', ...rest] = command.split('/');
  // Compilers leave `src/` out, or keep it: `dist/index.js` and `dist/src/index.js` are both made of `src/index.ts`.
  const compiled = rest[0] === 'src' ? rest : ['src', ...rest];
  return outputFolders.includes(folder) && source === compiled.join('/');
}

const EXTENSION = /\.[cm]?[jt]sx?$/;
