// examples/monorepo: clean as it is; a package is judged with those it depends on, and those that depend on it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/monorepo', import.meta.url));
const SHARED = [
  { construct: 'undici#Pool', origin: 'https://stock.example.com', module: '@acme/clients', export: 'stock' },
];

describe('examples/monorepo', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'client-lifecycle-monorepo-'));
    cpSync(EXAMPLE, folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Reports as `path rule`, of a run that starts in a folder of the repository, as task runners do. */
  async function lint(from = '.', fix = false): Promise<string[]> {
    const cwd = join(folder, from);
    const eslint = new ESLint({
      cwd,
      fix,
      overrideConfigFile: true,
      overrideConfig: [
        { ...plugin.configs.recommended, plugins: { 'client-lifecycle': plugin } },
        { settings: { 'client-lifecycle': { sharedClients: SHARED } } },
      ],
    });
    const results = await eslint.lintFiles(['.']);
    if (fix) await ESLint.outputFixes(results);
    return results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, message }) => `${filePath.slice(cwd.length + 1)} ${ruleId ?? message}`),
    );
  }

  it.each(['.', 'packages/clients', 'services/orders', 'services/mail'])('is clean from %s', async (from) => {
    expect(await lint(from)).toEqual([]);
  });

  it('reports clients in the shared package when no service closes them any more', async () => {
    for (const service of ['orders', 'mail']) {
      const file = join(folder, `services/${service}/src/main.js`);
      const text = readFileSync(file, 'utf8').replace('() => closeClients()', '');
      writeFileSync(file, text.replace(/closeClients, |import \{ closeClients \}.*\n/, ''));
    }
    const report = 'src/index.js client-lifecycle/require-client-close';
    expect(await lint('packages/clients')).toEqual([report, report]);
  });

  it('replaces a client per call with that of the shared package', async () => {
    const file = join(folder, 'services/orders/src/stock.js');
    writeFileSync(
      file,
      `import { Pool } from 'undici';

export async function available(article) {
  const pool = new Pool('https://stock.example.com');
  const { body } = await pool.request({ path: \`/articles/\${article}\`, method: 'GET' });
  return body.json();
}
`,
    );
    expect(await lint('services/orders', true)).toEqual([]);
    expect(readFileSync(file, 'utf8')).toContain(`import { stock } from '@acme/clients';`);
  });
});
