import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { getterOf, withKeyed } from '../remedies/keyed-text.js';
import { ruleTester } from '../rule-tester.js';

const migrate = { 'client-lifecycle': { fixes: 'migrate', role: 'service' } };
const AWS = `import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';\n`;
const HTTPS = `import https from 'node:https';\nimport axios from 'axios';\n`;
const UNDICI = `import { ProxyAgent, request } from 'undici';\n`;
const list = `send(new ListBucketsCommand({}))`;
const perCall = { messageId: 'argumentsPerCall' as const };

/** A handler that lists the buckets of a tenant, for as many clients as are named. */
const buckets = (made: string, before = '', after = ''): string =>
  `app.get('/', async (req, res) => {\n  const tenant = await tenantOf(req);\n${before}  const client = ${made};\n${after}  res.send(await client.${list});\n});\n`;
const APP = `import { app, tenantOf } from './app.js';\n`;
const secrets = `{\n    region: tenant.region,\n    credentials: { accessKeyId: tenant.id, secretAccessKey: tenant.secret },\n  }`;

ruleTester.run('no-client-in-function: one for equal arguments', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'TypeScript: an object with secrets stays where it is',
      code: `${AWS}${APP}\n${buckets(`new S3Client(${secrets})`)}`,
      output: withKeyed(AWS + APP, getterOf('clientFor', 'S3Client'), buckets(`clientFor(${secrets})`)),
      settings: migrate,
      errors: [perCall],
    },
    {
      name: 'JavaScript: options that are built step by step, in the order of the code',
      code: `${AWS}${APP}\n${buckets('new S3Client(config)', '  const config = {};\n  if (tenant.region) config.region = tenant.region;\n')}`,
      output: withKeyed(
        AWS + APP,
        'const clientFor = keyed((config) => new S3Client(config));',
        buckets('clientFor(config)', '  const config = {};\n  if (tenant.region) config.region = tenant.region;\n'),
        { typed: false },
      ),
      filename: 'a.js',
      settings: migrate,
      errors: [perCall],
    },
    {
      name: 'an agent whose options come from elsewhere is told to keep connections, unless they say no',
      code: `${HTTPS}${APP}\napp.get('/', async (req, res) => {\n  const options = { url: '/containers' };\n  options.httpsAgent = new https.Agent(\n    await tenantOf(req)\n  );\n  res.send(await axios.request(options));\n});\n`,
      output: withKeyed(
        HTTPS + APP,
        'const httpsAgentFor = keyed((options) => new https.Agent({ keepAlive: true, ...options }));',
        `app.get('/', async (req, res) => {\n  const options = { url: '/containers' };\n  options.httpsAgent = httpsAgentFor(\n    await tenantOf(req)\n  );\n  res.send(await axios.request(options));\n});\n`,
        { typed: false },
      ),
      filename: 'a.js',
      settings: migrate,
      errors: [perCall],
    },
    {
      name: 'the second of a file uses the helper that is there, in the next run',
      code: `${UNDICI}${APP}\napp.get('/a', async (req, res) => {\n  const tenant = await tenantOf(req);\n  const a = new ProxyAgent(tenant.proxy);\n  res.send(await request('http://a', { dispatcher: a }));\n});\n\napp.get('/b', async (req, res) => {\n  const b = new ProxyAgent({ ...(await tenantOf(req)) });\n  res.send(await request('http://b', { dispatcher: b }));\n});\n`,
      output: [
        withKeyed(
          UNDICI + APP,
          getterOf('proxyAgentFor', 'ProxyAgent'),
          `app.get('/a', async (req, res) => {\n  const tenant = await tenantOf(req);\n  const a = proxyAgentFor(tenant.proxy);\n  res.send(await request('http://a', { dispatcher: a }));\n});\n\napp.get('/b', async (req, res) => {\n  const b = new ProxyAgent({ ...(await tenantOf(req)) });\n  res.send(await request('http://b', { dispatcher: b }));\n});\n`,
        ),
        withKeyed(
          UNDICI + APP,
          getterOf('proxyAgentFor', 'ProxyAgent'),
          `app.get('/a', async (req, res) => {\n  const tenant = await tenantOf(req);\n  const a = proxyAgentFor(tenant.proxy);\n  res.send(await request('http://a', { dispatcher: a }));\n});\n\napp.get('/b', async (req, res) => {\n  const b = proxyAgentFor({ ...(await tenantOf(req)) });\n  res.send(await request('http://b', { dispatcher: b }));\n});\n`,
        ),
      ],
      settings: migrate,
      errors: [perCall, perCall],
    },
    ...(
      [
        [
          'options that are changed afterwards',
          '  const config = { region: tenant.region };\n',
          'config',
          '  config.region = other();\n',
        ],
        [
          'options that a merge changes afterwards',
          '  const config = { ...tenant };\n',
          'config',
          '  Object.assign(config, other());\n',
        ],
        ['a function made for the call', '', `{ region: tenant.region, logger: { info: () => res.send('x') } }`, ''],
        [
          'another client made for the call',
          `  const requestHandler = new NodeHttpHandler({ ...tenant });\n`,
          '{ requestHandler }',
          '',
        ],
        [
          'credentials that are equal to nothing',
          '',
          '{ region: tenant.region, credentials: fromTemporaryCredentials(tenant) }',
          '',
        ],
        [
          'credentials that are given to options which exist already',
          '  const config = { region: tenant.region };\n  if (tenant.role) config.credentials = fromTemporaryCredentials(tenant);\n',
          'config',
          '',
        ],
        [
          'credentials that one of two options has',
          '  let config = { region: tenant.region };\n  if (tenant.role) config = { credentials: fromTemporaryCredentials(tenant) };\n',
          'config',
          '',
        ],
        ['a limit of one call', '', '{ ...tenant, requestHandler: { httpsAgent: { maxSockets: 1 } } }', ''],
        ['the request itself', '', 'req', ''],
        ['a client that is changed', '', '{ ...tenant }', '  client.middlewareStack.add(log);\n'],
      ] as const
    ).map(([name, before, options, after]) => ({
      name: `refused: ${name}`,
      code: `import { NodeHttpHandler } from '@smithy/node-http-handler';\nimport { fromTemporaryCredentials } from '@aws-sdk/credential-providers';\n${AWS}${APP}\n${buckets(`new S3Client(${options})`, before, after)}`,
      output: null,
      settings: migrate,
      errors: [name.startsWith('credentials') ? { messageId: 'neverClosed' as const } : perCall],
    })),
    {
      name: 'refused: an agent of a function that nobody knows, which may keep no connections',
      code: `import axios from 'axios';\nimport { makeProxyAgent } from '@utils/agents';\n${APP}\napp.get('/', async (req, res) => {\n  const proxy = await tenantOf(req);\n  res.send(await axios.get('https://a', { httpsAgent: makeProxyAgent({ host: proxy.host, password: proxy.password }) }));\n});\n`,
      output: null,
      filename: 'a.js',
      settings: migrate,
      errors: [{ messageId: 'neverClosed' }],
    },
  ],
});
