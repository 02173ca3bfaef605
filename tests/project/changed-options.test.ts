import { expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { fixFile } from './lint.js';

it.each(['delete options.profile;', 'options.region = pick();'])(
  'an object of arguments that a statement changes is no part of a construction for one key: %s',
  (change) => {
    const code = (statement: string): string =>
      `import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';\nexport async function list(region) {\n  const options = { region };\n  ${statement}\n  return new S3Client(options).send(new ListBucketsCommand({}));\n}\n`;
    const fixed = (statement: string): string =>
      fixFile(folderOf({ 'package.json': { name: 'x' }, 'a.js': code(statement) }), 'a.js', 'no-client-in-function');
    expect(fixed('')).toContain('new S3Client({ region })');
    expect(fixed(change)).not.toContain('new S3Client({ region })');
  },
);
