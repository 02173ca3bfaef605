import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { withKeyed } from '../remedies/keyed-text.js';
import { ruleTester } from '../rule-tester.js';

const migrate = { 'client-lifecycle': { fixes: 'migrate', role: 'service' } };
const perCall = [{ messageId: 'argumentsPerCall' as const }];
const AWS = `import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';\n`;
const list = `send(new ListBucketsCommand({}))`;
const found = (key: string, construction: string, indent: string, set = ''): string =>
  [
    `let s3Client = s3Clients.get(${key});`,
    'if (!s3Client) {',
    `  s3Client = ${construction};`,
    '  if (s3Clients.size >= 100) s3Clients.clear();',
    `  ${set}s3Clients.set(${key}, s3Client);`,
    '}',
    'return s3Client;',
  ].join(`\n${indent}`);

ruleTester.run('no-client-in-function: one for each key, automatically', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'a factory with a parameter keeps them itself',
      code: `${AWS}function clientFor(region: string) {\n  return new S3Client({ region });\n}\n\nexport async function list(region: string) {\n  return clientFor(region).${list};\n}\n`,
      output: `${AWS}\nconst s3Clients = new Map<string, S3Client>();\n\nfunction clientFor(region: string) {\n  ${found('region', 'new S3Client({ region })', '  ')}\n}\n\nexport async function list(region: string) {\n  return clientFor(region).${list};\n}\n`,
      settings: migrate,
      errors: perCall,
    },
    {
      name: 'JavaScript: an object is equal to nothing and gets a client of its own, as before',
      code: `${AWS}export async function list(endpoint) {\n  return new S3Client({ endpoint }).${list};\n}\n`,
      output: `${AWS}\nconst s3Clients = new Map();\n\nfunction s3ClientFor(endpoint) {\n  ${found('endpoint', 'new S3Client({ endpoint })', '  ', `if (typeof endpoint !== 'object') `)}\n}\n\nexport async function list(endpoint) {\n  return s3ClientFor(endpoint).${list};\n}\n`,
      filename: 'a.js',
      settings: migrate,
      errors: perCall,
    },
    {
      name: 'a field that changes is read at the call; an equal second site uses the same map in the next pass',
      code: `${AWS}export class Store {\n  region = 'a';\n  move(region: string) {\n    this.region = region;\n  }\n  async list() {\n    return new S3Client({ region: this.region }).${list};\n  }\n  async again() {\n    return new S3Client({ region: this.region }).${list};\n  }\n}\n`.replace(
        `region = 'a'`,
        `region: string = 'a'`,
      ),
      output: [
        `${AWS}\nconst s3Clients = new Map<string, S3Client>();\n\nfunction s3ClientFor(region: string): S3Client {\n  ${found('region', 'new S3Client({ region: region })', '  ').replace('region: region', 'region')}\n}\n\nexport class Store {\n  region: string = 'a';\n  move(region: string) {\n    this.region = region;\n  }\n  async list() {\n    return s3ClientFor(this.region).${list};\n  }\n  async again() {\n    return new S3Client({ region: this.region }).${list};\n  }\n}\n`,
        `${AWS}\nconst s3Clients = new Map<string, S3Client>();\n\nfunction s3ClientFor(region: string): S3Client {\n  ${found('region', 'new S3Client({ region })', '  ')}\n}\n\nexport class Store {\n  region: string = 'a';\n  move(region: string) {\n    this.region = region;\n  }\n  async list() {\n    return s3ClientFor(this.region).${list};\n  }\n  async again() {\n    return s3ClientFor(this.region).${list};\n  }\n}\n`,
      ],
      settings: migrate,
      errors: [{ messageId: 'instanceArguments' as const }, { messageId: 'instanceArguments' as const }],
    },
    {
      name: 'not a pool: those that are dropped would keep their connections',
      code: `import { Pool } from 'pg';\nexport async function read(database: string) {\n  const pool = new Pool({ database });\n  return pool.query('select 1');\n}\n`,
      output: null,
      settings: migrate,
      errors: [
        {
          messageId: 'argumentsPerCall' as const,
          suggestions: [
            {
              messageId: 'keyed' as const,
              output: `import { Pool } from 'pg';\n\nconst pools = new Map<string, Pool>();\n\nfunction poolFor(database: string): Pool {\n  let pool = pools.get(database);\n  if (!pool) {\n    pool = new Pool({ database });\n    pools.set(database, pool);\n  }\n  return pool;\n}\n\nexport async function read(database: string) {\n  const pool = poolFor(database);\n  return pool.query('select 1');\n}\n`,
            },
          ],
        },
      ],
    },
  ],
});

