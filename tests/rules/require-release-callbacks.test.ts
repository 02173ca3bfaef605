import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';

const LIBRARIES: Readonly<Record<string, string>> = {
  mysql: `const pool = require('mysql').createPool({});\n`,
  mysql2: `const pool = require('mysql2').createPool({});\n`,
  pg: `const { Pool } = require('pg');\nconst pool = new Pool();\n`,
};
const ACQUIRE: Readonly<Record<string, string>> = {
  mysql: 'getConnection',
  mysql2: 'getConnection',
  pg: 'connect',
};

/** A function that takes a connection by callback; `use` is what it does with `conn`. */
function program(library: string, use: string): string {
  return `${LIBRARIES[library] ?? ''}exports.f = (id, cb) => {\n  pool.${ACQUIRE[library] ?? ''}((err, conn) => {\n    if (err) return cb(err);\n${use}  });\n};\n`;
}

function fixed(code: string): { readonly output: string; readonly messages: readonly string[] } {
  const config: Linter.Config[] = [
    {
      files: ['**'],
      plugins: { 'client-lifecycle': plugin },
      rules: { 'client-lifecycle/require-release': 'error' },
      languageOptions: { sourceType: 'commonjs' },
    },
  ];
  const linter = new Linter();
  const messages = linter.verify(code, config, { filename: 'a.js' }).map(({ message }) => message);
  return { output: linter.verifyAndFix(code, config, { filename: 'a.js' }).output, messages };
}

const query = (callback: string, text = `'select 1'`): string => `    conn.query(${text}, [id], ${callback});\n`;

describe.each(Object.keys(LIBRARIES))('a connection of %s that arrives in a callback', (library) => {
  it.each<[string, string, string]>([
    [
      'is given back before what leaves the callback with it',
      query(`(e, rows) => {\n      if (e) return cb(e);\n      conn.release();\n      cb(null, rows);\n    }`),
      query(
        `(e, rows) => {\n      if (e) {\n        conn.release();\n        return cb(e);\n      }\n      conn.release();\n      cb(null, rows);\n    }`,
      ),
    ],
    [
      'before a throw, above its comment',
      query(
        `function (e, rows) {\n      if (e) {\n        // Nobody can go on.\n        throw e;\n      }\n      cb(rows);\n      conn.release();\n    }`,
      ),
      query(
        `function (e, rows) {\n      if (e) {\n        conn.release();\n        // Nobody can go on.\n        throw e;\n      }\n      cb(rows);\n      conn.release();\n    }`,
      ),
    ],
    [
      'first thing in the last callback where nothing gives it back',
      query(`(e, rows) => {\n      cb(e, rows);\n    }`),
      query(`(e, rows) => {\n      conn.release();\n      cb(e, rows);\n    }`),
    ],
    [
      'in all callbacks of queries that follow each other',
      query(
        `(e) => {\n      if (e) return cb(e);\n      conn.query('select 2', (e2, rows) => {\n        cb(e2, rows);\n      });\n    }`,
      ),
      query(
        `(e) => {\n      if (e) {\n        conn.release();\n        return cb(e);\n      }\n      conn.query('select 2', (e2, rows) => {\n        conn.release();\n        cb(e2, rows);\n      });\n    }`,
      ),
    ],
  ])('%s', (_name, use, expected) => {
    const { output, messages } = fixed(program(library, use));
    expect(output).toBe(program(library, expected));
    // No `finally` block waits for a callback.
    expect(messages.join()).not.toContain('finally');
  });

  /** What takes a connection out of the pool in a branch for errors. */
  const discarded = (error: string): string => (library === 'pg' ? `conn.release(${error});` : 'conn.destroy();');

  it.each<[string, (given: string) => string]>([
    [
      'a statement of which nothing is known',
      (given) => query(`(e, rows) => {\n${given}      conn.release();\n      cb(null, rows);\n    }`, 'id'),
    ],
    [
      'a transaction',
      (given) =>
        `    conn.query('BEGIN', (b) => {\n  ${query(
          `(e, rows) => {\n${given}      conn.query('COMMIT', (e3) => {\n        conn.release(e3);\n        cb(e3);\n      });\n    }`,
        )}    });\n`,
    ],
    [
      'a setting',
      (given) =>
        `    conn.query('SET ROLE tenant', (b) => {\n  ${query(
          `(e, rows) => {\n${given}      conn.query('RESET ROLE', (e3) => {\n        conn.destroy(e3);\n        cb(e3);\n      });\n    }`,
        )}    });\n`,
    ],
  ])('is taken out of the pool after a failure with %s', (_name, use) => {
    const end = library === 'pg' ? 'conn.release' : 'conn.destroy';
    const ended = (code: string): string =>
      program(library, code.replace(/conn\.(?:release|destroy)\(e3\)/, `${end}(e3)`));
    const { output, messages } = fixed(ended(use('      if (e) return cb(e);\n')));
    expect(messages.join()).not.toContain('finally');
    expect(output).toBe(ended(use(`      if (e) {\n        ${discarded('e')}\n        return cb(e);\n      }\n`)));
  });

  it('is given back as it is after a rollback', () => {
    const use = (given: string): string =>
      `    conn.query('BEGIN', (b) => {\n      conn.query('select 1', (e) => {\n        conn.query('ROLLBACK', () => {\n${given}          cb(e);\n        });\n      });\n    });\n`;
    expect(fixed(program(library, use(''))).output).toBe(program(library, use('          conn.release();\n')));
  });

  it('is given back by the outcome of the commit, where that is asked', () => {
    const use = (given: string, after: string): string =>
      `    conn.query('BEGIN', (b) => {\n      conn.query('COMMIT', (e) => {\n        if (e) ${given}\n${after}        if (id) return cb(null);\n        conn.release();\n        cb(id);\n      });\n    });\n`;
    const { output } = fixed(program(library, use('return cb(e);', '')));
    expect(output).toContain(`if (e) {\n          ${discarded('e')}\n          return cb(e);`);
    expect(output).toContain('if (id) {\n          conn.release();\n          return cb(null);');
  });

  const leaves = `(e, rows) => {\n      if (e) return cb(e);\n      conn.release();\n      cb(null, rows);\n    }`;
  it.each<[string, string]>([
    ['other code that gets it', `    log(conn);\n${query(leaves)}`],
    ['a query that nobody waits for', `    conn.query('select 2');\n${query(leaves)}`],
    [
      'one that still runs',
      query(
        `(e, rows) => {\n      conn.query('select 3', () => conn.release());\n      if (e) return cb(e);\n      cb(null, rows);\n    }`,
      ),
    ],
    ['a setting that nothing takes back', `    conn.query('SET ROLE tenant', (b) => {\n      cb(b);\n    });\n`],
    ['a transaction that nothing ends', `    conn.query('BEGIN', (b) => {\n      cb(b);\n    });\n`],
  ])('is left to the author with %s', (_name, use) => {
    expect(fixed(program(library, use)).output).toBe(program(library, use));
  });
});
