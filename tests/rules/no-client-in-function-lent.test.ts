import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const PG = `import { Client } from 'pg';\n`;
const MONGO = `import { MongoClient } from 'mongodb';\nimport { seed } from './seed.js';\n`;
const UNDICI = `import { Agent } from 'undici';\nimport { work } from './work.js';\n`;
const opened = `const client = new Client(url);\n  await client.connect();\n`;
const bad = (name: string, code: string) => ({ name, code, errors: [{ messageId: 'closedOnSuccessOnly' as const }] });

ruleTester.run('no-client-in-function: lent until it is closed', reportsOf(noClientInFunction), {
  valid: [
    {
      name: 'closed in a finally around the call',
      code: `${PG}export async function run(url, use) {\n  ${opened}  try {\n    return await use(client);\n  } finally {\n    await client.end();\n  }\n}`,
    },
    {
      name: 'closed only where the other code does not get it',
      code: `${PG}export async function run(url, keep) {\n  ${opened}  if (keep) await keep(client);\n  else await client.end();\n}`,
    },
    {
      name: 'given away behind the close of another branch',
      code: `${PG}export async function run(url, keep) {\n  ${opened}  if (!keep) { await client.end(); return; }\n  keep(client);\n}`,
    },
    {
      name: 'never closed here',
      code: `${PG}export async function run(url, keep) {\n  ${opened}  keep(client);\n}`,
    },
  ],
  invalid: [
    bad(
      'by a callback of the caller',
      `${PG}export async function run(url, use) {\n  ${opened}  const result = await use(client);\n  await client.end();\n  return result;\n}`,
    ),
    bad(
      'by a function of another file',
      `${MONGO}export async function run(uri) {\n  const client = await MongoClient.connect(uri);\n  await seed(client.db('a'));\n  await client.close();\n}`,
    ),
    bad(
      'by an instance of a class of another file',
      `${PG}import { Repo } from './repo.js';\nexport async function run(url) {\n  ${opened}  const repo = new Repo(client);\n  await repo.run();\n  await client.end();\n}`,
    ),
    bad(
      'for each of several',
      `${PG}export async function run(url, use, all) {\n  ${opened}  await Promise.all(all.map((each) => use(client, each)));\n  await client.end();\n}`,
    ),
  ],
});

ruleTester.run('no-client-in-function: what unknown code gets is not shared', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'an agent stays where it is',
      code: `${UNDICI}export async function run() {\n  const agent = new Agent();\n  await work(agent);\n  await agent.close();\n}\n`,
      output: null,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'the close of a connection goes into a finally',
      code: `${PG}export async function run(url, use) {\n  ${opened}  await use(client);\n  await client.end();\n}\n`,
      output: `${PG}export async function run(url, use) {\n  ${opened}  try {\n    await use(client);\n  } finally {\n    await client.end();\n  }\n}\n`,
      errors: [{ messageId: 'closedOnSuccessOnly' }],
    },
  ],
});
