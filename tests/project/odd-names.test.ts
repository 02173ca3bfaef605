import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

/** Whether require-client-close reports the pool that one file exports under a name, and others use. */
function isReported(exported: string, user: string): boolean {
  const folder = folderOf({
    'package.json': { name: 'x' },
    'src/db.js': `import { Pool } from 'pg';\n${exported}\n`,
    'src/user.js': user,
  });
  return lintFile(folder, 'src/db.js').some((message) => message.startsWith('require-client-close'));
}

/** Names for which `\b` ends a word in the wrong place, and those that are no names at all. */
describe.each([
  ['$db', `export const $db = new Pool();`, '$db'],
  ['db$', `export const db$ = new Pool();`, 'db$'],
  ['a name in quotes', `const pool = new Pool();\nexport { pool as 'db(' };`, "'db(' as db"],
])('a client that is exported as %s', (_name, exported, imported) => {
  const local = imported.split(' ').at(-1) ?? '';

  it('is reported where other files only use it', () => {
    expect(
      isReported(exported, `import { ${imported} } from './db.js';\nexport const f = () => ${local}.query('a');\n`),
    ).toBe(true);
  });

  it.each([
    ['closes it', `process.on('SIGTERM', () => ${local}.end());`],
    ['hands it on', `register(${local});`],
    ['gives it another name', `const other = ${local};\nprocess.on('SIGTERM', () => other.end());`],
  ])('is not where one %s', (_what, code) => {
    expect(isReported(exported, `import { ${imported} } from './db.js';\n${code}\n`)).toBe(false);
  });
});
