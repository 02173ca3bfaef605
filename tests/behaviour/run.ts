import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';

/** What a program did in a process of its own. */
export interface Outcome {
  readonly output: string;
  /** Whether it ended by itself within the time. */
  readonly ended: boolean;
}

// Below the project, so that the program finds the libraries that the project has installed.
const scratch = fileURLToPath(new URL('../../node_modules/.cache/client-lifecycle/behaviour', import.meta.url));

/** Runs a program in a process of its own with the server's URL as its argument; one that does not end is killed after `ms`. */
export async function run(program: string, url: string, ms = 6_000): Promise<Outcome> {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'run-'));
  const file = join(folder, 'program.mjs');
  writeFileSync(file, program);
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, [file, url], { timeout: ms, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
        resolve({ output: stdout.trim() + (stderr.includes('Unhandled') || stderr.includes('Error:') ? ` | ${stderr.trim().slice(0, 300)}` : ''), ended: error?.killed !== true });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program after `eslint --fix` with a config of the plugin. */
export function fixed(program: string, config: 'recommended' | 'migrate' = 'recommended'): string {
  const linter = new Linter();
  const configs = [{ ...plugin.configs[config], files: ['**/*.mjs'], plugins: { 'client-lifecycle': plugin } }];
  const { output } = linter.verifyAndFix(program, configs, { filename: 'program.mjs' });
  return output;
}
