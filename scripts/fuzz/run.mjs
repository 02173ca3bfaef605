// npm run fuzz [-- FOLDER...]: all rules with their fixes over sources that nobody wrote for them, under three parsers.
// Without folders: the parser tests of test262, Node's own library and the packages that are installed here.
// No exception, no fix that breaks the syntax or is not done after ten passes, no file that takes a second.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './check.mjs';

process.env['CLIENT_LIFECYCLE_DEBUG'] = '1';
const root = fileURLToPath(new URL('../..', import.meta.url));
const KINDS = new Set(['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx']);
/** Larger ones are bundles, whose time the benchmarks measure. */
const MAX_BYTES = 1_000_000;

/**
 * @param {string} folder
 * @returns {Generator<string>}
 */
function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') yield* filesBelow(path);
    else if (
      entry.isFile() &&
      KINDS.has(extname(path)) &&
      !/\.d\.[mc]?ts$/.test(path) &&
      statSync(path).size <= MAX_BYTES
    )
      yield path;
  }
}

/** @returns {Generator<{ name: string, text: string }>} */
function* sources() {
  const folders = process.argv.slice(2);
  for (const folder of folders.length > 0
    ? folders
    : ['test262-parser-tests', 'undici', 'pg', 'axios', 'got', 'mysql2'].map((name) =>
        join(root, 'node_modules', name),
      ))
    for (const path of filesBelow(resolve(folder)))
      yield { name: relative(process.cwd(), path), text: readFileSync(path, 'utf8') };
  if (folders.length > 0) return;
  const natives = /** @type {{ binding(name: 'natives'): Record<string, unknown> }} */ (
    /** @type {unknown} */ (process)
  ).binding('natives');
  // One entry is an object: how Node.js was configured.
  for (const [name, text] of Object.entries(natives))
    if (typeof text === 'string') yield { name: `node/${name}.js`, text };
}

const counts = { files: 0, linted: 0, reports: 0, fixed: 0 };
let problems = 0;
for (const { name, text } of sources()) {
  counts.files++;
  const result = check(name, text);
  counts.linted += result.parsers;
  counts.reports += result.reports;
  counts.fixed += result.fixed;
  for (const problem of result.problems) {
    problems++;
    console.log(`${name}: ${problem}`);
  }
}
console.log(
  `${counts.files} files, linted ${counts.linted} times; ${counts.reports} reports, ${counts.fixed} files fixed; ${problems} problems`,
);
process.exitCode = problems > 0 ? 1 : 0;
