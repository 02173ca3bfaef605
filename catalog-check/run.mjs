// npm run catalog-check: checks the built catalog against the packages it describes, under the Node.js of the package
// `node`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

// Not `npm ci`, which refuses a lock that lacks an optional package of another platform.
if (!existsSync(here('node_modules/.package-lock.json')))
  must(npm, [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--legacy-peer-deps',
    '--force',
    '--loglevel=error',
  ]);
// Its script fetches the binary for this machine.
if (!existsSync(here('node_modules/node/bin/node')))
  spawnSync(npm, ['rebuild', 'node', '--loglevel=error'], { cwd: here('.'), stdio: 'inherit' });
const node = existsSync(here('node_modules/node/bin/node')) ? here('node_modules/node/bin/node') : process.execPath;
process.exitCode = spawnSync(node, [here('check.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;

/**
 * @param {string} command
 * @param {string[]} args
 */
function must(command, args) {
  const { status } = spawnSync(command, args, { cwd: here('.'), stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
