import { describe, expect, it } from 'vitest';
import { folderOf, put } from './folder.js';
import { lintFile, type LintOptions } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

const db = `import pg from 'pg';\n\nexport function createDb(): pg.Pool {\n  return new pg.Pool();\n}\n`;
const route = (head: string, use: string): string =>
  `${head}\nexport async function handler(id: string) {\n  ${use}\n}\n`;
const plain = {
  'src/db.ts': db,
  'src/route.ts': route(`import { createDb } from './db';`, `return createDb().query(id);`),
};

/** What is reported in a file under oxlint, whose own parser reads no other file, and under ESLint. */
function both(files: Files, file = 'src/route.ts'): readonly string[][] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  const of = (parser: LintOptions['parser']): string[] => lintFile(folder, file, { parser });
  return [of('oxlint'), of('typescript')];
}

describe('other files under oxlint', () => {
  it.each<[string, Files, string?]>([
    ['a factory', plain],
    [
      'a barrel',
      {
        ...plain,
        'src/index.ts': `export * from './db';\n`,
        'src/route.ts': plain['src/route.ts'].replace('./db', '.'),
      },
    ],
    [
      'a class that is injected',
      {
        'src/db.ts': `import pg from 'pg';\nexport class Databases { constructor(private readonly url: string) {}\n  open() { return new pg.Pool({ connectionString: this.url! }); } }\n`,
        'src/route.ts': `import type { Databases } from './db';\nexport class Users { constructor(private databases: Databases) {}\n  find(id: string) { return this.databases.open().query(id); } }\n`,
      },
    ],
    [
      'a closer',
      {
        'src/db.ts': `import pg from 'pg';\nexport const pool = new pg.Pool();\n`,
        'src/server.ts': `import { pool } from './db';\nprocess.on('SIGTERM', () => pool.end());\n`,
      },
      'src/db.ts',
    ],
    [
      'no closer',
      {
        'src/db.ts': `import pg from 'pg';\nexport const pool = new pg.Pool();\n`,
        'src/server.ts': `import { pool } from './db';\nexport const find = () => pool.query('x');\n`,
      },
      'src/db.ts',
    ],
    [
      'a response',
      {
        'src/api.js': `// with JSX\nexport const send = (path) => fetch(path);\nexport const View = () => <p>x</p>;\n`,
        'src/route.ts': route(
          `import { send } from './api.js';`,
          `const r = await send(id); if (!r.ok) throw new Error('x'); return r.json();`,
        ),
      },
    ],
    [
      'CommonJS',
      {
        'src/db.cjs': `exports.createDb = () => new (require('pg').Pool)();\n`,
        'src/route.ts': plain['src/route.ts'].replace('./db', './db.cjs'),
      },
    ],
  ])('are read with oxc-parser where it is installed: %s', (_name, files, file) => {
    const [oxlint = [], eslint = []] = both(files, file);
    expect(oxlint).toEqual(eslint);
  });

  it('name the line', () => {
    const [oxlint = []] = both(plain);
    expect(oxlint.join()).toContain('src/db.ts:4)');
  });

  it('that do not parse say nothing', () => {
    const [oxlint = []] = both({ ...plain, 'src/db.ts': `${db} }` });
    expect(oxlint).toEqual([]);
  });

  it('are those on the disk, not the one that was linted before', () => {
    const folder = folderOf({ 'package.json': {}, ...plain });
    const found = (): number =>
      lintFile(folder, 'src/route.ts', { parser: 'oxlint' }).filter((message) => message.startsWith('no-client'))
        .length;
    lintFile(folder, 'src/db.ts', { parser: 'oxlint' });
    expect(found()).toBe(1);
    put(
      folder,
      'src/db.ts',
      `import pg from 'pg';\nconst pool = new pg.Pool();\nexport const createDb = () => pool;\n`,
    );
    expect(found()).toBe(0);
  });
});
