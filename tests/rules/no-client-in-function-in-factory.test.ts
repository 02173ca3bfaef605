import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const migrate = { 'client-lifecycle': { fixes: 'migrate' } };
const S3 = `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';\nimport { region } from './config.js';\n`;
const constantArguments = { messageId: 'constantArguments' as const };

const factory = (construction: string, before = ''): string =>
  `/** A client for our region. */\nfunction client() {\n${before}  return ${construction};\n}\n`;
const caller = (use: string): string => `export async function load(Key) {\n  const s3 = client();\n${use}}\n`;
const get = `  return s3.send(new GetObjectCommand({ Key, Bucket: 'a' }));\n`;

ruleTester.run('no-client-in-function: kept by the function that constructs it', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'one edit for all callers, above the comment of the function',
      code: `${S3}\n${factory('new S3Client({ region })')}\n${caller(get)}\n${caller(get).replace('load', 'read')}`,
      output: `${S3}\nlet s3Client;\n\n${factory('(s3Client ??= new S3Client({ region }))')}\n${caller(get)}\n${caller(get).replace('load', 'read')}`,
      filename: 'a.js',
      settings: migrate,
      errors: [constantArguments, constantArguments],
    },
    {
      name: 'a function that does more than to construct it',
      code: `${S3}\n${factory('new S3Client({ region })', `  log('s3');\n`)}\n${caller(get)}`,
      output: `${S3}\nlet s3Client;\n\n${factory('(s3Client ??= new S3Client({ region }))', `  log('s3');\n`)}\n${caller(get)}`,
      filename: 'a.js',
      settings: migrate,
      errors: [constantArguments],
    },
    {
      name: 'typed, held by a constant of the function',
      code: `${S3}\nfunction client(): S3Client {\n  const made = new S3Client({ region });\n  return made;\n}\n\n${caller(get).replace('Key', 'Key: string')}`,
      output: `${S3}\nlet s3Client: S3Client | undefined;\n\nfunction client(): S3Client {\n  const made = (s3Client ??= new S3Client({ region }));\n  return made;\n}\n\n${caller(get).replace('Key', 'Key: string')}`,
      settings: migrate,
      errors: [constantArguments],
    },
    ...[
      [
        'a caller closes it',
        factory('new S3Client({ region })') + caller(`  try {\n  ${get}  } finally {\n    s3.destroy();\n  }\n`),
      ],
      ['a caller changes it', factory('new S3Client({ region })') + caller(`  s3.middlewareStack.add(sign);\n${get}`)],
      [
        'a caller hands it on',
        factory('new S3Client({ region })') + caller(get) + `export const own = () => use(client());\n`,
      ],
      [
        'the function is exported',
        factory('new S3Client({ region })').replace('function', 'export function') + caller(get),
      ],
      ['the function is handed on', factory('new S3Client({ region })') + caller(get) + `provide(client);\n`],
      [
        'its arguments depend on a variable that changes',
        `let zone = 'a';\nexport const move = (to) => (zone = to);\n${factory('new S3Client({ region: zone })')}${caller(get)}`,
      ],
    ].map(([name, code]) => ({
      name: `not where ${name ?? ''}`,
      code: `${S3}${code ?? ''}`,
      output: null,
      filename: 'a.js',
      settings: migrate,
      errors: [constantArguments],
    })),
  ],
});
