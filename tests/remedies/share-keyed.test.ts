import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyedText, PLAIN } from '../../src/init/texts.js';
import { fixAll } from './fix-all.js';

const APP = `import { app, tenantOf } from './app.js';\n`;
const AWS = `import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';\n${APP}`;
const handler = (name: string, body: string): string =>
  `app.get('/${name}', async (req, res) => {\n  const tenant = await tenantOf(req);\n${body}});\n`;
const list = (options: string, name = 'list'): string =>
  handler(
    name,
    `  const client = new S3Client(${options});\n  res.send(await client.send(new ListBucketsCommand({})));\n`,
  );
const listed = (options: string, name = 'list'): string => list(options, name).replace('new S3Client', 'clientFor');
const OPTIONS = '{ region: tenant.region, credentials: tenant.keys }';

describe('the function of the project that finds clients by their arguments', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'keyed-'));
    mkdirSync(join(cwd, 'src'));
    const style = { commonjs: false, layout: PLAIN, specifierEnd: '.js' };
    writeFileSync(join(cwd, 'src', 'keyed.ts'), keyedText({ typed: true, ...style }));
    writeFileSync(join(cwd, 'src', 'kept.cjs'), keyedText({ typed: false, ...style, commonjs: true }));
  });
  afterAll(() => {
    rmSync(cwd, { recursive: true });
  });

  const fix = (code: string, keyed: object | null, more: object = {}, filename = 'src/list.js') =>
    fixAll(code, { ...(keyed && { keyed }), role: 'service', ...more }, { filename: join(cwd, filename), cwd });
  const KEYED = { module: './src/keyed.ts', export: 'keyed' };
  const getter = `const clientFor = keyed((options) => new S3Client(options));\n`;

  it('is imported, in place of its text in each file', () => {
    expect(fix(AWS + list(OPTIONS), KEYED).output).toBe(
      `${AWS}import { keyed } from './keyed.js';\n\n${getter}\n${listed(OPTIONS)}`,
    );
  });

  it('is imported once for several sites, which share what they ask of it', () => {
    expect(fix(AWS + list(OPTIONS) + list(OPTIONS, 'other'), KEYED).output).toBe(
      `${AWS}import { keyed } from './keyed.js';\n\n${getter}\n${listed(OPTIONS)}${listed(OPTIONS, 'other')}`,
    );
  });

  it('is imported under the name of its export', () => {
    const kept = { module: '#kept', export: 'onePerArguments' };
    const { output } = fix(AWS + list(OPTIONS) + list(OPTIONS, 'other'), kept);
    expect(output).toContain(
      `import { onePerArguments } from '#kept';\n\nconst clientFor = onePerArguments((options) => new S3Client(options));\n`,
    );
    expect(output.match(/onePerArguments/g)).toHaveLength(2);
  });

  it('is required where the file does so', () => {
    const code = `const { S3Client, ListBucketsCommand } = require('@aws-sdk/client-s3');\nconst { app, tenantOf } = require('./app');\n\n${list(OPTIONS)}`;
    const { output } = fixAll(
      code,
      { keyed: { module: './src/kept.cjs', export: 'keyed' }, role: 'service' },
      { filename: join(cwd, 'src/list.js'), cwd, sourceType: 'commonjs' },
    );
    expect(output).toContain(`const { keyed } = require('./kept.cjs');\n\n${getter}`);
  });

  it('makes a fix of recommended only of clients that get over a connection which the server has dropped', () => {
    const agents = `import https from 'node:https';\nimport axios from 'axios';\n${APP}${handler('load', `  const httpsAgent = new https.Agent({ ca: tenant.ca, keepAlive: true });\n  res.send(await axios.get(url, { httpsAgent }));\n`)}`;
    const agent = fix(agents, KEYED);
    expect(agent.output).toBe(agents);
    expect(agent.suggestions).toEqual(['Keep one for equal arguments, with `httpsAgentFor`, at most 100 at a time.']);
    const once = list(`{ ...tenant.options, maxAttempts: 1 }`);
    expect(fix(AWS + once, KEYED).output).toBe(AWS + once);
  });

  it('is no reason to keep what the arguments do not tell apart', () => {
    const made = list(`{ region: tenant.region, credentials: fromTemporaryCredentials(tenant) }`);
    expect(fix(AWS + made, KEYED)).toMatchObject({
      output: AWS + made,
      reasons: [expect.stringContaining('what fromTemporaryCredentials() makes is different for each call')],
    });
  });

  it('is not written where there is none: the file has to be there', () => {
    expect(fix(AWS + list(OPTIONS), { module: './src/gone.ts', export: 'keyed' })).toMatchObject({
      output: AWS + list(OPTIONS),
      reasons: [expect.stringContaining('there is no file ./src/gone.ts')],
    });
    expect(fix(AWS + list(OPTIONS), null).output).toBe(AWS + list(OPTIONS));
  });
});
