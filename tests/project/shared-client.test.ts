import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { fixFile } from './lint.js';

const route = (made: string): string =>
  `import { Agent, request } from 'undici';\nexport async function load(url) {\n  const dispatcher = ${made};\n  const { body } = await request(url, { dispatcher });\n  return body.json();\n}\n`;
const ARGS = '{ connections: 20 }';
const clients = `import { Agent } from 'undici';\nexport const agent = new Agent({ keepAliveTimeout: 5_000 });\n`;
const other = `import { agent } from './clients.js';\nexport const warm = () => agent.stats;\n`;

/** `src/route.js` of a project of these files, fixed by no-client-in-function with `migrate`. */
function fixed(files: Readonly<Record<string, string>>, settings: object = {}): string {
  const folder = folderOf({ 'package.json': { name: 'x', type: 'module' }, ...files });
  return fixFile(folder, 'src/route.js', 'no-client-in-function', settings);
}

const site = route('new Agent({ keepAliveTimeout: 5_000 })');
const imports = `import { request } from 'undici';\nimport { agent } from './clients.js';\n`;

describe('a client that the project shares already', () => {
  it.each([
    ['as it is', clients, site],
    ['in a list of exports', clients.replace('export ', '') + 'export { agent };\n', site],
    [
      'from the environment, which both read',
      clients.replace('5_000', 'Number(process.env.IDLE)'),
      site.replace('5_000', 'Number(process.env.IDLE)'),
    ],
    ['closed at shutdown', `${clients}export const shutdown = () => agent.close();\n`, site],
  ])('is imported, %s', (_name, module, code) => {
    const output = fixed({ 'src/clients.js': module, 'src/other.js': other, 'src/route.js': code });
    expect(output).toContain(imports);
    expect(output).toContain('{ dispatcher: agent }');
    expect(output).not.toContain('new Agent');
  });

  it.each<[string, Record<string, string>]>([
    ['other arguments', { 'src/clients.js': clients.replace('5_000', '6_000') }],
    [
      'arguments that only its file knows',
      { 'src/clients.js': clients.replace('5_000', 'idle') + 'const idle = 5;\n' },
    ],
    ['a module that nothing imports, which may start a program', { 'src/clients.js': clients, 'src/other.js': '' }],
    ['a module of tests', { 'src/clients.js': '', 'test/clients.js': clients }],
    ['two of them', { 'src/clients.js': clients, 'src/more.js': clients, 'src/user.js': `import './more.js';\n` }],
    ['one that is not exported', { 'src/clients.js': clients.replace('export ', '') }],
    ['one that is assigned again', { 'src/clients.js': `${clients.replace('const', 'let')}agent = null;\n` }],
    [
      'one that its module closes before the end',
      { 'src/clients.js': `${clients}export const reset = () => agent.close();\n` },
    ],
    ['one that another file closes', { 'src/clients.js': clients, 'src/other.js': `${other}agent.destroy();\n` }],
    ['a module that imports this one', { 'src/clients.js': `import { load } from './route.js';\n${clients}` }],
  ])('is not imported: %s', (_name, files) => {
    expect(fixed({ 'src/other.js': other, 'src/route.js': site, ...files })).not.toContain('clients.js');
  });

  it('keeps a limit apart that would hold for all calls together', () => {
    const module = `import { Agent } from 'undici';\nexport const agent = new Agent(${ARGS});\n`;
    const code = route(`new Agent(${ARGS})`);
    expect(fixed({ 'src/clients.js': module, 'src/other.js': other, 'src/route.js': code })).toBe(code);
  });

  it.each([
    ['with the extension of the source', 'src/main.ts', './clients.ts', './clients.ts'],
    ['without one', 'src/main.ts', './clients', './clients'],
    ['with that of the output', 'src/main.ts', './clients.js', './clients.js'],
    ['not as a file of another kind does', 'src/main.mts', './clients.ts', './clients.js'],
  ])('is imported as another file imports it, where this one imports nothing else: %s', (_name, main, as, expected) => {
    const folder = folderOf({
      'package.json': { name: 'x', type: 'module' },
      'src/clients.ts': clients,
      [main]: other.replace('./clients.js', as),
      'src/route.ts': site,
    });
    expect(fixFile(folder, 'src/route.ts', 'no-client-in-function')).toContain(`from '${expected}';`);
  });

  describe('of a service of the AWS SDK', () => {
    const job = (name: string): string =>
      `import { ${name}Client } from '@aws-sdk/client-${name.toLowerCase()}';\nexport async function load(command) {\n  const client = new ${name}Client({ region: 'eu-central-1' });\n  return client.send(command);\n}\n`;
    const module = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nimport { SNSClient } from '@aws-sdk/client-sns';\nexport const sns = new SNSClient({ region: 'eu-central-1' });\nexport const table = (client = DynamoDBClient) => client.name;\n`;
    const user = `import { sns } from './clients.js';\nexport const send = (command) => sns.send(command);\n`;
    const files = { 'src/clients.js': module, 'src/other.js': user };

    it('is imported for that service alone', () => {
      expect(fixed({ ...files, 'src/route.js': job('SNS') })).toContain(`import { sns } from './clients.js';`);
      expect(fixed({ ...files, 'src/route.js': job('DynamoDB') })).not.toContain('clients.js');
    });

    it.each(['@aws-sdk/client-*#*Client', '@aws-sdk/client-sns#SNSClient', '@aws-sdk/client-*#SNSClient'])(
      'is that service, where the settings name %s',
      (construct) => {
        const sharedClients = [{ construct, module: './src/clients.js', export: 'sns' }];
        const alone = { 'src/clients.js': module, 'src/other.js': '' };
        expect(fixed({ ...alone, 'src/route.js': job('SNS') }, { sharedClients })).toContain(`from './clients.js';`);
        expect(fixed({ ...alone, 'src/route.js': job('SQS') }, { sharedClients })).not.toContain('clients.js');
      },
    );
  });
});
