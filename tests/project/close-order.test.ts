import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

const POOL = `import { Pool } from 'pg';\nexport const pool = new Pool({ max: 10 });\n`;
const WORKER = `import { Worker } from 'bullmq';\nexport const pool = new Worker('mail', work, { connection: { host: 'redis' } });\n`;

function reports(clients: string, shutdown: string): string[] {
  const folder = folderOf({
    'package.json': { name: 'x', private: true, dependencies: { express: '^5.0.0', pg: '^8.0.0', bullmq: '^5.0.0' } },
    'src/clients.ts': clients,
    'src/server.ts': `import express from 'express';\nimport { pool } from './clients.js';\nconst server = express().listen(80);\nprocess.on('SIGTERM', async () => { ${shutdown} setTimeout(() => process.exit(1), 5_000).unref(); });\n`,
  });
  return lintFile(folder, 'src/server.ts', { config: 'strict' }).filter((message) =>
    message.startsWith('require-graceful-server-close'),
  );
}

describe('a client of another file that is closed', () => {
  it('before the server', () => {
    expect(reports(POOL, 'await pool.end(); server.close();')).toStrictEqual([
      expect.stringContaining('`pool.end()` on line 4 comes before `server.close()`'),
    ]);
  });

  it('with the server', () => {
    expect(reports(POOL, 'await Promise.all([new Promise((done) => server.close(done)), pool.end()]);')).toStrictEqual([
      expect.stringContaining('`pool.end()` on line 4 does not wait for `server.close()`'),
    ]);
  });

  it('behind the server', () => {
    expect(reports(POOL, 'server.close(() => pool.end());')).toStrictEqual([]);
  });

  it('before it, where it brings in work of its own', () => {
    expect(reports(WORKER, 'await pool.close(); server.close();')).toStrictEqual([]);
  });

  it('before it, where the other file does not say what it is', () => {
    expect(reports(`export { pool } from 'somewhere';\n`, 'await pool.end(); server.close();')).toStrictEqual([]);
  });
});
