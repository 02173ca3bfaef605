import fc from 'fast-check';

/** A line of a correct module; one with `keeps` is what a rule asks for, and without it the rule reports. */
export interface Line {
  readonly text: string;
  readonly keeps?: string;
}

/** A part of a module: what it imports, and its declarations. */
export interface Feature {
  readonly imports: readonly string[];
  readonly lines: readonly Line[];
}

/** The lines of a function's body, among statements that have nothing to do with it. */
type Filled = (lines: readonly (string | Line)[]) => readonly Line[];

type Make = (id: string, filled: Filled) => Feature;

const toLine = (line: string | Line): Line => (typeof line === 'string' ? { text: line } : line);

const POOL = (id: string): Line[] => [
  { text: `const pool${id} = new Pool({` },
  { text: `  connectionTimeoutMillis: 5_000,`, keeps: 'require-timeouts' },
  { text: `});` },
  { text: `process.once('SIGTERM', async () => {` },
  { text: `  await pool${id}.end();`, keeps: 'require-client-close' },
  { text: `});` },
];

/** Correct code of every kind that the recommended rules judge. */
const FEATURES: readonly Make[] = [
  (id, filled) => ({
    imports: [`import { Pool } from 'pg';`],
    lines: [
      ...POOL(id),
      { text: `export async function move${id}(from, to) {` },
      ...filled([
        `const client${id} = await pool${id}.connect();`,
        `try {`,
        `await client${id}.query('BEGIN');`,
        `await client${id}.query('UPDATE a SET b = $1', [from]);`,
        `await client${id}.query('UPDATE a SET c = $1', [to]);`,
        `await client${id}.query('COMMIT');`,
        `} catch (error) {`,
        { text: `await client${id}.query('ROLLBACK');`, keeps: 'require-release' },
        `throw error;`,
        `} finally {`,
        { text: `client${id}.release();`, keeps: 'require-release' },
        `}`,
      ]),
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [`import { Agent, request } from 'undici';`],
    lines: [
      { text: `export class Api${id} {` },
      { text: `#agent = new Agent({ connect: { timeout: 1_000 }, headersTimeout: 5_000, bodyTimeout: 5_000 });` },
      { text: `async get(url) {` },
      ...filled([
        `const { statusCode, body } = await request(url, { dispatcher: this.#agent });`,
        `if (statusCode !== 200) {`,
        { text: `void body.dump().catch(() => {});`, keeps: 'require-body-cleanup' },
        `return null;`,
        `}`,
        `return body.json();`,
      ]),
      { text: `}` },
      { text: `async close() {` },
      { text: `await this.#agent.close();`, keeps: 'require-client-close' },
      { text: `}` },
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [],
    lines: [
      { text: `export async function load${id}(url) {` },
      ...filled([
        `const response = await fetch(url, {`,
        `method: 'GET',`,
        { text: `signal: AbortSignal.timeout(5_000),`, keeps: 'require-timeouts' },
        `});`,
        `const text = await response.text();`,
        `if (!response.ok) throw new Error(text);`,
        `return JSON.parse(text);`,
      ]),
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [`import axios from 'axios';`],
    lines: [
      { text: `const api${id} = axios.create({` },
      { text: `baseURL: 'https://example.org',` },
      { text: `timeout: 5_000,`, keeps: 'require-timeouts' },
      { text: `});` },
      { text: `export async function all${id}() {` },
      ...filled([`const { data } = await api${id}.get('/all');`, `return data;`]),
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [`import mysql from 'mysql2/promise';`],
    lines: [
      { text: `const db${id} = mysql.createPool({ uri: process.env.DATABASE_URL });` },
      { text: `process.once('SIGTERM', async () => {` },
      { text: `await db${id}.end();`, keeps: 'require-client-close' },
      { text: `});` },
      { text: `export async function rename${id}(name) {` },
      ...filled([
        `const connection = await db${id}.getConnection();`,
        `try {`,
        `const [rows] = await connection.query('SELECT 1');`,
        `if (rows.length === 0) return false;`,
        `await connection.query('UPDATE a SET b = ?', [name]);`,
        `return true;`,
        `} finally {`,
        { text: `connection.release();`, keeps: 'require-release' },
        `}`,
      ]),
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [`import knex from 'knex';`],
    lines: [
      { text: `const sql${id} = knex({ client: 'pg', connection: process.env.DATABASE_URL });` },
      { text: `process.once('SIGTERM', async () => {` },
      { text: `await sql${id}.destroy();`, keeps: 'require-client-close' },
      { text: `});` },
      { text: `export async function add${id}(user) {` },
      ...filled([
        `const trx = await sql${id}.transaction();`,
        `try {`,
        `await trx('users').insert(user);`,
        { text: `await trx.commit();`, keeps: 'require-release' },
        `} catch (error) {`,
        { text: `await trx.rollback();`, keeps: 'require-release' },
        `throw error;`,
        `}`,
      ]),
      { text: `}` },
    ],
  }),
];

/** Code that rules report and mend in other ways than by a line. */
const FAULTS: readonly Make[] = [
  (id, filled) => ({
    imports: [`import { Agent, request } from 'undici';`],
    lines: [
      { text: `export async function get${id}(url) {` },
      ...filled([
        `const agent = new Agent();`,
        `const { body } = await request(url, { dispatcher: agent });`,
        `return await body.json();`,
      ]),
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [`import https from 'node:https';`, `import axios from 'axios';`],
    lines: [
      { text: `export const send${id} = async (url, data) => {` },
      ...filled([
        `const httpsAgent = new https.Agent({ keepAlive: true });`,
        `await axios.post(url, data, { httpsAgent });`,
      ]),
      { text: `};` },
    ],
  }),
  (id, filled) => ({
    imports: [`import { Pool } from 'pg';`],
    lines: [
      { text: `export async function rows${id}() {` },
      ...filled([
        `const pool = new Pool({ max: 2 });`,
        `const client = await pool.connect();`,
        `const { rows } = await client.query('SELECT 1');`,
        `client.release();`,
        `await pool.end();`,
        `return rows;`,
      ]),
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [],
    lines: [
      { text: `export async function isUp${id}(url) {` },
      ...filled([`const response = await fetch(url);`, `return response.ok;`]),
      { text: `}` },
    ],
  }),
  (id, filled) => ({
    imports: [`import http from 'node:http';`],
    lines: [
      { text: `export function ping${id}(url, done) {` },
      ...filled([`http.get(url, (response) => { done(response.statusCode); });`]),
      { text: `}` },
      { text: `export const server${id} = http.createServer();` },
      { text: `server${id}.keepAliveTimeout = 90_000;` },
      { text: `process.on('SIGTERM', () => { server${id}.close(); });` },
    ],
  }),
];

/** What stands around the body of a function, and in front of it. */
const AROUND = [
  ['', ''],
  [`if (ok()) {`, `}`],
  [`for (const item of items) {`, `}`],
  [`try {`, `} finally { done(); }`],
  [`outer: while (more()) {`, `if (enough()) break outer; }`],
] as const;
const FILLER = [
  `work();`,
  `let count = 0; count++;`,
  `log.info('a');`,
  `if (debug) log.info('b');`,
  `for (;;) { break; }`,
];

/** Modules without a fault, of one to three features. */
export const correctModules = (): fc.Arbitrary<readonly Line[]> => modules(FEATURES);

/** Modules with faults that are no missing lines among the features. */
export const faultyModules = (): fc.Arbitrary<readonly Line[]> => modules([...FEATURES, ...FAULTS]);

function modules(makers: readonly Make[]): fc.Arbitrary<readonly Line[]> {
  const feature = fc
    .tuple(fc.constantFrom(...makers), fc.constantFrom(...AROUND), fc.subarray(FILLER, { maxLength: 2 }))
    .map(
      ([make, [before, after], filler]) =>
        (id: string) =>
          make(id, (lines) => [
            ...filler.map((text) => ({ text })),
            { text: before },
            ...lines.map(toLine),
            { text: after },
          ]),
    );
  return fc.array(feature, { minLength: 1, maxLength: 3 }).map((chosen) => {
    const features = chosen.map((make, index) => make(String(index)));
    const imports = [...new Set(features.flatMap((each) => each.imports))];
    return [...imports.map((text) => ({ text })), ...features.flatMap(({ lines }) => lines)];
  });
}

/** The text of a module, without one of its lines if so asked. */
export function textOf(lines: readonly Line[], without?: Line): string {
  return lines.flatMap((line) => (line === without || line.text === '' ? [] : [`${line.text}\n`])).join('');
}
