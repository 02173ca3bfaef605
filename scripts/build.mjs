// Compiles src to dist. Published are the types of the entry point and what they name: the others would name packages
// that users need not have. With --only-js nothing is checked and no types are written, in a third of the time.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import './optional-fields.mjs';
import { ruleOptions } from './rule-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const isOnlyJs = process.argv.includes('--only-js');
const faster = isOnlyJs ? ['--noCheck', '--declaration', 'false'] : [];
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...faster], { cwd: root, stdio: 'inherit' });
if (isOnlyJs) process.exit();

/** @type {{ default: { rules: Record<string, import('eslint').Rule.RuleModule> } }} */
const { default: plugin } = await import(new URL('../dist/index.js', import.meta.url).href);
writeFileSync(join(dist, 'rules/index.d.ts'), await ruleOptions(plugin.rules));

const entry = join(dist, 'index.d.ts');
// TypeScript before 5.6 cannot read a name in quotes.
writeFileSync(entry, readFileSync(entry, 'utf8').replace(", plugin as 'module.exports'", ''));

const published = new Set([entry]);
for (const file of published) {
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/\bfrom '([^']+)'/g)) {
    if (specifier.startsWith('.')) published.add(join(dirname(file), specifier.replace(/\.js$/, '.d.ts')));
    else if (specifier !== 'eslint') throw new Error(`The published types in ${file} name ${specifier}.`);
  }
}
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.d.ts') && !published.has(join(dist, file))) rmSync(join(dist, file));
}
