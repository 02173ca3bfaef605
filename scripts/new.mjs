// npm run new -- library|framework|rule NAME
// Writes the files that a new library, framework or rule needs, and lists it in its index. Never overwrites.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { library } from './new/library.mjs';
import { framework } from './new/framework.mjs';
import { rule } from './new/rule.mjs';

/**
 * What a kind of new thing needs: whole files, and changes of files that are there.
 * @typedef {{ files: Record<string, string>, changes: Record<string, (text: string) => string>, next: string[] }} Plan
 */

/** @type {Record<string, (name: string) => Plan>} */
const KINDS = { library, framework, rule };
const USAGE = `usage: npm run new -- ${Object.keys(KINDS).join('|')} NAME`;

/**
 * Carries a plan out below a folder.
 * @param {string} root
 * @param {string | undefined} kind
 * @param {string | undefined} name
 * @returns {string} what was written and what is left to do
 */
export function create(root, kind, name) {
  const plan = kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!plan || name === undefined) throw new Error(USAGE);
  if (!/^(?:@[a-z\d-]+\/)?[a-z][a-z\d.-]*$/.test(name)) {
    throw new Error(`'${name}' is no name for a ${String(kind)}: write it in lower case with dashes, as on npm.`);
  }
  const { files, changes, next } = plan(name);
  const there = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (there.length > 0) throw new Error(`${there.join(', ')} exists already: nothing was written.`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const [path, change] of Object.entries(changes)) {
    const before = readFileSync(join(root, path), 'utf8');
    writeFileSync(join(root, path), change(before));
  }
  return [
    ...Object.keys(files).map((path) => `wrote    ${path}`),
    ...Object.keys(changes).map((path) => `changed  ${path}`),
    '',
    ...next.map((step, index) => `${String(index + 1)}. ${step}`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    console.log(create(root, process.argv[2], process.argv[3]));
    console.log(`\nThen: npx prettier --write ${relative(process.cwd(), join(root, 'src')) || 'src'} && npm test`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
