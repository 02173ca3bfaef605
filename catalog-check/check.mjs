// Checks every entry of the catalog against the installed packages and prints a line for each package.
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { catalog } from '../dist/catalog/index.js';
import { checkDefaults } from './defaults.mjs';
import { load, packageText } from './packages.mjs';
import { reasons } from './reasons.mjs';

/** @type {{ dependencies: Record<string, string> }} */
const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const [only] = process.argv.slice(2);

let failed = 0;
let facts = 0;
const covered = new Set();
/** The aliases of each package: its newest version and older majors. */
const groups = Map.groupBy(Object.keys(dependencies), (alias) => alias.replace(/--.*$/, ''));
for (const [name, aliases] of groups) {
  if (only !== undefined && name !== only) continue;
  const libraries = catalog.libraries.filter(
    (library) =>
      !library.builtin && library.modules.some((module) => packageOf(module) === name || matches(module, name)),
  );
  if (libraries.length === 0) continue;
  for (const library of libraries) covered.add(library);
  /** @type {Map<string, string[]>} */
  const lacking = new Map();
  for (const alias of aliases) {
    /** @type {string[]} */
    const problems = [];
    for (const library of libraries) await checkLibrary(library, alias, name, problems);
    problems.push(...(await checkDefaults(alias)));
    for (const problem of problems)
      (lacking.get(problem) ?? lacking.set(problem, []).get(problem))?.push(packageText(alias).version);
  }
  // What only some majors lack is what the range of the entry allows for.
  const failures = [...lacking].filter(([, versions]) => versions.length === aliases.length);
  console.log(
    `${failures.length === 0 ? 'pass' : 'FAIL'}  ${name} ${aliases.map((alias) => packageText(alias).version).join(', ')}`,
  );
  for (const [problem, versions] of lacking)
    console.log(versions.length === aliases.length ? `      ${problem}` : `      (${versions.join(', ')}: ${problem})`);
  if (failures.length > 0) failed += 1;
}
if (only === undefined) {
  for (const library of catalog.libraries) {
    if (covered.has(library) || library.builtin || library.modules.length === 0) continue;
    console.log(`skip  ${library.name}: ${reasons[library.name] ?? 'NO REASON GIVEN'}`);
    if (!reasons[library.name]) failed += 1;
  }
}
console.log(`${covered.size} entries, ${facts} facts compared with ${groups.size} packages, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/**
 * @param {import('../dist/catalog/types.js').Library} library
 * @param {string} alias
 * @param {string} name
 * @param {string[]} problems
 */
async function checkLibrary(library, alias, name, problems) {
  const { text, version } = packageText(alias);
  const named = library.modules.some((module) => module === name || matches(module, name));
  const modules = library.modules.filter((module) => !module.includes('*') && packageOf(module) === name);
  const loaded = await Promise.all(
    (modules.length > 0 ? modules : named ? [name] : []).map((module) => load(alias, module.slice(name.length))),
  );
  const usable = loaded.filter((module) => module !== null);
  if (!holdsFor(library.versions, version)) return;
  for (const construct of library.constructs) {
    if (!holdsFor(construct.versions ?? library.versions, version)) continue;
    const id = `${library.name}#${construct.export}`;
    facts += 1 + construct.close.length + (construct.acquires?.length ?? 0) + (construct.derives?.length ?? 0);
    const value = usable.map((module) => memberAt(module, construct.export)).find((found) => found !== undefined);
    // The services of a family export only their own clients; some modules load nowhere but in a browser or a bundle.
    if (
      value === undefined &&
      !library.modules.some((module) => module.includes('*')) &&
      usable.length > 0 &&
      !optional(construct, library)
    )
      problems.push(`${id}: no such export`);
    const prototype = typeof value === 'function' && construct.create !== 'call' ? value.prototype : undefined;
    for (const { method, on } of construct.close) {
      if (on === 'module' || (prototype && method in prototype)) continue;
      if (!mentions(text, method) && !isReplaced(construct, method))
        problems.push(`${id}: no close method ${method}()`);
    }
    if (prototype && (Symbol.dispose in prototype || Symbol.asyncDispose in prototype) && construct.owns === 'agent')
      console.log(`note  ${id} has a dispose symbol`);
    const options = [
      ...(construct.timeouts ?? []).flatMap(({ option }) => option),
      ...(construct.limits ?? []).map(({ option }) => option),
      ...(construct.retries?.option ? [construct.retries.option] : []),
    ];
    facts += options.length;
    for (const option of options)
      if (!mentions(text, option)) problems.push(`${id}: nothing mentions the option ${option}`);
    for (const { method, release } of construct.acquires ?? []) {
      if (!mentions(text, method)) problems.push(`${id}: no method ${method}()`);
      if (!release.some((one) => one.method === '' || mentions(text, one.method)))
        problems.push(`${id}: nothing releases what ${method}() gives`);
    }
    for (const { method } of construct.derives ?? [])
      if (!mentions(text, method)) problems.push(`${id}: no method ${method}()`);
  }
  for (const { export: name } of [...(library.passes ?? []), ...(library.globalSetters ?? [])]) {
    facts += 1;
    if (usable.length > 0 && usable.every((module) => typeof memberAt(module, name) !== 'function'))
      problems.push(`${library.name}: no function ${name}()`);
  }
  for (const request of library.requests ?? []) {
    facts += 1 + (request.timeouts?.length ?? 0);
    if (
      usable.length > 0 &&
      library.modules.length === 1 &&
      usable.every((module) => typeof memberAt(module, request.export) !== 'function')
    )
      problems.push(`${library.name}: no function ${request.export}()`);
    for (const { option, effect } of request.timeouts ?? [])
      for (const path of option)
        if (effect !== 'ignored' && path !== 'signal' && !mentions(text, path))
          problems.push(`${library.name}: nothing mentions the option ${path}`);
  }
}

