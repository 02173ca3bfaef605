// npm run bench:large: a monorepo of 10,000 TypeScript modules, one in seven of which uses a client that another
// package makes, linted with each file alone and with the project, in one process and in several. Processor time and the
// most memory that the process had at a time, with all of its threads.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'client-lifecycle-large-'));
const PACKAGES = 200;
const MODULES = 50;

/**
 * @param {string} name
 * @param {string | object} content
 */
function put(name, content) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

/** Functions without a client, as most modules have. @param {number} count */
const plain = (count) =>
  Array.from(
    { length: count },
    (_, index) =>
      `export function total${String(index)}(rows: readonly { price: number; count: number }[]): number {\n  let sum = 0;\n  for (const { price, count } of rows) {\n    if (count > ${String(index)}) sum += price * count;\n  }\n  return Math.round(sum * 100) / 100;\n}\n`,
  ).join('\n');

function build() {
  put('package.json', { name: 'large', private: true, type: 'module', workspaces: ['packages/*'] });
  put('packages/db/package.json', { name: '@large/db', main: './dist/index.js', dependencies: { pg: '^8.0.0' } });
  put('packages/db/src/index.ts', `export * from './database.js';\nexport { createDb } from './make.js';\n`);
  put(
    'packages/db/src/make.ts',
    `import pg from 'pg';\nexport const createDb = (url: string) => new pg.Pool({ connectionString: url });\n`,
  );
  put(
    'packages/db/src/database.ts',
    `import pg from 'pg';\nexport class Database {\n  pool?: pg.Pool;\n  constructor(private readonly url: string) {}\n  connect() { this.pool ??= new pg.Pool({ connectionString: this.url }); }\n  query(text: string) { return this.pool!.query(text); }\n  async stop() { await this.pool?.end(); }\n}\n`,
  );
  for (let each = 0; each < PACKAGES; each++) {
    const own = `packages/service-${String(each)}`;
    put(`${own}/package.json`, {
      name: `@large/service-${String(each)}`,
      main: './dist/index.js',
      dependencies: { '@large/db': '*', express: '^5.0.0' },
    });
    put(`${own}/src/index.ts`, `import express from 'express';\nexport const app = express();\napp.listen(3000);\n`);
    for (let module = 1; module < MODULES; module++) {
      const before =
        module > 1 ? `import { total1 } from './module-${String(module - 1)}.js';\nexport const again = total1;\n` : '';
      const used = `import { Database, createDb } from '@large/db';\nimport { app } from './index.js';\nconst db = new Database('postgres://${String(each)}');\ndb.connect();\napp.get('/${String(module)}', async (req, res) => {\n  const pool = createDb(req.params.id);\n  try { res.json([await db.query('x'), await pool.query('x')]); } finally { await pool.end(); }\n});\n`;
      put(`${own}/src/module-${String(module)}.ts`, `${module % 7 === 0 ? used : ''}${before}${plain(12)}`);
    }
  }
  const require = createRequire(join(root, 'package.json'));
  mkdirSync(join(folder, 'node_modules/@typescript-eslint'), { recursive: true });
  symlinkSync(join(root, 'node_modules/eslint'), join(folder, 'node_modules/eslint'));
  symlinkSync(root, join(folder, 'node_modules/eslint-plugin-client-lifecycle'));
  symlinkSync(
    dirname(require.resolve('@typescript-eslint/parser/package.json')),
    join(folder, 'node_modules/@typescript-eslint/parser'),
  );
}

const TELL = `import { isMainThread } from 'node:worker_threads';
import { writeFileSync } from 'node:fs';
if (isMainThread) process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(process.env.FIGURES, JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]));
});`;

/**
 * @param {string | null} settings Those of the plugin as text; `null`: without its rules.
 * @param {readonly string[]} options
 */
function lint(settings, options) {
  const rules =
    settings === null ? '' : `plugin.configs.recommended, { settings: { 'client-lifecycle': ${settings} } },`;
  put(
    'eslint.config.js',
    `import parser from '@typescript-eslint/parser';\nimport plugin from 'eslint-plugin-client-lifecycle';\nexport default [{ files: ['**/*.ts'], languageOptions: { parser } }, ${rules} { ignores: [String(Boolean(plugin))] }];\n`,
  );
  const file = join(folder, 'figures.json');
  const tell = `data:text/javascript,${encodeURIComponent(TELL)}`;
  try {
    execFileSync(
      process.execPath,
      [
        '--import',
        tell,
        join(root, 'node_modules/eslint/bin/eslint.js'),
        '.',
        '-f',
        'json',
        '-o',
        'out.json',
        ...options,
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, FIGURES: file } },
    );
  } catch {
    // Reports are errors.
  }
  const results = /** @type {readonly { messages: readonly unknown[] }[]} */ (
    JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))
  );
  const reports = results.reduce((sum, { messages }) => sum + messages.length, 0);
  const [seconds, megabytes] = /** @type {readonly number[]} */ (JSON.parse(readFileSync(file, 'utf8')));
  return `${(seconds ?? 0).toFixed(1).padStart(6)} s ${(megabytes ?? 0).toFixed(0).padStart(6)} MB  ${String(results.length)} files, ${String(reports)} reports`;
}

try {
  build();
  for (const workers of ['off', '2'])
    for (const [what, settings] of [
      ['ESLint alone', null],
      ['project: false', '{ project: false }'],
      ['project', '{}'],
    ])
      console.log(`${lint(settings ?? null, ['--concurrency', workers])}  ${String(what)}, --concurrency ${workers}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
