// npm run gauntlet:services -- FOLDER... : fixes whole repositories with `migrate`, in memory. What is written parses under
// all parsers, is left alone by a second run and keeps every comment; where a repository's own dependencies are installed
// (a node_modules beside its tsconfig.json), TypeScript says nothing new about it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fix } from './fix.mjs';
import { addedErrors } from './project-types.mjs';

const { default: plugin } = await import(new URL('../../dist/index.js', import.meta.url).href);

const SOURCE = /\.[cm]?[jt]sx?$/;
const LEFT_OUT = /^(?:node_modules|dist|build|coverage|vendor|\..*)$|\.(?:d\.[cm]?ts|min\.js)$/;

process.env['CLIENT_LIFECYCLE_DEBUG'] = '1';
const total = { files: 0, changed: 0, typed: 0, wrong: 0 };
for (const given of process.argv.slice(2)) {
  const folder = path.resolve(given);
  const counts = { files: 0, changed: 0, typed: 0, wrong: 0 };
  /** @type {Map<string, string>} */
  const changed = new Map();
  for (const file of sourcesOf(folder)) {
    counts.files++;
    const code = readFileSync(file, 'utf8');
    const extension = /** @type {'ts'} */ (path.extname(file).slice(1));
    const { output, problems } = fix(
      plugin,
      'migrate',
      { name: file, code, extension },
      { cwd: folder, filename: file, role: null },
    );
    if (output === code) {
      // A file that no parser reads, or that a rule throws on.
      for (const problem of problems.filter((each) => each.startsWith('throws'))) wrong(counts, file, problem);
      continue;
    }
    counts.changed++;
    changed.set(file, output);
    for (const problem of problems) wrong(counts, file, problem);
  }
  for (const config of configsOf(folder)) {
    const { files, errors } = addedErrors(config, changed);
    counts.typed += files;
    for (const { file, message } of errors) wrong(counts, file, `new type error: ${message}`);
  }
  console.log(`${path.basename(folder)}: ${words(counts)}`);
  for (const key of /** @type {(keyof typeof total)[]} */ (Object.keys(total))) total[key] += counts[key];
}
console.log(`all: ${words(total)}`);
process.exitCode = total.wrong > 0 ? 1 : 0;

/** @param {typeof total} counts */
function words({ files, changed, typed, wrong: bad }) {
  return `${files} files, ${changed} changed, ${typed} of these with their types, ${bad} wrong`;
}

/**
 * @param {typeof total} counts
 * @param {string} file
 * @param {string} problem
 */
function wrong(counts, file, problem) {
  counts.wrong++;
  console.log(`WRONG ${file}: ${problem}`);
}

/**
 * @param {string} folder
 * @returns {Generator<string>}
 */
function* sourcesOf(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (LEFT_OUT.test(entry.name)) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sourcesOf(full);
    else if (entry.isFile() && SOURCE.test(entry.name)) yield full;
  }
}

/**
 * The tsconfig.json files that have dependencies: beside them, or at the root of the repository.
 * @param {string} folder
 * @returns {string[]}
 */
function configsOf(folder) {
  const own = existsSync(path.join(folder, 'tsconfig.json')) && existsSync(path.join(folder, 'node_modules'));
  return own ? [path.join(folder, 'tsconfig.json')] : [];
}
