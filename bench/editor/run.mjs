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

/** Code of a service without clients: 24 lines. */
const plain = (/** @type {number} */ n) => `
/** Checks order ${String(n)} of a customer. */
export function check${String(n)}(order: { lines: { price: number; count: number }[]; customer: string }) {
  const problems: string[] = [];
  if (order.customer === '') problems.push('no customer');
  for (const [index, line] of order.lines.entries()) {
    if (line.count < 1) problems.push(\`line \${String(index)} has no count\`);
    if (line.price < 0) problems.push(\`line \${String(index)} costs less than nothing\`);
  }
  const total = order.lines.reduce((sum, line) => sum + line.price * line.count, 0);
  return { problems, total, isFree: total === 0 };
}

app.post('/orders/${String(n)}', (req, res) => {
  const { problems, total } = check${String(n)}(req.body);
  if (problems.length > 0) {
    res.status(400).json({ problems });
    return;
  }
  res.json({ total });
});
`;

/** Routes with clients, requests, bodies and a connection of a pool: 27 lines, 5 reports. */
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

/**
 * A service of a thousand lines.
 * @param {number} every One of how many parts has clients.
 */
function source(every) {
  let text = HEAD;
  for (let n = 0; text.split('\n').length < LINES; n++) text += n % every === 0 ? part(n) : plain(n);
  return text;
}

/**
 * Lints a text after each of some changes; the least and the median of the times, and the reports.
 * @param {string} text
 * @param {readonly import('eslint').Linter.Config[]} configs
 */
async function measure(text, configs) {
  const languageOptions = { parser, parserOptions: { ecmaVersion: 'latest', sourceType: 'module' } };
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], languageOptions }, ...configs],
  });
  const times = [];
  let reports = 0;
  // The first rounds are those of a file that was just opened.
  for (let round = -5; round < ROUNDS; round++) {
    const changed = text.replace('Loads article 0 ', `Loads article 0, edit ${String(round)}, `);
    const start = process.cpuUsage();
    const [result] = await eslint.lintText(changed, { filePath: join(folder, 'src/routes.ts') });
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) times.push((user + system) / 1_000);
    reports = result?.messages.length ?? 0;
  }
  times.sort((a, b) => a - b);
  return { least: quantile(times, 0), median: quantile(times, 0.5), reports };
}

/**
 * What the parser takes for a text after each of some changes; the least and the median of the times.
 * @param {string} text
 */
function parsing(text) {
  const options = { ecmaVersion: /** @type {const} */ ('latest'), sourceType: /** @type {const} */ ('module') };
  const times = [];
  for (let round = -5; round < ROUNDS; round++) {
    const changed = text.replace('Loads article 0 ', `Loads article 0, edit ${String(round)}, `);
    const start = process.cpuUsage();
    parser.parseForESLint(changed, { ...options, loc: true, range: true, tokens: true, comment: true });
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) times.push((user + system) / 1_000);
  }
  times.sort((a, b) => a - b);
  return { least: quantile(times, 0), median: quantile(times, 0.5) };
}

try {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { recommended, strict } = plugin.configs;
  const rows = [];
  const configs = /** @type {const} */ ([
    ['ESLint without rules', []],
    ['recommended', [recommended]],
    ['strict', [strict]],
  ]);
  for (const [file, every] of /** @type {const} */ ([
    ['one part in five uses clients', 5],
    ['every part does', 1],
  ])) {
    const text = source(every);
    const alone = parsing(text);
    rows.push([file, 'the parser alone', alone.least.toFixed(0), alone.median.toFixed(0), '']);
    for (const [name, parts] of configs) {
      const { least, median, reports } = await measure(text, parts);
      rows.push([file, name, least.toFixed(0), median.toFixed(0), String(reports)]);
    }
  }
  console.log(`${String(LINES)} lines, ${String(ROUNDS)} edits, ${versions(['eslint', '@typescript-eslint/parser'])}`);
  console.log(table(['file', 'config', 'least ms', 'median ms', 'reports'], rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
