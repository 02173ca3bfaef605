import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { getterOf, withKeyed } from '../remedies/keyed-text.js';
import { ruleTester } from '../rule-tester.js';

const knownProxy = { 'client-lifecycle': { fixes: 'migrate', versions: { 'https-proxy-agent': '7.0.6' } } };
const migrate = { 'client-lifecycle': { fixes: 'migrate' } };
const AWS = `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';`;
const UNDICI = `import { Agent, request } from 'undici';`;
const PROXY = `import axios from 'axios';\nimport { HttpsProxyAgent } from 'https-proxy-agent';`;

const constantArguments = [{ messageId: 'constantArguments' as const }];
const inline = [{ messageId: 'inline' as const }];

ruleTester.run('no-client-in-function: created lazily in the module', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'the environment, in TypeScript',
      code: `${AWS}

export async function load(Key: string) {
  const client = new S3Client({ region: process.env.AWS_REGION });
  return client.send(new GetObjectCommand({ Bucket: 'b', Key }));
}
`,
      output: `${AWS}

let s3Client: S3Client | undefined;

export async function load(Key: string) {
  const client = (s3Client ??= new S3Client({ region: process.env.AWS_REGION }));
  return client.send(new GetObjectCommand({ Bucket: 'b', Key }));
}
`,
      settings: migrate,
      errors: constantArguments,
    },
    {
      name: 'a class inside of an exported value, which is no namespace of types',
      code: `import { native } from 'pg';
export async function rows(sql: string): Promise<unknown> {
  const pool = new native.Pool({ connectionString: process.env.DB });
  return pool.query(sql);
}
`,
      output: `import { native } from 'pg';

let sharedPool: InstanceType<typeof native.Pool> | undefined;

export async function rows(sql: string): Promise<unknown> {
  const pool = (sharedPool ??= new native.Pool({ connectionString: process.env.DB }));
  return pool.query(sql);
}
`,
      settings: migrate,
      errors: constantArguments,
    },
    {
      name: 'a class that is called without new',
      code: `import { Agent, get } from 'node:https';
export function load(url: string) {
  const client = Agent({ ca: process.env.CA, keepAlive: true });
  return get(url, { agent: client });
}
`,
      output: `import { Agent, get } from 'node:https';

let httpsAgent: Agent | undefined;

export function load(url: string) {
  const client = (httpsAgent ??= Agent({ ca: process.env.CA, keepAlive: true }));
  return get(url, { agent: client });
}
`,
      settings: migrate,
      errors: constantArguments,
    },
    {
      name: 'imported configuration through a namespace: the close and its try go',
      code: `import * as undici from 'undici';
import { config } from './config.js';
// Loads.
export async function load(url: string) {
  const dispatcher = new undici.Agent({ headersTimeout: config.timeout });
  try {
    return await (await undici.request(url, { dispatcher })).body.json();
  } finally {
    await dispatcher.close();
  }
}
`,
      output: `import * as undici from 'undici';
import { config } from './config.js';

let agent: undici.Agent | undefined;

// Loads.
export async function load(url: string) {
  const dispatcher = (agent ??= new undici.Agent({ headersTimeout: config.timeout }));
  return await (await undici.request(url, { dispatcher })).body.json();
}
`,
      settings: migrate,
      errors: constantArguments,
    },
    {
      name: 'a local constant of the environment, CommonJS, no semicolons, tabs, Windows lines',
      code: `const axios = require('axios')\r\nconst { HttpsProxyAgent } = require('https-proxy-agent')\r\n\r\nexports.load = async function (url) {\r\n\tconst proxy = process.env.HTTPS_PROXY || process.env.https_proxy\r\n\treturn axios.get(url, { httpsAgent: new HttpsProxyAgent(proxy) })\r\n}\r\n`,
      output: `const axios = require('axios')\r\nconst { HttpsProxyAgent } = require('https-proxy-agent')\r\n\r\nlet httpsAgent\r\n\r\nexports.load = async function (url) {\r\n\tconst proxy = process.env.HTTPS_PROXY || process.env.https_proxy\r\n\treturn axios.get(url, { httpsAgent: (httpsAgent ??= new HttpsProxyAgent(proxy, { keepAlive: true })) })\r\n}\r\n`,
      filename: 'load.js',
      settings: knownProxy,
      errors: [{ messageId: 'withoutKeepAlive' }],
    },
    {
      name: 'a required class has its type by import()',
      code: `const undici = require('undici');
exports.load = async (url: string) => undici.request(url, { dispatcher: new undici.Agent({ headersTimeout: Number(process.env.T) }) });
`,
      output: `const undici = require('undici');

let dispatcher: import('undici').Agent | undefined;

exports.load = async (url: string) => undici.request(url, { dispatcher: (dispatcher ??= new undici.Agent({ headersTimeout: Number(process.env.T) })) });
`,
      settings: migrate,
      errors: inline,
    },
    {
      name: 'at the start of a line, without semicolons',
      code: `${AWS.slice(0, -1)}
export async function load(Key) {
  log(Key)
  new S3Client({ region: process.env.AWS_REGION }).send(new GetObjectCommand({ Key }))
}
`,
      output: `${AWS.slice(0, -1)}

let s3Client

export async function load(Key) {
  log(Key)
  ;(s3Client ??= new S3Client({ region: process.env.AWS_REGION })).send(new GetObjectCommand({ Key }))
}
`,
      filename: 'load.js',
      settings: migrate,
      errors: constantArguments,
    },
    {
      name: 'equal ones fill one variable',
      code: `${PROXY}
export async function one(url) {
  return axios.get(url, { httpsAgent: new HttpsProxyAgent(process.env.PROXY) });
}
export async function two(url) {
  return axios.get(url, { httpsAgent: new HttpsProxyAgent(process.env.PROXY) });
}
`,
      output: [
        `${PROXY}

let httpsAgent;

export async function one(url) {
  return axios.get(url, { httpsAgent: (httpsAgent ??= new HttpsProxyAgent(process.env.PROXY, { keepAlive: true })) });
}
export async function two(url) {
  return axios.get(url, { httpsAgent: new HttpsProxyAgent(process.env.PROXY) });
}
`,
        `${PROXY}

let httpsAgent;

export async function one(url) {
  return axios.get(url, { httpsAgent: (httpsAgent ??= new HttpsProxyAgent(process.env.PROXY, { keepAlive: true })) });
}
export async function two(url) {
  return axios.get(url, { httpsAgent: (httpsAgent ??= new HttpsProxyAgent(process.env.PROXY, { keepAlive: true })) });
}
`,
      ],
      filename: 'load.js',
      settings: knownProxy,
      errors: [{ messageId: 'withoutKeepAlive' }, { messageId: 'withoutKeepAlive' }],
    },
    {
      name: 'a name that is taken',
      code: `${AWS}
const s3Client = 1;
export async function load(Key) {
  return new S3Client({ region: process.env.AWS_REGION }).send(new GetObjectCommand({ Key, s3Client }));
}
`,
      output: `${AWS}
const s3Client = 1;
let sharedS3Client;

export async function load(Key) {
  return (sharedS3Client ??= new S3Client({ region: process.env.AWS_REGION })).send(new GetObjectCommand({ Key, s3Client }));
}
`,
      filename: 'load.js',
      settings: migrate,
      errors: constantArguments,
    },
    {
      name: 'what a call returns may differ: only a suggestion',
      code: `${AWS}
import { getRegion } from './region.js';
export async function load(Key: string) {
  return new S3Client({ region: getRegion() }).send(new GetObjectCommand({ Bucket: 'b', Key }));
}
`,
      output: null,
      settings: migrate,
      errors: [
        {
          messageId: 'constantArguments' as const,
          suggestions: [
            {
              messageId: 'lazyOnce' as const,
              data: { name: 's3Client', read: '`getRegion()`' },
              output: `${AWS}
import { getRegion } from './region.js';

let s3Client: S3Client | undefined;

export async function load(Key: string) {
  return (s3Client ??= new S3Client({ region: getRegion() })).send(new GetObjectCommand({ Bucket: 'b', Key }));
}
`,
            },
          ],
        },
      ],
    },
    ...[
      [
        'a variable of the module that is assigned again',
        `let region = 'a';\nexport function use(r) { region = r; }\nexport async function load(Key) { return new S3Client({ region }).send(new GetObjectCommand({ Key })); }`,
      ],
      [
        'an object of the module that is changed',
        `const options = {};\nexport function use(r) { options.region = r; }\nexport async function load(Key) { return new S3Client(options).send(new GetObjectCommand({ Key })); }`,
      ],
    ].map(([name = '', code = '']) => ({
      name: `not one for all: ${name}`,
      code: `${AWS}\n${code}\n`,
      output: name.startsWith('a variable')
        ? withKeyed(
            `${AWS}\n`,
            getterOf('s3ClientFor', 'S3Client'),
            `${code.slice(code.indexOf('export async')).replace('new S3Client(', 's3ClientFor(')}\n`,
          ).replace(`'node:crypto';\n`, `'node:crypto';\n${code.slice(0, code.indexOf('export async')).trimEnd()}\n`)
        : null,
      settings: migrate,
      errors: constantArguments,
    })),
  ],
});