/**
 * Exports that only some of the covered majors, or only one of several modules, have.
 * @param {import('../dist/catalog/types.js').Construct} construct
 * @param {import('../dist/catalog/types.js').Library} library
 */
function optional(construct, library) {
  return (
    construct.versions !== undefined ||
    library.modules.length > 1 ||
    library.constructs.filter((other) => other.create === construct.create && other.owns === construct.owns).length > 1
  );
}

/**
 * A close method of an older or newer major, beside one that the installed one has.
 * @param {import('../dist/catalog/types.js').Construct} construct
 * @param {string} method
 */
function isReplaced(construct, method) {
  return construct.close.findIndex((close) => close.method === method) > 0;
}

/**
 * Whether the last part of a path occurs as a word; agents hand their options to Node.js's own.
 * @param {string} text
 * @param {string} path
 */
function mentions(text, path) {
  const name = path.split('.').at(-1) ?? path;
  if (name in new Agent()) return true;
  return new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
}

/**
 * @param {Record<string, unknown>} module
 * @param {string} path
 */
function memberAt(module, path) {
  const parts = path.split('.');
  if (path.includes('*')) return Object.entries(module).find(([key]) => matches(path, key))?.[1];
  for (const root of [
    module,
    module['default'],
    /** @type {Record<string, unknown> | undefined} */ (module['default'])?.['default'],
  ]) {
    let value = /** @type {any} */ (root);
    for (const part of parts)
      value = part === 'default' && !(value && typeof value === 'object' && 'default' in value) ? value : value?.[part];
    if (value !== undefined && value !== module) return value;
  }
  return undefined;
}

/**
 * @param {string} glob
 * @param {string} name
 */
function matches(glob, name) {
  return (
    glob.includes('*') &&
    !glob.includes('**') &&
    new RegExp(
      `^${glob
        .split('*')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
        .join('[^/]+')}$`,
    ).test(name)
  );
}

/** @param {string} specifier */
function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Whether a version lies in a range of the catalog's writing (`>=6 <9`, `<3`, `*`).
 * @param {string} range
 * @param {string} version
 */
function holdsFor(range, version) {
  const number = ([major = 0, minor = 0]) => major * 10_000 + minor;
  const has = number(version.split('.').map(Number));
  return range.split(/\s+/).every((part) => {
    const [, operator, bound] = /^(>=|<)([\d.]+)$/.exec(part) ?? [];
    if (bound === undefined) return true;
    const limit = number(bound.split('.').map(Number));
    return operator === '<' ? has < limit : has >= limit;
  });
}
