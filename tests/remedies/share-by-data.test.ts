import { describe, expect, it } from 'vitest';
import { folderOf } from '../project/folder.js';
import { fixAll } from './fix-all.js';

const SQS = `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';\n`;
const SENT = `  await sqs.send(new SendMessageCommand({ QueueUrl: 'a', MessageBody: 'b' }));\n`;
const send = (options: string, parameters = 'region: string, name?: string'): string =>
  `${SQS}\nexport async function send(${parameters}) {\n${options}  const sqs = new SQSClient(config);\n${SENT}}\n`;
const later = `  if (local) config.endpoint = 'http://a';\n`;
const TYPED = 'const config: Config =';

/** What keeps one client for each distinct JSON. */
const kept = (type: string): string =>
  `function sqsFor(config${type === '' ? '' : `: ${type}`})${type === '' ? '' : ': SQSClient'} {
  const key = JSON.stringify(config);
  let sqs = `;

describe('an object of plain data is found again by its JSON', () => {
  it.each<[string, string]>([
    ['with members that come later', `  ${TYPED} { region };\n${later}`],
    ['with what is left out', `  ${TYPED} { region };\n  if (name) {\n    config.profile = name;\n  }\n`],
    ['with spreads', `  ${TYPED} { ...(name && { profile: name }), b: !local };\n  config.region = region;\n`],
    ['with objects and lists', `  ${TYPED} { region, tls: { a: [1, 'b', null, region] } };\n${later}`],
    ['with the environment', `  ${TYPED} { region: process.env.A };\n  if (name) config.region = region ?? 'a';\n`],
    ['with what is never undefined', `  ${TYPED} { region };\n  if (local) config.endpoint = name ?? 'http://a';\n`],
  ])('%s', (_name, options) => {
    const { output, reasons } = fixAll(send(options), { fixes: 'migrate' });
    expect(output).toContain(kept('Config'));
    expect(output).toContain(`${options}  const sqs = sqsFor(config);\n`);
    expect(reasons).toEqual([]);
  });

  it('in JavaScript by what comments say of it', () => {
    const doc = `/**\n * @param {Object} params\n * @param {string} [params.region] where\n */\n`;
    const options = `  const { region } = params;\n  const config = {};\n  if (region) config.region = region;\n`;
    const code = send(options, 'params').replace('export', `${doc}export`);
    expect(fixAll(code, {}, { filename: 'a.js' }).output).toContain(kept(''));
    expect(fixAll(code.replace('{string}', '{object}'), {}, { filename: 'a.js' }).output).not.toContain(kept(''));
    expect(fixAll(code.replace('if (region) ', 'if (!params.a) '), {}, { filename: 'a.js' }).output).not.toContain(
      'Map',
    );
  });

  it.each<[string, string]>([
    ['it may hold an instance', `  ${TYPED} { region };\n  config.agent = made;\n`],
    ['it holds a function', `  ${TYPED} { region };\n  config.onError = () => {};\n`],
    ['other code may have put something in', `  ${TYPED} { region };\n  complete(config);\n`],
    ['a method is called on it', `  ${TYPED} { region };\n  config.endpoint = 'a';\n  config.fill();\n`],
    ['an inner function changes it', `  ${TYPED} { region };\n  on(() => { config.endpoint = 'a'; });\n`],
    ['it is spread from elsewhere', `  ${TYPED} { ...defaults };\n  config.region = region;\n`],
    ['what it leaves out looks like undefined', `  ${TYPED} { region };\n  if (local) config.endpoint = name;\n`],
    ['something deeper may be undefined', `  ${TYPED} { region, a: { name } };\n  config.b = region;\n`],
    ['a member is taken away', `  ${TYPED} { region };\n  if (local) delete config.region;\n`],
    ['its type is not written', `  const config = { region };\n${later}`],
  ])('not where %s', (_name, options) => {
    expect(fixAll(send(options)).output).toBe(send(options));
  });

  it.each<[string, string]>([
    ['tries', 'config.maxAttempts = 1'],
    ['a strategy of retries', `config.retryStrategy = { mode: 'a' }`],
  ])('only with migrate where it holds %s', (_name, added) => {
    const code = send(`  ${TYPED} { region };\n  ${added};\n`);
    expect(fixAll(code).output).toBe(code);
    expect(fixAll(code, { fixes: 'migrate' }).output).toContain('function sqsFor(config: Config)');
  });

  it('by a hash where it holds a secret', () => {
    const code = `import https from 'node:https';\nimport axios from 'axios';\n\nexport async function load(url: string, cert: string) {\n  const options: https.AgentOptions = { keepAlive: true };\n  if (cert) options.cert = cert;\n  return axios.get(url, { httpsAgent: new https.Agent(options) });\n}\n`;
    const { output } = fixAll(code, { fixes: 'migrate' });
    expect(output).toContain(`import { createHash } from 'node:crypto';\n`);
    expect(output).toContain(`const key = createHash('sha256').update(JSON.stringify(options)).digest('base64');\n`);
    expect(fixAll(code).output).toBe(code);
  });

  it('never where it holds a limit, which would be one for all calls', () => {
    const code = `import { Agent, request } from 'undici';\n\nexport async function load(url: string, n: number) {\n  const options: Agent.Options = { allowH2: true };\n  options.connections = n;\n  const { body } = await request(url, { dispatcher: new Agent(options) });\n  return body.json();\n}\n`;
    for (const fixes of ['safe', 'migrate']) expect(fixAll(code, { fixes }).output).toBe(code);
  });
});

