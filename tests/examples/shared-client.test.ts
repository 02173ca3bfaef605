import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../bench/measure/postgres.mjs';
import { runProgram, scratch } from '../../bench/measure/process.mjs';
import { writeRunnable } from '../../bench/measure/runnable.mjs';
import { startServer, type CountingServer } from '../../bench/measure/server.mjs';
import { sharedClients } from '../../examples/shared-client/shared-clients.js';
import plugin from '../../src/index.js';

const example = fileURLToPath(new URL('../../examples/shared-client', import.meta.url));
const document = readFileSync(new URL('../../docs/shared-client.md', import.meta.url), 'utf8');
const names = readdirSync(join(example, 'src'));
const sources = Object.fromEntries(names.map((name) => [name, readFileSync(join(example, 'src', name), 'utf8')]));

function configs(): Linter.Config[] {
  return [{ ...plugin.configs.strict, plugins: { 'client-lifecycle': plugin }, settings: { 'client-lifecycle': { sharedClients, role: 'service' } } }, { files: ['**/*.ts'], languageOptions: { parser } }];
}

describe('the modules to copy', () => {
  it.each(names)('%s is what the document shows, if it shows it', (name) => {
    const shown = new RegExp(`\`${name}\`\n\n\`\`\`ts\n(.*?)\`\`\``, 's').exec(document)?.[1];
    if (name === 'limits.ts') expect(shown).toBeUndefined();
    else expect(shown).toBe(sources[name]);
  });

  it('has the settings that the document shows', () => {
    expect(document).toContain(readFileSync(join(example, 'shared-clients.js'), 'utf8'));
  });

  it.each(names)('%s has nothing that strict reports', (name) => {
    expect(new Linter({ cwd: example }).verify(sources[name] ?? '', configs(), { filename: join(example, 'src', name) })).toEqual([]);
  });

  it('is what --fix imports', () => {
    const text = `import { Pool } from 'undici';\nexport async function find(word: string): Promise<unknown> {\n  const pool = new Pool('http://127.0.0.1:8501');\n  const { body } = await pool.request({ path: '/find?' + word, method: 'GET' });\n  return body.json();\n}\n`;
    const { output } = new Linter({ cwd: example }).verifyAndFix(text, configs(), { filename: join(example, 'src/find.ts') });
    expect(output).toContain(`import { searchPool } from './search.js';`);
    expect(output).not.toContain('new Pool');
  });
});

describe('the service that uses them', () => {
  let upstream: CountingServer;
  let postgres: CountingServer;
  beforeAll(async () => {
    upstream = await startServer((request, response) => {
      request.resume();
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'), 150);
    });
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await Promise.all([upstream.close(), postgres.close()]);
  });

  it('answers the request in flight after SIGTERM, closes its clients and ends by itself', async () => {
    const folder = join(scratch, 'examples', 'shared-client');
    writeRunnable(folder, sources);
    const env = { PORT: '0', SEARCH_URL: upstream.url, BILLING_URL: upstream.url, AWS_ENDPOINT_URL_S3: upstream.url, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', DATABASE_URL: postgres.url };
    let answer: Promise<unknown> | undefined;
    const { ended, code, stderr } = await runProgram(join(folder, 'main.js'), {
      env,
      deadline: 20_000,
      onOutput: (stdout, terminate) => {
        answer ??= fetch(`http://127.0.0.1:${stdout.trim().split(' ').at(-1) ?? ''}/`).then((response) => response.json());
        const busy = setInterval(() => {
          if (upstream.counts().requests < 3) return;
          clearInterval(busy);
          terminate();
        }, 5);
      },
    });
    expect({ ended, code, stderr }).toEqual({ ended: true, code: 0, stderr: '' });
    expect(await answer).toEqual({ search: { ok: true }, invoice: { ok: true }, object: '{"ok":true}', rows: 1 });
    expect(upstream.counts()).toMatchObject({ connections: 3, open: 0 });
    expect(postgres.counts()).toMatchObject({ connections: 1, open: 0 });
  }, 60_000);
});
