import { describe, expect, it } from 'vitest';
import { importTextsOf, mayTake } from '../../src/analysis/summaries/import-texts.js';

describe('names that a text imports', () => {
  const taken = (text: string, name: string): boolean => mayTake(importTextsOf(text).get('./db.js') ?? null, name);

  it('are those of its lists', () => {
    const text = `import { pool, open as connect, type Db } from './db.js'; import other from './other.js';`;
    for (const name of ['pool', 'pool.connect', 'open', 'Db', 'default.pool'])
      expect(taken(text, name), name).toBe(true);
    for (const name of ['connect', 'default', 'default.client', 'poolOf']) expect(taken(text, name), name).toBe(false);
  });

  it('add up over statements', () => {
    const text = `import { a } from './db.js';\nimport type { b } from "./db.js";`;
    expect([taken(text, 'a'), taken(text, 'b'), taken(text, 'c')]).toEqual([true, true, false]);
  });

  it.each([
    `import db from './db.js'`,
    `import db, { a } from './db.js'`,
    `import * as db from './db.js'`,
    `import { default as db } from './db.js'`,
    `import { a } from './db.js'; export * from './db.js'`,
    `import { a } from './db.js'; export { b } from './db.js'`,
    `import { a } from './db.js'; const db = require('./db.js')`,
    `import { a } from './db.js'; const db = await import('./db.js')`,
    `const db = require('./db.js'); import { a } from './db.js'`,
    `import { a, /* { */ b } from './db.js'`,
    `// import x\nconst text = "from './db.js'"; import { a } from './db.js'`,
  ])('may be any: %s', (text) => {
    expect(taken(text, 'c')).toBe(true);
    expect(taken(text, 'default')).toBe(true);
  });
});
