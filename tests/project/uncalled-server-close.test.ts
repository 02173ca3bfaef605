import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

const RETURNED = `import express from 'express';
export const makeServer = () => {
  let server;
  const app = express();
  const listen = (port) => { server = app.listen(port); };
  const stopListening = () => { server.close(); };
  return { listen, stopListening, app };
};
`;

const EXPORTED = `import http from 'node:http';
let server;
function start() { server = http.createServer().listen(80); }
async function stopListening() { await new Promise((done) => { server.close(done); }); }
export const Service = { start, stopListening };
`;

const METHOD = `import http from 'node:http';
export class Api {
  start() { this.server = http.createServer().listen(80); }
  stopListening() { this.server.close(); }
}
`;

const TEST = `import { makeServer, Service } from '../src/server.js';\nafterAll(() => Service.stopListening());\n`;

function reports(server: string, main: string, test = TEST): string[] {
  const folder = folderOf({
    'package.json': { name: 'x', private: true, dependencies: { express: '^5.0.0' } },
    'src/server.ts': server,
    'src/main.ts': main,
    'test/server.test.ts': test,
  });
  return lintFile(folder, 'src/server.ts', { config: 'strict' }).filter((message) =>
    message.startsWith('require-graceful-server-close'),
  );
}

describe('the close of a server', () => {
  const kinds = [
    ['in a function that is returned', RETURNED],
    ['in a member of an export', EXPORTED],
    ['in a method', METHOD],
  ] as const;

  it.each(kinds)('is no shutdown where only tests call it, %s', (_, server) => {
    expect(reports(server, `import * as api from './server.js';\nrun(api);\n`)).toEqual([]);
  });

  it.each(kinds)('is one where the program calls it, %s', (_, server) => {
    const main = `import * as api from './server.js';\nprocess.on('SIGTERM', () => run(api).stopListening());\n`;
    expect(reports(server, main)).toHaveLength(1);
  });

  it('is one where what is exported is handed on to a file that calls it', () => {
    const main = `import { Service } from './server.js';\nexport const all = { Service };\n`;
    const test = `import { all } from './main.js';\nall.Service.stopListening();\n`;
    const folder = folderOf({
      'package.json': { name: 'x', private: true, dependencies: { express: '^5.0.0' } },
      'src/server.ts': EXPORTED,
      'src/main.ts': main,
      'src/end.ts': test,
    });
    expect(lintFile(folder, 'src/server.ts', { config: 'strict' }).join('\n')).toContain('graceful');
  });

  it('is one where the file itself calls it', () => {
    const server = `${EXPORTED}process.once('SIGTERM', stopListening);\n`;
    expect(reports(server, `import * as api from './server.js';\nrun(api);\n`)).toHaveLength(1);
  });

  it('is one where no program imports the file', () => {
    expect(reports(EXPORTED, `run();\n`)).toHaveLength(1);
  });
});
