import { describe, expect, it } from 'vitest';
import { KEYED, withoutTypes } from '../../src/remedies/share/keyed-helper.js';
import { withKeyed } from '../remedies/keyed-text.js';
import { folderOf } from './folder.js';
import { fixFile } from './lint.js';

const IMPORT = `import { Tables } from './tables.js';\n`;
const route = (made: string): string =>
  `export async function handler(event) {\n  const config = { region: event.region, tls: event.tls };\n  const tables = ${made};\n  return tables.removeAll(event.name);\n}\n`;
const AWS = `import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';\n`;
const tables = (constructor: string, rest = '', head = ''): string =>
  `${AWS}${head}export class Tables {\n  constructor(config = {}) {\n    this.client = new DynamoDBClient({ ...config });\n    ${constructor}\n  }\n  removeAll(name) {\n    return this.client.send(new ListTablesCommand({ name }));\n  }\n  ${rest}\n}\n`;

/** A route that makes an instance of a class of another file, fixed with `migrate`. */
function fixed(module: string, code: string, others: Readonly<Record<string, string>> = {}): string {
  const folder = folderOf({
    'package.json': { name: 'x', type: 'module' },
    'src/tables.js': module,
    'src/route.js': code,
    ...others,
  });
  return fixFile(folder, 'src/route.js', 'no-client-in-function');
}

describe('what a class or function of the project makes', () => {
  const code = `${IMPORT}\n${route('new Tables(config)')}`;

  it('is kept by its caller for equal arguments, whatever its methods are called', () => {
    const made = 'const tablesFor = keyed((config) => new Tables(config));';
    expect(fixed(tables(''), code)).toBe(withKeyed(IMPORT, made, route('tablesFor(config)'), { typed: false }));
  });

  it('is kept by a few strings, without a helper, where it is given nothing else', () => {
    const output = fixed(tables(''), code.replace(', tls: event.tls', ''));
    expect(output).toContain('const tablesByRegion = new Map();');
    expect(output).toContain('tables = new Tables({ region });');
    expect(output).not.toContain('keyed');
  });

  it('is created once where it is given nothing', () => {
    const output = fixed(tables(''), `${IMPORT}\n${route('new Tables()')}`);
    expect(output).toContain('let sharedTables;');
    expect(output).toContain('const tables = (sharedTables ??= new Tables());');
  });

  it('may be made by a function that throws where it cannot make one, and tells of it', () => {
    const module = `${AWS}import config from './config.js';\nexport const makeTables = ({ isNeeded = false } = {}) => {\n  if (config.region) {\n    logger.debug('tables');\n    return new DynamoDBClient({ region: config.region });\n  }\n  if (isNeeded) throw new Error('no region');\n};\n`;
    const importing = IMPORT.replace('Tables', 'makeTables');
    const first = route('makeTables({ isNeeded: true })').replace('removeAll(event.name)', 'send(event.command)');
    const output = fixed(module, `${importing}\n${first}\n${first.replace('handler', 'other')}`);
    expect(output.match(/^let /gm)).toHaveLength(1);
    expect(output.match(/= \(client \?\?= makeTables\(\{ isNeeded: true \}\)\);/g)).toHaveLength(2);
    expect(output).not.toContain('keyed');
  });

  it('is kept by the helper of another module that the file imports already', () => {
    const head = `${IMPORT}import { keyed } from './keyed.js';\n\nconst zoneFor = keyed((name) => name);\n\nexport const zone = zoneFor('a');\n`;
    const helper = `import { createHash } from 'node:crypto';\n\nexport ${withoutTypes(KEYED).replace(/^.*\n/, '')}\n`;
    const output = fixed(tables(''), `${head}\n${route('new Tables(config)')}`, { 'src/keyed.js': helper });
    expect(output).toContain('const tablesFor = keyed((config) => new Tables(config));');
    expect(output).not.toContain('createHash');
  });

  it('may make options of its own and hand its client on', () => {
    const module = `${AWS}import { withProxy } from './proxy.js';\nimport { Retries } from './retries.js';\nexport class Tables {\n  constructor(config = {}) {\n    this.client = new DynamoDBClient({ ...config, retryStrategy: new Retries(3) });\n  }\n  removeAll(name) {\n    return this.client.send(new ListTablesCommand({ name }));\n  }\n}\n`;
    expect(fixed(module, code)).toContain('keyed((config) => new Tables(config))');
  });

  it.each([
    ['state', tables('this.names = [];')],
    ['a field that a method changes', tables('', 'use(name) {\n    this.name = name;\n  }')],
    ['a container in a field', tables('', 'seen = new Map();')],
    ['what differs with the time', tables('this.started = Date.now();')],
    [
      'what another function gives it',
      tables('this.user = currentUser();', '', `import { currentUser } from './user.js';\n`),
    ],
    [
      'a variable that is assigned again',
      tables('this.zone = zone;', '', `let zone = 'a';\nexport const move = (to) => {\n  zone = to;\n};\n`),
    ],
    [
      'a parent',
      tables('')
        .replace('class Tables', 'class Tables extends Base')
        .replace('{\n    this', '{\n    super();\n    this'),
    ],
  ])('stays as it is where its class has %s', (_name, module) => {
    // Only what the caller's method uses can make a difference.
    const used = module.replace('return this.client', 'log({ ...this });\n    return this.client');
    expect(fixed(used, code)).toBe(code);
  });

  it.each([
    ['a container', tables('this.names = [];', 'add(name) {\n    this.names.push(name);\n  }')],
    ['what a method sets', tables('', 'use(name) {\n    this.name = name;\n  }')],
    [
      'what another function gives it',
      tables(
        `this.bar = progress.get('main');`,
        'tell() {\n    this.bar.update();\n  }',
        `import { progress } from './bar.js';\n`,
      ),
    ],
  ])('is kept where only other methods than that of the caller use %s', (_name, module) => {
    expect(fixed(module, code)).toContain('keyed((config) => new Tables(config))');
  });

  it.each([
    [
      'through another method',
      tables('this.names = [];', 'add(name) {\n    this.names.push(name);\n  }').replace(
        'return this',
        'this.add(name);\n    return this',
      ),
    ],
    ['taken apart', tables('this.names = [];').replace('return this', 'const { names } = this;\n    return this')],
    ['for the client', tables('this.zone = zoneOf();\n    this.other = new DynamoDBClient({ region: this.zone });')],
  ])('stays as it is where the method of the caller uses such a field %s', (_name, module) => {
    expect(fixed(module, code)).toBe(code);
  });

  it('stays as it is where the caller changes it', () => {
    const changed = code.replace('  return tables', '  tables.client = other;\n  return tables');
    expect(fixed(tables(''), changed)).toBe(changed);
  });

  it('stays as it is where its agents keep no connections, so that nothing would be gained', () => {
    const module = `import https from 'node:https';\nexport const makeAgent = (config) => new https.Agent({ ca: config.region });\n`;
    const use = `import { makeAgent } from './tables.js';\nimport axios from 'axios';\nexport async function handler(event) {\n  const config = { region: event.region, tls: event.tls };\n  return axios.get('https://a', { httpsAgent: makeAgent(config) });\n}\n`;
    expect(fixed(module, use)).toBe(use);
  });
});