ruleTester.run('no-client-in-function: a factory that is given what differs', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'a private method, with a field beside its parameter; names of the function are left alone',
      code: `${AWS}export class Store {\n  region: string = 'a';\n  move(region: string) {\n    this.region = region;\n  }\n  private client(zone: string) {\n    const key = zone.length;\n    if (key > 9) throw new Error();\n    return new S3Client({ region: this.region, endpoint: zone });\n  }\n  list(zone: string) {\n    return this.client(zone).${list};\n  }\n}\n`,
      output: `${AWS}\nconst s3Clients = new Map<string, S3Client>();\n\nexport class Store {\n  region: string = 'a';\n  move(region: string) {\n    this.region = region;\n  }\n  private client(zone: string) {\n    const key = zone.length;\n    if (key > 9) throw new Error();\n    const clientKey = JSON.stringify([zone, this.region]);\n    ${found('clientKey', 'new S3Client({ region: this.region, endpoint: zone })', '    ')}\n  }\n  list(zone: string) {\n    return this.client(zone).${list};\n  }\n}\n`,
      settings: migrate,
      errors: perCall,
    },
    ...[
      [
        'a caller closes it',
        `  const client = clientFor(region);\n  try {\n    await client.${list};\n  } finally {\n    client.destroy();\n  }`,
      ],
      [
        'a caller changes it',
        `  const client = clientFor(region);\n  client.middlewareStack.add(log);\n  await client.${list};`,
      ],
      ['a caller keeps it', `  held.push(clientFor(region));`],
    ].map(([name, body]) => ({
      name: `not where ${name ?? ''}`,
      code: `${AWS}function clientFor(region: string) {\n  return new S3Client({ region });\n}\nexport async function one(region: string) {\n  return clientFor(region).${list};\n}\nexport async function other(region: string) {\n${body ?? ''}\n}\n`,
      output: null,
      settings: migrate,
      errors: perCall,
    })),
    ...[
      [
        'the options as a whole, which are an object',
        'export async function all(options) { return new S3Client(options).X; }',
      ],
      [
        'what is spread into them',
        `export async function all(where) { return new S3Client({ ...where, region: 'a' }).X; }`,
      ],
      [
        'an option that takes an object',
        'export async function all(where) { return new S3Client({ requestHandler: where.handler }).X; }',
      ],
    ].map(([name, code = '']) => ({
      name: `JavaScript, by value for ${name ?? ''}`,
      code: `${AWS}\n${code.replace('X', list)}\n`,
      output: withKeyed(
        AWS,
        `const s3ClientFor = keyed((options) => new S3Client(options));`,
        `${code.replace('X', list).replace('new S3Client(', 's3ClientFor(')}\n`,
        { typed: false },
      ),
      filename: 'a.js',
      settings: migrate,
      errors: perCall,
    })),
    {
      name: 'JavaScript, members at any depth are told from objects when they are used',
      code: `${AWS}export async function all(where) {\n  return new S3Client({ region: where.s3.region, endpoint: where.s3.endpoint }).${list};\n}\n`,
      output: `${AWS}\nconst s3Clients = new Map();\n\nfunction s3ClientFor(region, endpoint) {\n  const key = JSON.stringify([region, String(endpoint)]);\n  ${found('key', 'new S3Client({ region, endpoint })', '  ', `if (typeof endpoint !== 'object' && typeof endpoint !== 'function') `)}\n}\n\nexport async function all(where) {\n  return s3ClientFor(where.s3.region, where.s3.endpoint).${list};\n}\n`,
      filename: 'a.js',
      settings: migrate,
      errors: perCall,
    },
  ],
});
