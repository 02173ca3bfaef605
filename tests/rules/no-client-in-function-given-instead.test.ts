import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const withFactory = (factory: string, call: string): string => `import { Agent, request } from 'undici';
function ${factory}
export async function load(url, { agent: shared }) {
  const agent = ${call};
  const { body } = await request(url, { dispatcher: agent });
  return body.json();
}`;

/** Factories that construct an agent only where their caller has none. */
const FACTORIES: Record<string, string> = {
  'the value': 'makeAgent(given) { return given ?? new Agent(); }',
  'a condition': 'makeAgent(given) { return given ? given : new Agent(); }',
  'an early return': 'makeAgent(given) { if (given === undefined) { return new Agent(); } return given; }',
  'an assignment': 'makeAgent(given) { if (!given) { given = new Agent(); } return given; }',
  'a default': 'makeAgent(given = new Agent()) { return given; }',
  'a member': 'makeAgent(given) { return given?.agent ?? new Agent(); }',
  'a destructured member': 'makeAgent({ agent: given }) { return given ?? new Agent(); }',
};

ruleTester.run('no-client-in-function: factories that are given a client', reportsOf(noClientInFunction), {
  valid: Object.entries(FACTORIES).flatMap(([name, factory]) =>
    ['makeAgent(shared)', 'makeAgent({ agent: shared })', 'makeAgent(...shared)'].map((call) => ({
      name: `${name}: ${call}`,
      code: withFactory(factory, call),
    })),
  ),
  invalid: [
    ...Object.entries(FACTORIES)
      .filter(([, factory]) => !factory.includes('({'))
      .flatMap(([name, factory]) =>
        ['makeAgent()', 'makeAgent(undefined)'].map((call) => ({
          name: `${name}: ${call}`,
          code: withFactory(factory, call),
          errors: [{ messageId: 'constantArguments' as const }],
        })),
      ),
    {
      name: 'options that have no client',
      code: withFactory('makeAgent(given) { return given?.agent ?? new Agent(); }', 'makeAgent({ retries: 1 })'),
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'an argument that decides which one is made',
      code: withFactory(
        'makeAgent(few) { let agent; if (few) agent = new Agent({ connections: 1 }); else agent = new Agent(); return agent; }',
        'makeAgent(true)',
      ),
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'an argument that decides something else',
      code: withFactory('makeAgent(debug) { if (debug) console.log(1); return new Agent(); }', 'makeAgent(true)'),
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});

const SQLITE = `import Database from 'better-sqlite3';\nimport express from 'express';\nconst app = express();\n`;

ruleTester.run('no-client-in-function: files of this machine', reportsOf(noClientInFunction), {
  valid: [
    `${SQLITE}app.get('/backup', (req, res) => { const db = new Database('a.db'); try { res.json(db.pragma('x')); } finally { db.close(); } });`,
  ],
  invalid: [
    {
      code: `${SQLITE}app.get('/backup', (req, res) => { const db = new Database('a.db'); res.json(db.pragma('x')); });`,
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});