ruleTester.run('no-client-in-function: created lazily in a field', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'TypeScript',
      code: `${UNDICI}
export class Api {
  constructor(private readonly timeout: number) {}

  async load(url: string) {
    const { body } = await request(url, { dispatcher: new Agent({ headersTimeout: this.timeout }) });
    return body.json();
  }
}
`,
      output: `${UNDICI}
export class Api {
  private dispatcher: Agent | undefined;

  constructor(private readonly timeout: number) {}

  async load(url: string) {
    const { body } = await request(url, { dispatcher: (this.dispatcher ??= new Agent({ headersTimeout: this.timeout })) });
    return body.json();
  }
}
`,
      settings: migrate,
      errors: inline,
    },
    {
      name: 'JavaScript, behind the fields, no semicolons',
      code: `${UNDICI.slice(0, -1)}
export class Api {
  base = 'x' // where
  constructor(timeout) {
    this.timeout = timeout
  }

  async load(url) {
    const dispatcher = new Agent({ headersTimeout: this.timeout })
    return request(url, { dispatcher })
  }
}
`,
      output: `${UNDICI.slice(0, -1)}
export class Api {
  base = 'x' // where
  #dispatcher
  constructor(timeout) {
    this.timeout = timeout
  }

  async load(url) {
    const dispatcher = (this.#dispatcher ??= new Agent({ headersTimeout: this.timeout }))
    return request(url, { dispatcher })
  }
}
`,
      filename: 'api.js',
      settings: migrate,
      errors: [{ messageId: 'instanceArguments' }],
    },
    ...[
      [
        'a field that a method assigns',
        `constructor(t) { this.t = t; }\n  set(t) { this.t = t; }\n  async load(u) { return request(u, { dispatcher: new Agent({ headersTimeout: this.t }) }); }`,
      ],
      [
        'a member of a field that a method assigns',
        `constructor() { this.o = {}; }\n  set(t) { this.o.t = t; }\n  async load(u) { return request(u, { dispatcher: new Agent({ headersTimeout: this.o.t }) }); }`,
      ],
      [
        'an inherited field',
        `async load(u) { return request(u, { dispatcher: new Agent({ headersTimeout: this.t }) }); }`,
      ],
      [
        'a getter',
        `get t() { return now(); }\n  async load(u) { return request(u, { dispatcher: new Agent({ headersTimeout: this.t }) }); }`,
      ],
      [
        'a static method',
        `static t = 1;\n  static async load(u) { return request(u, { dispatcher: new Agent({ headersTimeout: this.t }) }); }`,
      ],
      ['the object itself', `async load(u) { return request(u, { dispatcher: new Agent(this) }); }`],
    ].map(([name = '', body = '']) => ({
      name: `not one for each object: ${name}`,
      code: `${UNDICI}\nexport class Api {\n  ${body}\n}\n`,
      output:
        name === 'the object itself'
          ? null
          : withKeyed(
              `${UNDICI}\n`,
              getterOf('dispatcherFor', 'Agent'),
              `export class Api {\n  ${body.replace('new Agent(', 'dispatcherFor(')}\n}\n`,
            ),
      settings: migrate,
      errors: inline,
    })),
  ],
});
