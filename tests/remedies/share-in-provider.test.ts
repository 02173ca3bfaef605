import { describe, expect, it } from 'vitest';
import { folderOf } from '../project/folder.js';
import { fixAll } from './fix-all.js';

const HEAD = `import { Injectable } from '@nestjs/common';\nimport { ConfigService } from '@nestjs/config';\nimport { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';\n\n`;
const SEND = (client: string): string => `    await ${client}.send(new SendEmailCommand({ Source: to }));\n`;
const method = (lines: string, name = 'send'): string => `  async ${name}(to: string) {\n${lines}  }\n`;
const own = (options: string): string => `    const ses = new SESClient(${options});\n${SEND('ses')}`;
const service = (body: string, decorator = '@Injectable()'): string =>
  `${HEAD}${decorator}\nexport class Mail {\n${body}}\n`;

describe('a client of a provider, of which the container keeps one', () => {
  it('is constructed with it, once for all methods', () => {
    const { output, reasons } = fixAll(service(`${method(own('{}'))}\n${method(own('{}'), 'warn')}`));
    expect(output).toBe(
      service(
        `  private readonly ses = new SESClient({});\n\n${method(SEND('this.ses'))}\n${method(SEND('this.ses'), 'warn')}`,
      ),
    );
    expect(reasons).toEqual([]);
  });

  it('is created when it is first needed, where the environment says how', () => {
    const text = `new SESClient({ region: process.env.AWS_REGION })`;
    const made = own('{ region: process.env.AWS_REGION }');
    const kept = `    const ses = (this.ses ??= ${text});\n${SEND('ses')}`;
    const code = service(`${method(made)}\n${method(made, 'warn')}`);
    const cwd = folderOf({ 'package.json': { name: 'a' }, 'mail.ts': code });
    const file = { filename: `${cwd}/mail.ts`, cwd };
    expect(fixAll(code, { role: 'service' }, file).output).toBe(
      service(`  private ses: SESClient | undefined;\n\n${method(kept)}\n${method(kept, 'warn')}`),
    );
  });

  it('stands behind the fields, with all lines of its options', () => {
    const options = `{\n      maxAttempts: 3,\n      region: 'eu-west-1',\n    }`;
    const { output } = fixAll(service(`  private sent = 0;\n\n${method(own(options))}`), { fixes: 'migrate' });
    expect(output).toBe(
      service(
        `  private sent = 0;\n  private readonly ses = new SESClient({\n    maxAttempts: 3,\n    region: 'eu-west-1',\n  });\n\n${method(SEND('this.ses'))}`,
      ),
    );
  });

  it('keeps its variable where a function of its own reads it', () => {
    const code = `    const ses = new SESClient({});\n    function later() { return ses.send(new SendEmailCommand({})); }\n    await later();\n`;
    expect(fixAll(service(method(code))).output).toContain(
      `    const ses = this.ses;\n    function later() { return ses.send(`,
    );
  });

  it.each([
    ['one for each request', service(method(own('{}')), '@Injectable({ scope: Scope.REQUEST })')],
    [
      'what a request is injected into',
      service(`  constructor(@Inject(REQUEST) private request: Request) {}\n\n${method(own('{}'))}`),
    ],
    ['options that are not shown', service(method(own('{}')), '@Injectable(options)')],
    ['another decorator', service(method(own('{}')), '@Entity()')],
    ['a static method', service(method(own('{}')).replace('async', 'static async'))],
    ['a class that another one extends', `${service(method(own('{}')))}\nclass More extends Mail {}\n`],
    ['a container that makes anew', service(method(own('{}'))).replace('@nestjs/common', 'inversify')],
  ])('but not in %s', (_name, code) => {
    const { output } = fixAll(code.replace(/import \{ ConfigService.*\n/, ''), { fixes: 'migrate' });
    expect(output).not.toMatch(/this\.ses|readonly ses/);
  });

  it('is that of a singleton of tsyringe as well', () => {
    const code = service(method(own('{}')), '@singleton()')
      .replace(/import \{ ConfigService.*\n/, '')
      .replace('Injectable }', 'singleton }')
      .replace('@nestjs/common', 'tsyringe');
    expect(fixAll(code).output).toContain('  private readonly ses = new SESClient({});\n');
  });
});

describe('settings that a library reads once', () => {
  const region = (from: string): string => `{ region: ${from}.get('AWS_REGION') }`;
  const configured = (type: string, from = 'this.config'): string =>
    service(`  constructor(private readonly config: ${type}) {}\n\n${method(own(region(from)))}`);

  it('are the same for all calls', () => {
    const { output } = fixAll(configured('ConfigService'), { fixes: 'migrate' });
    expect(output).toContain(`(this.ses ??= new SESClient(${region('this.config')}));`);
    expect(fixAll(configured('ConfigService<Env>'), { fixes: 'migrate' }).output).toBe(
      output.replace('ConfigService)', 'ConfigService<Env>)'),
    );
  });

  it('are those of an imported object, too', () => {
    const code = `import config from 'config';\nimport { SESClient } from '@aws-sdk/client-ses';\n\nexport async function send(mail) {\n  const ses = new SESClient(${region('config')});\n  await ses.send(mail);\n}\n`;
    const settings = { fixes: 'migrate', role: 'service' };
    expect(fixAll(code, settings).output).toContain(`(sesClient ??= new SESClient(${region('config')}))`);
    expect(fixAll(code.replace(`'config'`, `'./settings.js'`), settings).output).not.toContain('??=');
  });

  it.each([
    ['a class of that name from elsewhere', configured('ConfigService').replace('@nestjs/config', './config.js')],
    ['a class of another name', configured('Settings')],
    ['a method that may change', configured('ConfigService').replace('.get(', '.next(')],
    ['what nothing declares', configured('any')],
  ])('but not %s', (_name, code) => {
    const { output, suggestions } = fixAll(code, { fixes: 'migrate' });
    expect(output).toBe(code);
    expect(suggestions.join()).toContain('is then read only once');
  });
});

describe('what a function takes out of an object that lasts', () => {
  const code = (from: string, head = ''): string =>
    `import { SQSClient } from '@aws-sdk/client-sqs';\n\n${head}export async function push(body: object, options: { url: string }) {\n  const { url } = ${from};\n  if (!url) return null;\n  const client = new SQSClient({ endpoint: \`https://\${url}\` });\n  return client.send(body);\n}\n`;
  const fixed = (text: string, more = {}): string => {
    const cwd = folderOf({ 'package.json': { name: 'a' }, 'env.ts': '', 'push.ts': text, ...more });
    return fixAll(text, { role: 'service' }, { filename: `${cwd}/push.ts`, cwd }).output;
  };

  it('is as fixed as the object', () => {
    expect(fixed(code('process.env'))).toContain('(sqsClient ??= new SQSClient({ endpoint:');
    const settings = `const settings = { url: process.env.URL };\n\n`;
    expect(fixed(code('settings', settings))).toContain('(sqsClient ??= new SQSClient({ endpoint:');
  });

  it.each([
    ['an object of the call', code('options'), {}],
    ['the result of a call', code('read()'), {}],
    ['an environment that code writes', code('process.env'), { 'env.ts': `process.env.url = 'a';\n` }],
    ['a default', code('process.env').replace('{ url } =', `{ url = 'a' } =`), {}],
    [
      'a variable',
      code('process.env').replace('const { url', 'let { url').replace('if (!url)', 'url = body;\n  if (!url)'),
      {},
    ],
  ])('but not %s', (_name, text, more) => {
    expect(fixed(text, more)).not.toContain('??=');
  });
});

describe('a function of the project that reads the environment', () => {
  const code = `import { env } from './env.js';\nimport { SESv2Client } from '@aws-sdk/client-sesv2';\n\nexport async function send(mail: object) {\n  const region = env('REGION');\n  const client = new SESv2Client({ region });\n  await client.send(mail);\n}\n`;
  const fixed = (text: string): ReturnType<typeof fixAll> => {
    const cwd = folderOf({ 'package.json': { name: 'a' }, 'env.ts': text, 'send.ts': code });
    return fixAll(code, { role: 'service', fixes: 'migrate' }, { filename: `${cwd}/send.ts`, cwd });
  };

  it.each([
    `export const env = (name: string) => process.env[name];\n`,
    `export function env(name: string): string {\n  const value = typeof window === 'undefined' ? process.env[name] : window.ENV[name];\n  if (!value) throw new MissingError(name);\n  return value.trim();\n}\n`,
    `const PREFIX = 'APP_';\nconst read = (name: string) => process.env[PREFIX + name];\nexport const env = (name: string) => read(name) ?? '';\n`,
  ])('is as fixed as that: %s', (text) => {
    expect(fixed(text).output).toContain('(sesv2Client ??= new SESv2Client({ region }));');
  });

  it.each([
    `export const env = async (name: string) => process.env[name];\n`,
    `const values = {};\nexport const env = (name: string) => values[name];\n`,
    `let tenant = 'a';\nexport const env = (name: string) => process.env[tenant + name];\nexport const use = (name: string) => { tenant = name; };\n`,
    `let count = 0;\nexport const env = (name: string) => { count++; return process.env[name]; };\n`,
    `import { store } from './store.js';\nexport const env = (name: string) => store.getStore().env[name];\n`,
    `export const env = (name: string) => process.env[name] ?? Date.now();\n`,
    `export const env = (name: string) => { last = name; return process.env[name]; };\nlet last;\n`,
  ])('but not one that reads or does more: %s', (text) => {
    const { output, suggestions } = fixed(text);
    expect(output).not.toContain('??=');
    expect(suggestions.join()).toMatch(/is then read only once|^$/);
  });
});
