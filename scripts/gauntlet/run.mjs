// npm run gauntlet [-- PART] [--print]: fixes a program for every construct, acquisition and request of the catalog
// and proves what the fixes write; with the packages of `catalog-check` installed their types and strict lint rules
// judge it as well.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fix, PRESETS } from './fix.mjs';
import { programsOf } from './programs.mjs';
import { judge } from './types.mjs';

const built = (/** @type {string} */ path) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { catalog } = await built('catalog/index.js');
const { default: plugin } = await built('index.js');

/** Changes that are judged in one program of TypeScript. */
const BATCH = 200;

process.env['CLIENT_LIFECYCLE_DEBUG'] = '1';
const part = process.argv.slice(2).find((arg) => !arg.startsWith('--')) ?? '';
const shown = process.argv.includes('--print');
const cwd = fileURLToPath(new URL('../../catalog-check', import.meta.url));

const counts = { programs: 0, reported: 0, fixed: 0, typed: 0 };
/** @type {Map<string, { preset: string, name: string, before: string, after: string }>} */
const changed = new Map();
/** @type {Map<string, string[]>} */
const failures = new Map();
for (const program of programsOf(catalog)) {
  if (!`${program.name}.${program.extension}`.includes(part)) continue;
  counts.programs++;
  for (const preset of PRESETS) {
    const filename = `${cwd}/gauntlet/program-${counts.programs}-${preset}.${program.extension}`;
    const { output, rules, problems } = fix(plugin, preset, program, { cwd, filename });
    const name = `${program.name} (${program.extension}, ${preset})`;
    if (rules.length > 0) counts.reported++;
    if (output !== program.code) {
      counts.fixed++;
      if (program.extension === 'ts') changed.set(filename, { preset, name, before: program.code, after: output });
    }
    if (problems.length > 0) failures.set(name, problems);
    if (shown || problems.length > 0) console.log(`== ${name}: ${rules.join(', ')} ${problems.join('; ')}\n${output}`);
  }
}
if (existsSync(`${cwd}/node_modules`)) {
  for (const batch of batches(changed))
    for (const { name, problem, text } of judge(batch)) {
      failures.set(name, [...(failures.get(name) ?? []), problem]);
      console.log(`== ${name}: ${problem}\n${text}`);
    }
  counts.typed = changed.size;
} else console.log('catalog-check is not installed: types are not checked.');
for (const [name, problems] of failures) console.log(`FAIL ${name}: ${problems.join('; ')}`);
console.log(
  `${counts.programs} programs, ${counts.reported} reported and ${counts.fixed} fixed under ${PRESETS.join(' and ')}, ${counts.typed} of these with types; ${failures.size} wrong`,
);
process.exitCode = failures.size > 0 ? 1 : 0;

/**
 * So many changes at a time that the types of their libraries fit into memory.
 * @template T
 * @param {ReadonlyMap<string, T>} changes
 * @returns {Map<string, T>[]}
 */
function batches(changes) {
  const entries = [...changes];
  return Array.from(
    { length: Math.ceil(entries.length / BATCH) },
    (_, index) => new Map(entries.slice(index * BATCH, (index + 1) * BATCH)),
  );
}
