import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const settings = (more = {}) => ({ 'client-lifecycle': { fixes: 'migrate', ...more } });
const commonjs = { parserOptions: {}, sourceType: 'commonjs' as const };
const constantArguments = [{ messageId: 'constantArguments' as const }];
const S3 = `import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';\n`;
const list = `  const client = new S3Client({ region: 'eu-central-1' });\n  await client.send(new ListObjectsV2Command({ Bucket: 'a' }));\n`;

const pool = `export async function read() {\n  const sql = postgres({ host: 'a' });\n  try {\n    return await sql.unsafe('SELECT 1');\n  } finally {\n    await sql.end();\n  }\n}\n`;
const POSTGRES = `import postgres from 'postgres';\n\n`;
const shutdown = `export async function shutdown() {\n  await server.close();\n}\n`;

ruleTester.run('no-client-in-function: where a client may be', noClientInFunction, {
  valid: [
    {
      name: 'a module of a yargs command',
      code: `${S3}export const command = 'list';\nexport const builder = {};\nexport async function handler(argv) {\n${list}}\n`,
      settings: settings(),
    },
    {
      name: 'a module of a yargs command in CommonJS',
      code: `const { ListObjectsV2Command, S3Client } = require('@aws-sdk/client-s3');\nexports.command = 'list';\nexports.handler = async ({ prefix }) => {\n${list}};\n`,
      languageOptions: commonjs,
      settings: settings(),
    },
    {
      name: 'an action of commander',
      code: `${S3}import { program } from 'commander';\nprogram.command('list').action(async () => {\n${list}});\n`,
      settings: settings(),
    },
    {
      name: 'a command of oclif',
      code: `${S3}import { Command } from '@oclif/core';\nexport default class List extends Command {\n  async run() {\n${list}  }\n}\n`,
      settings: settings(),
    },
    {
      name: 'a command of citty',
      code: `${S3}import { defineCommand } from 'citty';\nexport default defineCommand({ meta: {}, async run() {\n${list}} });\n`,
      settings: settings(),
    },
  ],
  invalid: [
    {
      name: 'an export called handler is no command by its name',
      code: `${S3}\nexport async function handler(event) {\n${list}}\n`,
      output: `${S3}\nconst client = new S3Client({ region: 'eu-central-1' });\n\nexport async function handler(event) {\n${list.replace(/^.*\n/, '')}}\n`,
      settings: settings(),
      errors: constantArguments,
    },
    {
      name: 'what several commands use is constructed when it is first needed',
      code: `${S3}\nexport async function listAll() {\n${list}}\n`,
      output:
        `${S3}\nlet client;\n\nexport async function listAll() {\n${list.replace('const client = new', 'const client = new').replace(/new S3Client\(.*\)(?=;)/, (text) => `(s3Client ??= ${text})`)}}\n`.replace(
          'let client',
          'let s3Client',
        ),
      filename: 'lib/list.js',
      settings: settings({ role: 'script' }),
      errors: constantArguments,
    },
    {
      name: 'in front of the loop of a command',
      code: `${S3}import { program } from 'commander';\n\nprogram.action(async (names) => {\n  for (const name of names) {\n    const client = new S3Client({ region: 'a' });\n    await client.send(new ListObjectsV2Command({ Bucket: name }));\n  }\n});\n`,
      output: `${S3}import { program } from 'commander';\n\nprogram.action(async (names) => {\n  const client = new S3Client({ region: 'a' });\n  for (const name of names) {\n    await client.send(new ListObjectsV2Command({ Bucket: name }));\n  }\n});\n`,
      settings: settings({ role: 'script' }),
      errors: [{ messageId: 'inLoop' as const }],
    },
    {
      name: 'no constant, variable or Map beside a provider of Nest, whose fields keep what it needs',
      code: `import { Injectable } from '@nestjs/common';\nimport { Agent, request } from 'undici';\nimport { limits } from './config';\n\n@Injectable()\nexport class Prices {\n  async of(article: string) {\n    return request('http://a/' + article, { dispatcher: new Agent() });\n  }\n  async all() {\n    return request('http://a/', { dispatcher: new Agent(limits) });\n  }\n}\n\nexport async function one(host: string) {\n  return request('http://a/', { dispatcher: new Agent({ connect: { servername: host } }) });\n}\n`,
      output: `import { Injectable } from '@nestjs/common';\nimport { Agent, request } from 'undici';\nimport { limits } from './config';\n\n@Injectable()\nexport class Prices {\n  private readonly dispatcher = new Agent();\n\n  async of(article: string) {\n    return request('http://a/' + article, { dispatcher: this.dispatcher });\n  }\n  async all() {\n    return request('http://a/', { dispatcher: new Agent(limits) });\n  }\n}\n\nexport async function one(host: string) {\n  return request('http://a/', { dispatcher: new Agent({ connect: { servername: host } }) });\n}\n`,
      settings: settings(),
      errors: [
        { messageId: 'inline' as const },
        {
          messageId: 'inline' as const,
          suggestions: [
            {
              messageId: 'lazyWithUnseen' as const,
              output: `import { Injectable } from '@nestjs/common';\nimport { Agent, request } from 'undici';\nimport { limits } from './config';\n\n@Injectable()\nexport class Prices {\n  private dispatcher: Agent | undefined;\n\n  async of(article: string) {\n    return request('http://a/' + article, { dispatcher: new Agent() });\n  }\n  async all() {\n    return request('http://a/', { dispatcher: (this.dispatcher ??= new Agent(limits)) });\n  }\n}\n\nexport async function one(host: string) {\n  return request('http://a/', { dispatcher: new Agent({ connect: { servername: host } }) });\n}\n`,
            },
          ],
        },
        { messageId: 'argumentsPerCall' as const },
      ],
    },
    ...(['service', 'script', 'library'] as const).map((role) => ({
      name: `a pool that keeps the process running, where nothing would end it: ${role}`,
      code: POSTGRES + pool,
      output: null,
      settings: settings({ role }),
      errors: constantArguments,
    })),
    {
      name: 'a pool whose idle connections would keep a command waiting',
      code: `import { Pool } from 'pg';\n\n${pool.replace('postgres({', 'new Pool({')}`,
      output: null,
      settings: settings({ role: 'script' }),
      errors: constantArguments,
    },
    {
      name: 'such a pool beside a function that ends what the module has: only a suggestion',
      code: `${POSTGRES}${pool}\n${shutdown}`,
      output: null,
      settings: settings({ role: 'service' }),
      errors: [
        {
          messageId: 'constantArguments' as const,
          suggestions: [
            {
              messageId: 'hoistAndKeepOpen' as const,
              output: `${POSTGRES}const sql = postgres({ host: 'a' });\n\nexport async function read() {\n  return await sql.unsafe('SELECT 1');\n}\n\n${shutdown}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a part of the client that every call changes',
      code: `${S3}\nexport async function listAll(sign) {\n  const client = new S3Client({ region: 'a' });\n  client.middlewareStack.add(sign);\n  await client.send(new ListObjectsV2Command({}));\n}\n`,
      output: null,
      settings: settings(),
      errors: constantArguments,
    },
  ],
});
