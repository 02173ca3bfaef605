import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../src/catalog/index.js';
import type { Library } from '../../src/catalog/types.js';
import plugin from '../../src/index.js';
import { parseSettings } from '../../src/settings.js';

/** What a data file holds. In the catalog it would take one more line, in the index. */
const acme: Library = {
  name: '@acme/db',
  modules: ['@acme/db'],
  versions: '>=1',
  source: ['made up'],
  constructs: [
    {
      export: 'connect',
      create: 'call',
      owns: 'pool',
      opens: 'construction',
      holdsProcess: true,
      close: [{ method: 'shut', graceful: true, returns: 'promise', idempotent: true }],
      timeouts: [
        {
          phase: 'total',
          option: ['patience'],
          default: null,
          effect: 'aborts',
          covers: ['connect', 'headers', 'body'],
        },
      ],
      requests: [{ export: 'stream', body: { kind: 'node-stream', delivery: 'promise', path: ['rows'] } }],
      views: ['borrow'],
      acquires: [{ method: 'borrow', async: true, what: 'session', release: [{ method: 'giveBack', on: 'resource' }] }],
    },
  ],
};

/** The rules that report something in a module. */
function rulesOn(code: string, clients: readonly Library[]): string[] {
  const messages = new Linter().verify(
    code,
    [{ ...plugin.configs.recommended, settings: { 'client-lifecycle': { clients, role: 'service' } } }],
    { filename: 'service.js' },
  );
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

const cases = [
  [
    'no-client-in-function',
    `import { connect } from '@acme/db'; export async function load(sql) { const db = connect({ patience: 1000 }); await db.run(sql); }`,
  ],
  [
    'require-client-close',
    `import { connect } from '@acme/db'; import { createServer } from 'node:http'; const db = connect({ patience: 1000 }); const server = createServer((req, res) => { db.run('x').then((x) => res.end(x)); }); server.listen(80);`,
  ],
  [
    'require-release',
    `import { connect } from '@acme/db'; const db = connect({ patience: 1000 }); export async function load(sql) { const session = await db.borrow(); const rows = await session.run(sql); session.giveBack(); return rows; } process.once('SIGTERM', () => db.shut());`,
  ],
  [
    'require-body-cleanup',
    `import { connect } from '@acme/db'; const db = connect({ patience: 1000 }); export async function load(sql) { const { rows, ok } = await db.stream(sql); if (!ok) throw new Error('failed'); return rows.toArray(); } process.once('SIGTERM', () => db.shut());`,
  ],
];

describe('a made-up library', () => {
  it('has the shape of the catalog and of settings alike', () => {
    expect(parseSettings({ clients: [...catalog.libraries, acme] }).clients.at(-1)).toEqual(acme);
  });

  it.each(cases)('is known to %s through one entry', (rule = '', code = '') => {
    expect(rulesOn(code, [acme])).toEqual([`client-lifecycle/${rule}`]);
    expect(rulesOn(code, [])).toEqual([]);
  });
});
