/**
 * A package name as a file name: `@acme/db` becomes `acme-db`.
 * @param {string} name
 */
export const fileName = (name) => name.replace(/^@/, '').replaceAll(/[/.]/g, '-');

/**
 * A package name as a variable: `@acme/db` becomes `acmeDb`.
 * @param {string} name
 */
export const variableName = (name) =>
  fileName(name).replaceAll(/-+(.)/g, (_, /** @type {string} */ letter) => letter.toUpperCase());

/**
 * A text with a line put in front of the first line that matches, or an error that says what is missing.
 * @param {string} text
 * @param {RegExp} anchor with the flag `m`
 * @param {string} line
 */
export function insertBefore(text, anchor, line) {
  if (!anchor.test(text)) throw new Error(`found no place for '${line.trim()}': nothing matches ${String(anchor)}`);
  return text.replace(anchor, (found) => `${line}\n${found}`);
}
