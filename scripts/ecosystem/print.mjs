// Writes what a run over packages found.

/** @typedef {import('./worker.mjs').PackageReport} PackageReport */
/**
 * @typedef {object} Outcome
 * @property {PackageReport[]} reports
 * @property {{ file: string, error: string }[]} crashes
 * @property {string[]} failures Packages that could not be fetched, with the reason.
 * @property {number} packages
 * @property {number} files
 * @property {number} unparsable Files that do not parse in any way.
 */

/**
 * Reports by rule and package as `package@version/path:line  message`, then crashes, then counts.
 * @param {Outcome} outcome
 * @returns {string}
 */
export function format({ reports, crashes, failures, packages, files, unparsable }) {
  const sorted = reports.toSorted(
    (a, b) => compare(a.rule, b.rule) || compare(a.id, b.id) || compare(a.path, b.path) || a.line - b.line,
  );
  const byRule = [...new Set(sorted.map(({ rule }) => rule))].map(
    (rule) => /** @type {const} */ ([rule, sorted.filter((report) => report.rule === rule)]),
  );
  const lines = byRule.flatMap(([rule, found]) => [
    rule,
    ...found.map(({ id, path, line, message }) => `  ${id}/${path}:${line}  ${message}`),
    '',
  ]);
  lines.push(
    ...crashes.flatMap(({ file, error }) => [`CRASH ${file}`, error, '']),
    ...failures.map((failure) => `NOT LINTED ${failure}`),
  );
  const counts = byRule.map(
    ([rule, found]) => `${found.length} ${rule} in ${new Set(found.map(({ id }) => id)).size} packages`,
  );
  lines.push(
    `${packages} packages, ${files} files (${unparsable} not parsable), ${crashes.length} crashes: ${counts.join(', ') || 'no reports'}`,
  );
  return lines.join('\n');
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
