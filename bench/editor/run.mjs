// npm run bench:editor -- [--rounds 40]
// What an edit costs in an editor: a file of 1,000 lines is linted again after each change of one line, by one instance of
// ESLint that stays, as in an ESLint server. Milliseconds of processor time, which other work on the machine disturbs little,
// with and without the rules.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import plugin from 'eslint-plugin-client-lifecycle';
import { quantile, table, versions } from '../measure/figures.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' } } });
const ROUNDS = Number(values.rounds);
const LINES = 1_000;
const folder = mkdtempSync(join(tmpdir(), 'client-lifecycle-editor-'));

/** Other files of the service, which the rules read where a verdict needs them. */
const FILES = {
  'package.json': JSON.stringify({ name: 'service', type: 'module', dependencies: { express: '^5', undici: '^7' } }),
  'src/clients.ts': `import { Pool } from 'undici';
export const stock = new Pool('https://stock.example.com', { headersTimeout: 5_000, bodyTimeout: 5_000 });
export const makePool = (url: string) => new Pool(url, { headersTimeout: 5_000, bodyTimeout: 5_000 });
`,
  'src/main.ts': `import { stock } from './clients.js';
import { server } from './routes.js';
process.once('SIGTERM', () => server.close(() => void stock.close()));
`,
};
const HEAD = `import axios from 'axios';
import express from 'express';
import pg from 'pg';
import { Agent, request } from 'undici';
import { makePool, stock } from './clients.js';

const app = express();
const database = new pg.Pool();
export const server = app.listen(3000);
`;

/** One route of a service, with clients, requests, bodies and a connection of a pool: 27 lines, 6 reports. */
const part = (/** @type {number} */ n) => `
/** Loads article ${String(n)} with its price. */
async function article${String(n)}(id: string) {
  const dispatcher = new Agent({ connections: ${String(n + 1)} });
  const { statusCode, body } = await request(\`https://articles.example.com/\${id}\`, { dispatcher });
  if (statusCode !== 200) throw new Error(\`article \${id}: \${String(statusCode)}\`);
  const price = await axios.get(\`https://prices.example.com/\${id}\`);
  return { article: await body.json(), price: price.data };
}

app.get('/articles/${String(n)}/:id', async (req, res) => {
  const client = await database.connect();
  const { rows } = await client.query('select * from views where id = $1', [req.params.id]);
  client.release();
  const { body } = await stock.request({ path: \`/stock/\${req.params.id}\`, method: 'GET' });
  const other = makePool('https://other.example.com');
  const answer = await other.request({ path: '/', method: 'GET' });
  if (answer.statusCode === 404) {
    res.sendStatus(404);
    return;
  }
  res.json({ views: rows, stock: await body.json(), other: await answer.body.json() });
  await other.close();
});
`;

/** @returns {string} A service of as many lines as are asked for. */
function source() {
  let text = HEAD;
  for (let n = 0; text.split('\n').length < LINES; n++) text += part(n);
  return text;
}

/**
 * Lints the file after each of some changes; the quantiles of the times, and the reports.
 * @param {readonly import('eslint').Linter.Config[]} configs
 */
async function measure(configs) {
  const languageOptions = { parser, parserOptions: { ecmaVersion: 'latest', sourceType: 'module' } };
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], languageOptions }, ...configs],
  });
  const text = source();
  const times = [];
  let reports = 0;
  // The first rounds are those of a file that was just opened.
  for (let round = -5; round < ROUNDS; round++) {
    const changed = text.replace('Loads article 7 ', `Loads article 7, edit ${String(round)}, `);
    const start = process.cpuUsage();
    const [result] = await eslint.lintText(changed, { filePath: join(folder, 'src/routes.ts') });
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) times.push((user + system) / 1_000);
    reports = result?.messages.length ?? 0;
  }
  times.sort((a, b) => a - b);
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95), reports };
}

try {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { recommended, strict } = plugin.configs;
  const rows = [];
  for (const [name, configs] of /** @type {const} */ ([
    ['ESLint without rules', []],
    ['recommended', [recommended]],
    ['strict', [strict]],
  ])) {
    const { median, p95, reports } = await measure(configs);
    rows.push([name, median.toFixed(0), p95.toFixed(0), String(reports)]);
  }
  console.log(
    `${String(source().split('\n').length)} lines, ${String(ROUNDS)} edits, ${versions(['eslint', '@typescript-eslint/parser'])}`,
  );
  console.log(table(['', 'median ms', 'p95 ms', 'reports'], rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
