import { describe, expect, it } from 'vitest';
import { folderOf } from '../project/folder.js';
import { fixAll } from './fix-all.js';

const SQS = `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';\n`;
const S3 = `import { S3Client, GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';\n`;
const REQUEST = `new SendMessageCommand({ QueueUrl: 'a', MessageBody })`;
const CONSTANT = `new SQSClient({ region: 'eu-west-1' })`;
const READING = 'new SQSClient({ region: process.env.REGION })';

const send = (made: string, parameters = 'MessageBody'): string =>
  `export async function send(${parameters}) {\n  const sqs = ${made};\n  await sqs.send(${REQUEST});\n}\n`;
const sent = (name: string): string =>
  `export async function send(MessageBody) {\n  await ${name}.send(${REQUEST});\n}\n`;

describe('a client that tries again is shared without migrate', () => {
  it.each<[string, string, string]>([
    ['of constant arguments', SQS + send(CONSTANT), `${SQS}\nconst sqs = ${CONSTANT};\n\n${sent('sqs')}`],
    [
      'closed by each call',
      `${SQS}${send(CONSTANT).replace(`  await sqs.send(${REQUEST});\n`, `  try {\n    await sqs.send(${REQUEST});\n  } finally {\n    sqs.destroy();\n  }\n`)}`,
      `${SQS}\nconst sqs = ${CONSTANT};\n\n${sent('sqs')}`,
    ],
    [
      'for each region',
      `${SQS}${send('new SQSClient({ region })', 'MessageBody: string, region: string')}`,
      `  const sqs = sqsFor(region);\n`,
    ],
    [
      'by the function that constructs it',
      `${SQS}function client() {\n  log('sqs');\n  return ${CONSTANT};\n}\n\n${send('client()')}`,
      `  log('sqs');\n  return (sqsClient ??= ${CONSTANT});\n`,
    ],
  ])('%s', (_name, code, output) => {
    expect(fixAll(code).output).toContain(output);
  });

  it.each<[string, string]>([
    ['its tries are chosen', SQS + send(`new SQSClient({ region: 'a', maxAttempts: 1 })`)],
    ['its tries are decided elsewhere', SQS + send(`new SQSClient({ region: 'a', retryStrategy: STRATEGY })`)],
    ['its options are not shown', SQS + send(`new SQSClient(OPTIONS)`)],
    ['its connections are chosen', SQS + send(`new SQSClient({ requestHandler: { httpsAgent: { maxSockets: 1 } } })`)],
    [
      'a body may stay unread',
      `${S3}export async function read(Key) {\n  const s3 = new S3Client({ region: 'a' });\n  return s3.send(new GetObjectCommand({ Key, Bucket: 'a' }));\n}\n`,
    ],
    ['it is changed', SQS + send(CONSTANT).replace('  await', '  sqs.middlewareStack.add(sign);\n  await')],
    [
      'other files call the function that constructs it',
      `${SQS}export function client() {\n  log('sqs');\n  return ${CONSTANT};\n}\n\n${send('client()')}`,
    ],
  ])('not where %s', (_name, code) => {
    expect(fixAll(code).output).toBe(code);
  });
});

describe('the environment', () => {
  const service = SQS + send(READING);
  const output = (files: Readonly<Record<string, string>>, code = service): string => {
    const cwd = folderOf({ 'package.json': { name: 'x', type: 'module' }, 'src/service.js': code, ...files });
    return fixAll(code, { role: 'service' }, { filename: 'src/service.js', cwd }).output;
  };
  const main = `import { send } from './service.js';\n`;

  it.each<[string, Record<string, string>]>([
    ['nothing writes it', { 'src/main.js': `${main}console.log(process.env.REGION === 'a');\n` }],
    ['other variables are written', { 'src/main.js': `${main}process.env.HOME ??= '/';\n` }],
    ['tests write it', { 'test/service.test.js': `import '../src/service.js';\nprocess.env.REGION = 'a';\n` }],
  ])('is read once where %s', (_name, files) => {
    expect(output(files)).toBe(`${SQS}\nlet sqsClient;\n\n${send(`(sqsClient ??= ${READING})`)}`);
  });

  it.each<[string, Record<string, string>, string?]>([
    ['another file writes it', { 'src/main.js': `${main}process.env.REGION = region;\n` }],
    [
      'another file writes any of it',
      { 'src/main.js': `${main}for (const name of names) process.env[name] = read(name);\n` },
    ],
    ['another file fills it', { 'src/main.js': `${main}Object.assign(process.env, read());\n` }],
    ['the file itself writes it', {}, `${service}export const move = (region) => (process.env['REGION'] = region);\n`],
    ['the name is known at run time only', {}, service.replace('process.env.REGION', 'process.env[NAME]')],
    [
      'a test replaces the class for each call',
      { 'test/service.test.js': `import '../src/service.js';\njest.mock('@aws-sdk/client-sqs');\n` },
    ],
  ])('is not where %s', (_name, files, code = service) => {
    expect(output(files, code)).toBe(code);
  });
});
