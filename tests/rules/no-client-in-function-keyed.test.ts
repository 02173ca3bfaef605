import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const PROXY = `import axios from 'axios';\nimport { HttpsProxyAgent } from 'https-proxy-agent';`;
const AWS = `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';`;

const argumentsPerCall = [{ messageId: 'argumentsPerCall' as const }];

function suggested(output: string) {
  return [{ messageId: 'argumentsPerCall' as const, suggestions: [{ messageId: 'keyed' as const, output }] }];
}

ruleTester.run('no-client-in-function: one client for each key', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'a string parameter',
      settings: { 'client-lifecycle': { versions: { 'https-proxy-agent': '7.0.6' } } },
      code: `${PROXY}

/** Loads through a proxy. */
export async function load(path: string, proxy: string) {
  const agent = new HttpsProxyAgent(proxy);
  return axios.get(path, { httpsAgent: agent });
}
`,
      output: null,
      errors: suggested(`${PROXY}

const agents = new Map<string, HttpsProxyAgent>();

function agentFor(proxy: string): HttpsProxyAgent {
  let agent = agents.get(proxy);
  if (!agent) {
    agent = new HttpsProxyAgent(proxy, { keepAlive: true });
    if (agents.size >= 100) agents.clear();
    agents.set(proxy, agent);
  }
  return agent;
}

/** Loads through a proxy. */
export async function load(path: string, proxy: string) {
  const agent = agentFor(proxy);
  return axios.get(path, { httpsAgent: agent });
}
`),
    },
    {
      name: 'two members of a typed parameter, construction over several lines',
      code: `${AWS}
interface Where {
  region: string;
  endpoint?: string;
}
export async function load(where: Where, Key: string) {
  const s3 = new S3Client({
    region: where.region,
    endpoint: where.endpoint,
  });
  try {
    return await s3.send(new GetObjectCommand({ Bucket: 'b', Key }));
  } finally {
    s3.destroy();
  }
}
`,
      output: null,
      options: [{ closedPerCall: true }],
      errors: suggested(`${AWS}
interface Where {
  region: string;
  endpoint?: string;
}

const s3Clients = new Map<string, S3Client>();

function s3ClientFor(region: string, endpoint: string | undefined): S3Client {
  const key = JSON.stringify([region, endpoint]);
  let s3Client = s3Clients.get(key);
  if (!s3Client) {
    s3Client = new S3Client({
      region,
      endpoint,
    });
    if (s3Clients.size >= 100) s3Clients.clear();
    s3Clients.set(key, s3Client);
  }
  return s3Client;
}

export async function load(where: Where, Key: string) {
  const s3 = s3ClientFor(where.region, where.endpoint);
  return await s3.send(new GetObjectCommand({ Bucket: 'b', Key }));
}
`),
    },
    {
      name: 'JavaScript, a documented parameter, no semicolons, tabs',
      code: `const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3')

/**
 * @param {string} region
 */
exports.load = async (region, Key) => {
	return new S3Client({ region }).send(new GetObjectCommand({ Key }))
}
`,
      output: null,
      filename: 'load.js',
      errors: suggested(`const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3')

const s3Clients = new Map()

function s3ClientFor(region) {
	let s3Client = s3Clients.get(region)
	if (!s3Client) {
		s3Client = new S3Client({ region })
		if (s3Clients.size >= 100) s3Clients.clear()
		s3Clients.set(region, s3Client)
	}
	return s3Client
}

/**
 * @param {string} region
 */
exports.load = async (region, Key) => {
	return s3ClientFor(region).send(new GetObjectCommand({ Key }))
}
`),
    },
    ...[
      [
        'a default says that it is a string',
        `export async function load(Key, region = 'eu') { return new S3Client({ region }).send(new GetObjectCommand({ Key })); }`,
      ],
      [
        'the option takes nothing else',
        `export async function load(Key, where) { const region = where(Key); return new S3Client({ region }).send(new GetObjectCommand({ Key })); }`,
      ],
      [
        'made from a template',
        'export async function load(Key, zone) { const region = `eu-${zone}`; return new S3Client({ region }).send(new GetObjectCommand({ Key })); }',
      ],
    ].map(([name, code = '']) => ({
      name,
      code: `${AWS}\n${code}\n`,
      output: null,
      filename: 'load.js',
      errors: suggested(
        `${AWS}\n\nconst s3Clients = new Map();\n\nfunction s3ClientFor(region) {\n  let s3Client = s3Clients.get(region);\n  if (!s3Client) {\n    s3Client = new S3Client({ region });\n    if (s3Clients.size >= 100) s3Clients.clear();\n    s3Clients.set(region, s3Client);\n  }\n  return s3Client;\n}\n\n${code.replace('new S3Client({ region })', 's3ClientFor(region)')}\n`,
      ),
    })),
    {
      name: 'creation is awaited: the promise is kept, a failed one is forgotten',
      code: `import { MongoClient } from 'mongodb';
export async function find(url: string, id: string) {
  const client = await MongoClient.connect(url);
  return client.db().collection('a').findOne({ id });
}
`,
      output: null,
      errors: suggested(`import { MongoClient } from 'mongodb';

const clients = new Map<string, ReturnType<typeof MongoClient.connect>>();

function clientFor(url: string): ReturnType<typeof MongoClient.connect> {
  let client = clients.get(url);
  if (!client) {
    client = MongoClient.connect(url);
    clients.set(url, client);
    client.catch(() => clients.delete(url));
  }
  return client;
}

export async function find(url: string, id: string) {
  const client = await clientFor(url);
  return client.db().collection('a').findOne({ id });
}
`),
    },
    ...[
      [
        'perhaps an object',
        `export async function load(Key: string, endpoint: unknown) { return new S3Client({ endpoint }).send(new GetObjectCommand({ Key })); }`,
      ],
      [
        'an object',
        `export async function load(Key: string, options: Options) { return new S3Client(options).send(new GetObjectCommand({ Key })); }`,
      ],
      [
        'credentials',
        `app.get('/:key', async (req, res) => { const credentials = req.body; res.send(await new S3Client({ credentials }).send(new GetObjectCommand({}))); });`,
      ],
      [
        'a call whose result may differ',
        `export async function load(Key: string, region: string) { return new S3Client({ region: lookUp(region) }).send(new GetObjectCommand({ Key })); }`,
      ],
      [
        'a field',
        `export class A { r = 1; async load(Key: string, region: string) { return new S3Client({ region, retries: this.r }).send(new GetObjectCommand({ Key })); } }`,
      ],
      [
        'an assigned parameter',
        `export async function load(Key: string, region: string) { region = region.trim(); return new S3Client({ region }).send(new GetObjectCommand({ Key })); }`,
      ],
      [
        'a text of several lines',
        'export async function load(Key: string, region: string) { return new S3Client({ region, x: `a\nb` }).send(new GetObjectCommand({ Key })); }',
      ],
    ].map(([name, code = '']) => ({
      name: `refused: ${name ?? ''}`,
      code: `${AWS}\n${code}\n`,
      output: null,
      // One for each account of the callers is no advice where none can be written.
      errors: name === 'credentials' ? [{ messageId: 'neverClosed' as const }] : argumentsPerCall,
    })),
  ],
});
