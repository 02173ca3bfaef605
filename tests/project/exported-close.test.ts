import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { fixFile } from './lint.js';

type Files = Readonly<Record<string, string>>;

/** `src/mail-relay.js` of a project of these files, fixed by require-client-close with `migrate`. */
function fixed(files: Files, code: string): string {
  const folder = folderOf({ 'package.json': { name: 'x' }, 'src/mail-relay.js': code, ...files });
  return fixFile(folder, 'src/mail-relay.js', 'require-client-close');
}

const esm = `import { Agent, request } from 'undici';\nconst agent = new Agent();\nexport const send = (u) => request(u, { dispatcher: agent });\n`;
const commonjs = `const { Agent, request } = require('undici');\nconst agent = new Agent();\nexports.send = (u) => request(u, { dispatcher: agent });\n`;
const user = { 'src/server.js': `import { send } from './mail-relay.js';\nsend('http://a.test');\n` };

describe('an exported function that closes a client', () => {
  it.each<[string, Files, string, RegExp]>([
    ['is called closeClients', user, esm, /export async function closeClients\(\)/],
    [
      'has the name of the file where an index hands all exports on',
      { ...user, 'src/index.js': `export * from './mail-relay.js';\nexport * from './db.js';\n` },
      esm,
      /export async function closeMailRelayAgent\(\)/,
    ],
    [
      'has it in CommonJS, where a later module would replace one of that name',
      { 'src/index.js': `module.exports = { ...require('./db'), ...require('./mail-relay') };\n` },
      commonjs,
      /exports\.closeMailRelayAgent = /,
    ],
    [
      'has it where exports are assigned',
      { 'src/index.js': `Object.assign(exports, require('./mail-relay'));\n` },
      commonjs,
      /exports\.closeMailRelayAgent = /,
    ],
  ])('%s', (_name, files, code, expected) => {
    expect(fixed(files, code)).toMatch(expected);
  });

  it.each<[string, Files, string]>([
    [
      'a loop over the module',
      {
        'src/server.js': `import * as jobs from './mail-relay.js';\nfor (const job of Object.values(jobs)) queue.register(job);\n`,
      },
      esm,
    ],
    [
      'a loop over what is required',
      {
        'src/server.js': `const jobs = require('./mail-relay');\nObject.keys(jobs).forEach((name) => queue.register(name, jobs[name]));\n`,
      },
      commonjs,
    ],
  ])('is not added where it would be one more of what the exports are: %s', (_name, files, code) => {
    expect(fixed(files, code)).toBe(code);
  });
});
