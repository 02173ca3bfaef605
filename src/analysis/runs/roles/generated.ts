import type { FileView } from '../../../ast/file-view.js';
import { emscriptenCode, generatedMarks } from '../../../catalog/conventions/generated.js';
import { outputFolders } from '../../../catalog/conventions/scripts.js';
import type { Project } from '../../../project/package.js';
import { paths } from '../../../project/paths.js';
import { textPattern, wordPattern } from '../../names/conventions.js';

const MARK = wordPattern(generatedMarks);
const EMSCRIPTEN = textPattern(emscriptenCode);
/** How bundlers introduce a module of another package: a line with its path (esbuild), or its key (webpack). */
const BUNDLED = /^(?:\/\/ (?:\.\.\/)*node_modules\/\S+|\/\*\*\*\/ ["'](?:\.\/)?(?:\.\.\/)*node_modules\/.*)$/m;
/** No one writes lines as long as this, on average: bundles and glue code around compiled modules. */
const LONG_LINES = 300;
const LONGEST_LINE = 2_000;

/** Whether a program wrote a file, so that nobody mends anything in it. */
export function isGenerated(file: FileView): boolean {
  const { text, lines } = file;
  if (text.length > lines.length * LONG_LINES && lines.some(({ length }) => length > LONGEST_LINE)) return true;
  if (EMSCRIPTEN.test(text) || BUNDLED.test(text)) return true;
  const [first] = file.ast.body;
  return file.ast.comments.some(
    (comment) => (!first || comment.range[1] <= first.range[0]) && MARK.test(comment.value),
  );
}

/**
 * Whether a file is what a compiler made of a source in TypeScript that lies in the same package: `dist/http.js`, or
 * `http.js` beside `http.ts`.
 */
export function isCompiled({ files, folders, path }: Project): boolean {
  const top = folders.at(-1);
  const whole = /^(.+)\.[cm]?js$/.exec(path)?.[1];
  if (top === undefined || whole === undefined) return false;
  const [folder = '', ...rest] = whole.split('/');
  const stem = rest.join('/');
  const sources = outputFolders.includes(folder) && stem !== '' ? [whole, `src/${stem}`, stem] : [whole];
  return ['ts', 'mts', 'cts', 'tsx'].some((extension) =>
    sources.some((source) => files.isFile(paths.resolve(top, `${source}.${extension}`))),
  );
}
