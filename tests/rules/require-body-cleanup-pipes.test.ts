import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { ruleTester } from '../rule-tester.js';

const IMPORTS = `import fs from 'node:fs';\nimport http from 'node:http';\n`;
const JOINED = `${IMPORTS}import { pipeline } from 'node:stream';\n`;

/** A download whose promise is settled in some way. */
const save = (executor: string, statements: readonly string[], signature = 'url, path'): string =>
  `export const save = (${signature}) =>\n  new Promise(${executor} {\n    http.get(url, (res) => {\n      const file = fs.createWriteStream(path);\n${statements.map((line) => `      ${line}\n`).join('')}    });\n  });\n`;

const finish = `file.on('finish', resolve);`;
const rejected = (name = 'reject'): string =>
  `pipeline(res, file, (error) => {\n        if (error) ${name}(error);\n      });`;

const pipe = [{ messageId: 'pipe' as const }];

ruleTester.run('require-body-cleanup: pipeline in the place of pipe', requireBodyCleanup, {
  valid: [
    {
      name: 'from a command to its standard output',
      code: `#!/usr/bin/env node\nimport { Readable } from 'node:stream';\nconst r = await fetch(process.argv[2]);\nif (!r.ok) throw new Error(await r.text());\nReadable.fromWeb(r.body).pipe(process.stdout);`,
    },
  ],
  invalid: [
    {
      name: 'from a service to its standard output',
      code: `import { Readable } from 'node:stream';\nexport async function show(url) { const r = await fetch(url); Readable.fromWeb(r.body).pipe(process.stdout); }`,
      errors: pipe,
    },
    {
      name: 'an error rejects the promise that waits for the end',
      code: IMPORTS + save('(resolve, reject) =>', ['res.pipe(file);', finish, `http.globalAgent.on('free', reject);`]),
      output: JOINED + save('(resolve, reject) =>', [rejected(), finish, `http.globalAgent.on('free', reject);`]),
      errors: pipe,
    },
    {
      name: 'under the name that the second parameter has',
      code: IMPORTS + save('function (resolve, fail)', ['res.pipe(file);', finish]),
      output: JOINED + save('function (resolve, fail)', [rejected('fail'), finish]),
      errors: pipe,
    },
    {
      name: 'of a promise that is only ever resolved',
      code: IMPORTS + save('resolve =>', ['res.pipe(file);', finish]),
      output: JOINED + save('(resolve, reject) =>', [rejected(), finish]),
      errors: pipe,
    },
    {
      name: 'of such a promise with parentheses',
      code: IMPORTS + save('(resolve) =>', [`res.pipe(file).on('finish', resolve);`]),
      output: JOINED + save('(resolve, reject) =>', [rejected().replace(/;$/, `.on('finish', resolve);`)]),
      errors: pipe,
    },
    ...[
      [
        'the close of the destination resolves it',
        '(resolve, reject) =>',
        ['res.pipe(file);', `file.on('close', resolve);`],
      ],
      ['the close resolves it in a chain', '(resolve, reject) =>', [`res.pipe(file).on('close', resolve);`]],
      ['the name is taken', '(resolve) =>', ['res.pipe(file);', 'reject(file);', finish]],
      ['the source goes elsewhere, too', '(resolve, reject) =>', ['res.pipe(file);', 'res.pipe(hash);', finish]],
      ['the destination gets more than this', '(resolve, reject) =>', ['res.pipe(file);', 'other.pipe(file);', finish]],
      ['the destination stays open', '(resolve, reject) =>', ['res.pipe(file, { end: false });', finish]],
      ['the pipe is taken apart', '(resolve, reject) =>', ['res.pipe(file);', 'stop(() => res.unpipe(file));', finish]],
      ['the promise has the stream', '(resolve, reject) =>', ['resolve(res.pipe(file));']],
    ].map(([name, executor, statements]) => ({
      name: `not where ${String(name)}`,
      code: IMPORTS + save(String(executor), statements as string[]),
      errors: (statements as string[]).includes('res.pipe(hash);') ? [...pipe, ...pipe] : pipe,
    })),
    {
      name: 'not where nobody learns of an error',
      code: `${IMPORTS}export function save(url, path) {\n  http.get(url, (res) => {\n    res.pipe(fs.createWriteStream(path));\n  });\n}`,
      errors: pipe,
    },
    {
      name: 'into the response of a server',
      code: `${IMPORTS}export const proxy = (url, res) => {\n  res.on('error', console.error);\n  http.get(url, (answer) => {\n    answer.pipe(res);\n  });\n};`,
      output: `${JOINED}export const proxy = (url, res) => {\n  res.on('error', console.error);\n  http.get(url, (answer) => {\n    pipeline(answer, res, () => {});\n  });\n};`,
      errors: pipe,
    },
    {
      name: 'into the response of a server, through other streams',
      code: `import { request } from 'undici';\nimport { createGzip } from 'node:zlib';\nexport async function send(u, res) {\n  const { body } = await request(u);\n  body.pipe(createGzip()).pipe(res);\n}`,
      output: `import { request } from 'undici';\nimport { createGzip } from 'node:zlib';\nimport { pipeline } from 'node:stream';\nexport async function send(u, res) {\n  const { body } = await request(u);\n  pipeline(body, createGzip(), res, () => {});\n}`,
      errors: pipe,
    },
    {
      name: 'in a file that names modules of Node.js without a prefix',
      code: `import http from 'https';\nexport const proxy = (url, res) => {\n  http.get(url, (answer) => {\n    answer.pipe(res);\n  });\n};`,
      output: `import http from 'https';\nimport { pipeline } from 'stream';\nexport const proxy = (url, res) => {\n  http.get(url, (answer) => {\n    pipeline(answer, res, () => {});\n  });\n};`,
      errors: pipe,
    },
    {
      name: 'what is made of a web stream',
      code: `import { Readable } from 'node:stream';\nexport function send(hit, res) { res.setHeader('x', 'y'); Readable.fromWeb(hit.body).pipe(res); }`,
      output: `import { Readable, pipeline } from 'node:stream';\nexport function send(hit, res) { res.setHeader('x', 'y'); pipeline(Readable.fromWeb(hit.body), res, () => {}); }`,
      errors: [{ messageId: 'pipe', line: 2 }],
    },
    {
      name: 'not where a listener of the source may answer the request',
      code: `${IMPORTS}export const proxy = (url, res) => {\n  http.get(url, (answer) => {\n    answer.on('error', () => res.status(502).end());\n    answer.pipe(res);\n  });\n};`,
      errors: pipe,
    },
    {
      name: 'streams over several lines keep their layout',
      code: `${IMPORTS}import zlib from 'node:zlib';\nexport const proxy = (url, res) => {\n  http.get(url, (answer) => {\n    answer\n      .pipe(zlib.createGzip())\n      .pipe(\n        cutting({\n          at: 1,\n        }),\n      )\n      .pipe(res);\n  });\n};`,
      output: `${IMPORTS}import zlib from 'node:zlib';\nimport { pipeline } from 'node:stream';\nexport const proxy = (url, res) => {\n  http.get(url, (answer) => {\n    pipeline(\n      answer,\n      zlib.createGzip(),\n      cutting({\n        at: 1,\n      }),\n      res,\n      () => {},\n    );\n  });\n};`,
      errors: pipe,
    },
    {
      name: 'not where a comment stands between the streams',
      code: `${IMPORTS}export const proxy = (url, res) => {\n  http.get(url, (answer) => {\n    answer // in pieces\n      .pipe(res);\n  });\n};`,
      errors: pipe,
    },
  ],
});
