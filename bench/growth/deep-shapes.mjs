// Programs of n parts, each of which lies in the one before it or in a branch of it.

/**
 * @param {number} n
 * @param {(index: number) => string} part
 */
export const each = (n, part) => Array.from({ length: n }, (_, index) => part(index)).join('\n');

export const PG = "import pg from 'pg';\nconst pool = new pg.Pool();\n";

/** @type {readonly import('./shapes.mjs').Shape[]} */
export const DEEP_SHAPES = [
  {
    name: 'nested callbacks',
    size: 10,
    make: (n) =>
      `import http from 'node:http';\nexport function load() {\n${each(n, (i) => `http.get('http://a.test/${i}', (res${i}) => { res${i}.resume();`)}\n${'});'.repeat(n)} }`,
  },
  {
    name: 'nested then',
    size: 10,
    make: (n) =>
      `export function load() { return ${each(n, (i) => `fetch('https://a.test/${i}').then((r${i}) => { if (!r${i}.ok) throw new Error(); return r${i}.json().then((d) => `)} 1 ${'); })'.repeat(n)} }`,
  },
  {
    name: 'nested tries',
    size: 10,
    make: (n) =>
      `export async function load(x) {\n${each(n, (i) => `try { const r${i} = await fetch('https://a.test/${i}'); if (!r${i}.ok) throw new Error(); await r${i}.json();`)}\n${'} catch (e) { log(e); }'.repeat(n)} }`,
  },
  {
    name: 'else branches of one response',
    size: 20,
    make: (n) =>
      `export async function load(x) { let r;\n${each(n, (i) => `${i > 0 ? 'else ' : ''}if (x === ${i}) r = await fetch('https://a.test/${i}');`)}\nif (!r.ok) throw new Error('failed'); return r.json(); }`,
  },
  {
    name: 'loops in loops with a fetch',
    size: 10,
    make: (n) =>
      `export async function load(all) {\n${each(n, (i) => `for (const x${i} of all) { const r${i} = await fetch('https://a.test/' + x${i}); if (!r${i}.ok) continue; use(await r${i}.json());`)}\n${'}'.repeat(n)} }`,
  },
  {
    name: 'nested functions with a fetch',
    size: 10,
    make: (n) =>
      `export function f() {\n${each(n, (i) => `async function f${i}() { const r${i} = await fetch('https://a.test/'); use(await r${i}.json());`)}\n${'}'.repeat(n)} }`,
  },
  {
    name: 'options that spread options',
    size: 50,
    most: 2.5,
    make: (n) =>
      `const o0 = { method: 'GET' };\n${each(n, (i) => `const o${i + 1} = { ...o${i}, a${i}: ${i} }; export const f${i} = async () => (await fetch('https://a.test/${i}', o${i + 1})).json();`)}`,
  },
  {
    name: 'nested connect, try and finally',
    size: 15,
    make: (n) =>
      `${PG}export async function load() {\n${each(n, (i) => `const c${i} = await pool.connect(); try {`)}\nwork();\n${each(n, (i) => `} finally { c${n - 1 - i}.release(); }`)}\n}`,
  },
];
