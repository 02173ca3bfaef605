#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { relativePath } from '../project/paths.js';
import { planFor, type Plan } from './plan.js';
import { lookAt } from './project.js';

const USAGE = `Usage: eslint-plugin-client-lifecycle init [--dry-run] [--yes] [--framework NAME] [--cwd FOLDER]

Writes a module of shared clients, a shutdown that closes them, and the settings with which "eslint --fix" uses them.
  --dry-run     show the plan and write nothing
  --yes         write without asking
  --framework   fastify, nest, hono, express, koa, http, bullmq or lambda, if it is not detected
  --cwd         the folder of the service; by default the current one
Exit codes: 0 done, or nothing to do; 2 wrong usage, or a project that it cannot help;
3 something is left to do by hand.
`;

const NO_CLIENT = 'no client is left that could move to a shared module.';

/** Runs the command; its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      yes: { type: 'boolean', short: 'y' },
      framework: { type: 'string' },
      cwd: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  if (positionals.length !== 1 || positionals[0] !== 'init') {
    console.error(USAGE);
    return 2;
  }
  const folder = resolve(values.cwd ?? '.');
  const plan = planFor(await lookAt(folder, values.framework ?? null));
  show(plan, folder);
  if (plan.writes.length === 0) return plan.byHand.length > 0 ? 3 : 0;
  if (values['dry-run'] === true) return 0;
  if (values.yes !== true && process.stdin.isTTY && !(await isWanted())) return 0;
  for (const { path, text, isNew } of plan.writes) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: isNew ? 'wx' : 'w' });
  }
  console.log('Written. Next: npx eslint --fix . and read the diff.');
  return plan.byHand.length > 0 ? 3 : 0;
}

function show({ writes, byHand }: Plan, folder: string): void {
  if (writes.length === 0)
    console.log(byHand.length === 0 ? `Nothing to do: ${NO_CLIENT}` : `Nothing to write: ${NO_CLIENT}`);
  for (const { path, text, isNew, why } of writes) {
    console.log(`${isNew ? 'new   ' : 'change'} ${relativePath(path, folder)}: ${why}`);
    console.log((isNew ? text : added(path, text)).replace(/^(?=.)/gm, isNew ? '    ' : '    + '));
  }
  if (byHand.length > 0) console.log(['Left to do by hand:', ...byHand.map((step) => `  - ${step}`)].join('\n'));
}

/** The lines that a text has more than the file. */
function added(path: string, text: string): string {
  const own = new Set(readFileSync(path, 'utf8').split('\n'));
  const lines = text.split('\n').filter((line) => !own.has(line));
  return `${lines.join('\n')}\n`;
}

async function isWanted(): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y/i.test(await prompt.question('Write this? (y/N) '));
  } finally {
    prompt.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
