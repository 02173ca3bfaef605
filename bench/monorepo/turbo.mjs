// The same runs as Turborepo makes them: each package by itself, with results that it keeps. turbo is installed for this
// alone, because nothing else needs it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Seconds of wall clock time of runs of `turbo run lint` in a folder; `null` where turbo cannot be installed.
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
    return null;
  }
  symlinkSync(join(tools, 'node_modules/turbo'), join(folder, 'node_modules/turbo'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n.turbo\n');
  const run = () => {
    const start = performance.now();
    execFileSync(process.execPath, [join(tools, 'node_modules/turbo/bin/turbo'), 'run', 'lint', '--output-logs=none'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
        PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      },
    });
    return (performance.now() - start) / 1_000;
  };
  try {
    const cold = run();
    const warm = run();
    change.service();
    const service = run();
    change.shared();
    return { cold, warm, service, shared: run() };
  } finally {
    rmSync(tools, { recursive: true, force: true });
  }
}
