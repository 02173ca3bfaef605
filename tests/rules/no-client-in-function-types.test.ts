import { resolve } from 'node:path';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import ts from 'typescript';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';

const linter = new Linter();

function config(fixes: 'safe' | 'migrate'): Linter.Config[] {
  return [
    {
      files: ['**/*.ts'],
      plugins: { 'client-lifecycle': plugin },
      rules: { 'client-lifecycle/no-client-in-function': 'error' },
      settings: { 'client-lifecycle': { fixes } },
      languageOptions: { parser },
    },
  ];
}

const PROGRAMS: Readonly<Record<string, string>> = {
  hoisted: `import { Agent, request } from 'undici';
export async function load(url: string): Promise<unknown> {
  const dispatcher = new Agent();
  try {
    return await (await request(url, { dispatcher })).body.json();
  } finally {
    await dispatcher.close();
  }
}
`,
  lazy: `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
export async function load(Key: string): Promise<unknown> {
  const client = new S3Client({ region: process.env.AWS_REGION ?? 'eu-west-1' });
  return client.send(new GetObjectCommand({ Bucket: 'b', Key }));
}
`,
  'lazy through a namespace': `import * as undici from 'undici';
export async function load(url: string): Promise<number> {
  const { statusCode } = await undici.request(url, { dispatcher: new undici.Agent({ headersTimeout: Number(process.env.TIMEOUT) }) });
  return statusCode;
}
`,
  'lazy through a default import': `import axios from 'axios';
import https from 'node:https';
export async function load(url: string): Promise<unknown> {
  return axios.get(url, { httpsAgent: new https.Agent({ keepAlive: true, servername: process.env.NAME ?? '' }) });
}
`,
  'lazy in a field': `import { Agent, request } from 'undici';
export class Api {
  constructor(private readonly timeout: number) {}

  async load(url: string): Promise<number> {
    return (await request(url, { dispatcher: new Agent({ headersTimeout: this.timeout }) })).statusCode;
  }
}
`,
  'lazy in a field of a subclass': `import { Agent, request } from 'undici';
export class Api extends Map<string, string> {
  readonly #timeout = 5;

  async load(url: string): Promise<number> {
    return (await request(url, { dispatcher: new Agent({ headersTimeout: this.#timeout }) })).statusCode;
  }
}
`,
  injected: `import axios from 'axios';
import https from 'node:https';
export class Api {
  constructor(private readonly base: string) {}

  async load(path: string): Promise<unknown> {
    const httpsAgent = new https.Agent({ keepAlive: true });
    return axios.get(this.base + path, { httpsAgent });
  }
}
`,
  'injected into a subclass': `import axios from 'axios';
import https from 'node:https';
class Base { constructor(readonly name: string) {} }
export class Api extends Base {
  constructor(private readonly base: string) {
    super(base);
  }

  async load(path: string): Promise<unknown> {
    return axios.get(this.base + path, { httpsAgent: new https.Agent({ keepAlive: true }) });
  }
}
`,
  'suggested with a limit': `import { Agent, request } from 'undici';
export class Api {
  readonly base = 'http://a';

  async load(path: string): Promise<number> {
    return (await request(this.base + path, { dispatcher: new Agent({ connections: 5 }) })).statusCode;
  }
}
async function load(path: string): Promise<number> {
  return (await request(path, { dispatcher: new Agent({ connections: 6 }) })).statusCode;
}
export async function run(paths: readonly string[]): Promise<void> {
  for (const path of paths) await load(path);
}
`,
  keyed: `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
interface Where { region: string; endpoint?: string }
export async function load(where: Where, Key: string): Promise<unknown> {
  const s3 = new S3Client({ region: where.region, ...(where.endpoint && { endpoint: where.endpoint }) });
  return s3.send(new GetObjectCommand({ Bucket: 'b', Key }));
}
export async function other(Key: string, region = 'eu-west-1'): Promise<unknown> {
  return new S3Client({ region }).send(new GetObjectCommand({ Bucket: 'b', Key }));
}
`,
  'closed in finally': `import mysql, { type RowDataPacket } from 'mysql2/promise';
export async function find(url: string): Promise<number> {
  const connection = await mysql.createConnection(url);
  const [rows] = await connection.query<RowDataPacket[]>('select 1');
  await connection.end();
  await new Promise((done) => setTimeout(done, 1));
  return rows.length;
}
`,
};

/** Everything that fixes and suggestions make of the programs, by a name. */
function outputs(): Map<string, string> {
  const made = new Map<string, string>();
  for (const [name, code] of Object.entries(PROGRAMS)) {
    const { output, messages } = linter.verifyAndFix(code, config('migrate'), { filename: 'a.ts' });
    expect(
      messages.filter(({ fatal }) => fatal),
      name,
    ).toEqual([]);
    expect(linter.verifyAndFix(output, config('migrate'), { filename: 'a.ts' }).output, `${name}, second run`).toBe(
      output,
    );
    if (output !== code) made.set(`${name}, fixed`, output);
    for (const { suggestions = [], line } of linter.verify(code, config('safe'), { filename: 'a.ts' })) {
      for (const { fix, messageId } of suggestions)
        made.set(
          `${name}, ${String(messageId)} in line ${line}`,
          code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]),
        );
    }
  }
  return made;
}

it('what fixes and suggestions write has no type error', { timeout: 120_000 }, () => {
  const made = outputs();
  const files = new Map(
    [...made].map(([name, text], index) => [resolve(import.meta.dirname, `output-${index}.ts`), { name, text }]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noUnusedLocals: true,
    noEmit: true,
    skipLibCheck: true,
    verbatimModuleSyntax: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const base = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (file) => files.has(file) || base.fileExists(file),
    readFile: (file) => files.get(file)?.text ?? base.readFile(file),
    getSourceFile: (file, target, ...rest) => {
      const own = files.get(file);
      return own ? ts.createSourceFile(file, own.text, target) : base.getSourceFile(file, target, ...rest);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const errors = [...files].flatMap(([file, { name }]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
  expect(errors).toEqual([]);
  expect([...made.keys()].map((name) => name.split(' in line')[0])).toEqual(
    expect.arrayContaining([
      'hoisted, fixed',
      'lazy, fixed',
      'lazy through a namespace, fixed',
      'lazy through a default import, fixed',
      'lazy in a field, fixed',
      'lazy in a field of a subclass, fixed',
      'injected, fixed',
      'injected into a subclass, fixed',
      'suggested with a limit, injectIntoClass',
      'suggested with a limit, injectIntoFunction',
      'keyed, keyed',
      'closed in finally, fixed',
    ]),
  );
});