it('two clients of one object have a Map each, also in two runs', () => {
  const code = send(`  ${TYPED} { region };\n${later}`)
    .replace(SENT, `${SENT}  const other = new SQSClient(config);\n${SENT.replace('sqs', 'other')}`)
    .replace('new SQSClient(config)', 'new SNSClient(config)')
    .replace(SQS, `${SQS}import { SNSClient } from '@aws-sdk/client-sns';\n`);
  const { output } = fixAll(code);
  expect(output).toContain('const sqs = sqsFor(config);\n');
  expect(output).toContain('const other = otherFor(config);\n');
  expect(output.match(/const key = JSON\.stringify\(config\);/g)).toHaveLength(2);
});

describe('secrets are found again by their hash', () => {
  const agents = `import https from 'node:https';\nimport axios from 'axios';\n\nexport async function load(url: string, cert: string) {\n  return axios.get(url, { httpsAgent: new https.Agent({ cert, keepAlive: true }) });\n}\n`;
  it('in the function that keeps one client for each', () => {
    const { output } = fixAll(agents, { fixes: 'migrate' });
    expect(output).toContain(`const key = createHash('sha256').update(JSON.stringify([cert])).digest('base64');\n`);
    expect(output).toContain('const httpsAgents = new Map<string, https.Agent>();');
    expect(output).not.toContain('function keyed');
  });
  it('only with migrate', () => {
    expect(fixAll(agents).output).toBe(agents);
  });
});

describe('a client that a class of the project wraps', () => {
  const wrapper = (options: string, more = ''): string =>
    `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';\n${more}\nexport class Queue {\n  constructor(config = {}) {\n    this.client = new SQSClient(${options});\n  }\n\n  async add(body) {\n    return this.client.send(new SendMessageCommand({ QueueUrl: 'a', MessageBody: body }));\n  }\n}\n`;
  const calls = `import { Queue } from './queue.js';\n\n/** @param {string} region */\nexport async function add(region) {\n  const config = {};\n  if (region) config.region = region;\n  const queue = new Queue(config);\n  return queue.add('a');\n}\n`;
  const fixed = (text: string, code = calls): string => {
    const cwd = folderOf({ 'package.json': { name: 'a', type: 'module' }, 'queue.js': text, 'a.js': code });
    return fixAll(code, { role: 'service' }, { filename: `${cwd}/a.js`, cwd }).output;
  };

  it('is kept without migrate where it tries again', () => {
    expect(fixed(wrapper('{ ...config }'))).toContain('const queue = queueFor(config);\n');
    expect(fixed(wrapper('config'))).toContain('const queue = queueFor(config);\n');
  });

  it.each<[string, string, string?]>([
    ['it chooses its tries', wrapper('{ ...config, maxAttempts: 1 }')],
    ['others decide its retries', wrapper('{ ...config, retryStrategy: STRATEGY }')],
    ['it has more options than those', wrapper('{ ...config, ...DEFAULTS }')],
    ['the call gives it tries', wrapper('{ ...config }'), calls.replace('config.region', 'config.maxAttempts')],
    ['what the call gives it is not known', wrapper('{ ...config }'), calls.replace('= {}', '= options')],
  ])('is left as it is where %s', (_name, text, code = calls) => {
    expect(fixed(text, code)).toBe(code);
  });
});

