// The same runs as Turborepo makes them: each package by itself, with results that it keeps. turbo is installed for this
// alone, because nothing else needs it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Prints the seconds of wall clock time that runs of `turbo run lint` take in a folder; `false` where turbo cannot be
 * installed.
 * @param {string} folder A workspace whose packages have a script `lint`.
 * @param {{ readonly service: () => void, readonly shared: () => void }} change Changes of one service, and of the package
 *   that all services use.
 */
export function turboRuns(folder, change) {
  const tools = mkdtempSync(join(tmpdir(), 'client-lifecycle-turbo-'));
  try {
    execFileSync('npm', ['install', '--prefix', tools, '--no-audit', '--no-fund', 'turbo@2'], { stdio: 'ignore' });
  } catch {
    rmSync(tools, { recursive: true, force: true });
    return false;
  }
  symlinkSync(join(tools, 'node_modules/turbo'), join(folder, 'node_modules/turbo'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n.turbo\n');
  const run = (/** @type {string} */ what) => {
    const start = performance.now();
    execFileSync(process.execPath, [join(tools, 'node_modules/turbo/bin/turbo'), 'run', 'lint', '--output-logs=none'], {
      cwd: folder,
      // Without a lock file it warns, and works.
      stdio: 'ignore',
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
        PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      },
    });
    const seconds = (performance.now() - start) / 1_000;
    console.log(`${seconds.toFixed(2).padStart(6)} s  ${what}`);
  };
  try {
    run('turbo, cold');
    run('turbo, warm');
    change.service();
    run('turbo, one service changed');
    change.shared();
    run('turbo, the shared package changed: every service again');
    return true;
  } finally {
    rmSync(tools, { recursive: true, force: true });
  }
}
