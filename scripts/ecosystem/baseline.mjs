// Compares reports with those that the repository keeps, and counts what people said of them.

/** @typedef {import('./worker.mjs').PackageReport} PackageReport */
/**
 * Lines of the reports, by package, file and rule: packages are pinned, so that a line stays what it is.
 * @typedef {Record<string, Record<string, Record<string, number[]>>>} Baseline
 */
/**
 * What somebody who read a report says of it. `right`: true, and worth a change; `unwelcome`: true, but its author would
 * leave the code as it is; `wrong`: not true.
 * @typedef {{ verdict: 'right' | 'unwelcome' | 'wrong', why: string }} Verdict
 */
/** @typedef {Record<string, Verdict>} Verdicts By `package@version/path:line rule`. */
/** @typedef {{ id: string, path: string, rule: string, line: number }} Place */

/**
 * @param {readonly Place[]} reports
 * @param {Iterable<string>} [ids] What was linted: also those without a report are known.
 * @returns {Baseline}
 */
export function baselineOf(reports, ids = []) {
  const all = [...new Set([...ids, ...reports.map(({ id }) => id)])].sort();
  /** @type {Baseline} */
  const baseline = Object.fromEntries(all.map((id) => [id, {}]));
  const sorted = reports.toSorted((a, b) => compare(keyOf(a), keyOf(b)) || a.line - b.line);
  for (const { id, path, rule, line } of sorted) (((baseline[id] ??= {})[path] ??= {})[rule] ??= []).push(line);
  return baseline;
}

/** @param {Baseline} baseline @returns {Place[]} */
export function placesOf(baseline) {
  return Object.entries(baseline).flatMap(([id, files]) =>
    Object.entries(files).flatMap(([path, rules]) =>
      Object.entries(rules).flatMap(([rule, lines]) => lines.map((line) => ({ id, path, rule, line }))),
    ),
  );
}

/**
 * What one list of reports has and the other has not, each as often as it does.
 * @template {Place} T
 * @param {readonly T[]} these
 * @param {readonly Place[]} others
 * @returns {T[]}
 */
export function missingIn(these, others) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const other of others) counts.set(nameOf(other), (counts.get(nameOf(other)) ?? 0) + 1);
  return these.filter((each) => {
    const left = counts.get(nameOf(each)) ?? 0;
    counts.set(nameOf(each), left - 1);
    return left <= 0;
  });
}

/**
 * A report as verdicts name it.
 * @param {Place} place
 */
export function nameOf({ id, path, rule, line }) {
  return `${id}/${path}:${line} ${rule}`;
}

/**
 * How many of the reports that somebody has read are right and welcome: in all, and by rule.
 * @param {readonly Place[]} reports
 * @param {Verdicts} verdicts
 * @returns {string}
 */
export function shareOf(reports, verdicts) {
  const names = new Set(reports.map(nameOf));
  const read = Object.entries(verdicts).filter(([name]) => names.has(name));
  const rules = [...new Set(read.map(([name]) => ruleOf(name)))].sort();
  const lines = rules.map((rule) => `  ${rule}: ${countsOf(read.filter(([name]) => ruleOf(name) === rule))}`);
  return [`Read: ${countsOf(read)}`, ...lines].join('\n');
}

/** @param {(readonly [string, Verdict])[]} read */
function countsOf(read) {
  const of = (/** @type {Verdict['verdict']} */ wanted) => read.filter(([, { verdict }]) => verdict === wanted).length;
  const share = read.length === 0 ? 0 : Math.round((of('right') / read.length) * 1000) / 10;
  return `${of('right')} of ${read.length} right and welcome (${share} %), ${of('unwelcome')} unwelcome, ${of('wrong')} wrong`;
}

/** @param {string} name */
function ruleOf(name) {
  return name.slice(name.lastIndexOf(' ') + 1);
}

/** @param {Place} place */
function keyOf({ id, path, rule }) {
  return `${id}/${path} ${rule}`;
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