it('what a function of the project takes as text is a text', () => {
  const maker = `import { SQSClient } from '@aws-sdk/client-sqs';\n\nexport const makeClient = (region: string, key: string) =>\n  new SQSClient({ region, credentials: { accessKeyId: 'a', secretAccessKey: key } });\n`;
  const code = `import { makeClient } from './maker.js';\nimport { configOf } from './config.js';\n\nexport async function send(body: unknown) {\n  const { region, key } = configOf();\n  const sqs = makeClient(region, key);\n  return sqs.send(body);\n}\n`;
  const fixed = (text: string): string => {
    const cwd = folderOf({ 'package.json': { name: 'a', type: 'module' }, 'maker.ts': text, 'a.ts': code });
    return fixAll(code, { role: 'service', fixes: 'migrate' }, { filename: `${cwd}/a.ts`, cwd }).output;
  };
  expect(fixed(maker)).toContain(`.update(JSON.stringify([region, key])).digest('base64');\n`);
  expect(fixed(maker)).not.toContain('function keyed');
  expect(fixed(maker.replace('key: string', 'key: unknown'))).toContain('function keyed');
});

describe('options that another function may fill stay where they are', () => {
  const load = (options: string, client: string): string =>
    `import { Agent, request } from 'undici';\nimport { complete } from './complete.js';\n\nexport async function load(url: string, region: string) {\n  const options = ${options};\n  complete(options);\n  const { body } = await request(url, { dispatcher: ${client} });\n  return body.json();\n}\n`;

  it.each<[string, string]>([
    ['constants', '{ allowH2: true }'],
    ['what differs', '{ keepAliveTimeout: Number(region) }'],
    ['the environment', '{ keepAliveTimeout: process.env.A }'],
  ])('%s', (_name, options) => {
    const code = load(options, 'new Agent(options)');
    expect(fixAll(code).output).toBe(code);
    expect(fixAll(code, { fixes: 'migrate' }).output).not.toMatch(/new Agent\(\{|\?\?= new Agent/);
  });

  it('but not those that a function only looks at, or a constructor reads', () => {
    const code = load('{ allowH2: true }', 'new Agent(options)');
    const { output } = fixAll(
      code.replace('complete(options)', 'console.log(JSON.stringify(options), new A(options))'),
    );
    expect(output).toContain('const dispatcher = new Agent({ allowH2: true });\n\nexport');
  });
});

describe('what is kept for a variable that says more than the class', () => {
  const code = (name: string): string =>
    `import Redis from 'ioredis';\n\nexport async function find(id: string) {\n  const ${name} = new Redis(process.env.REDIS_URL ?? '');\n  return ${name}.get(id);\n}\n`;

  it('says so, too', () => {
    const { output } = fixAll(code('queueRedis'), { role: 'service', fixes: 'migrate' });
    expect(output).toContain('let sharedQueueRedis: Redis | undefined;\n');
  });

  it('has the name of the class otherwise', () => {
    const { output } = fixAll(code('client'), { role: 'service', fixes: 'migrate' });
    expect(output).toContain('let redis: Redis | undefined;\n');
  });
});
