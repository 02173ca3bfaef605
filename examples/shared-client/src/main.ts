import { createServer } from 'node:http';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { billing, closeBilling } from './billing.js';
import { closeDatabase, database } from './database.js';
import { closeS3, s3 } from './s3.js';
import { closeSearchPool, searchPool } from './search.js';

/** Asks all four upstreams at once. */
async function answer(): Promise<object> {
  const [search, invoice, object, rows] = await Promise.all([
    searchPool.request({ path: '/search', method: 'GET' }).then(({ body }) => body.json()),
    billing.get('/invoice').then(({ data }) => data as unknown),
    s3.send(new GetObjectCommand({ Bucket: 'reports', Key: 'latest.json' })).then(({ Body }) => Body?.transformToString()),
    database.query('select 1').then(({ rowCount }) => rowCount),
  ]);
  return { search, invoice, object, rows };
}

const server = createServer((_request, response) => {
  void answer().then(
    (value) => response.end(JSON.stringify(value)),
    (error: unknown) => response.writeHead(502).end(String(error)),
  );
});

/** Takes no new requests, answers those it has, and then closes the clients that they used. */
async function shutDown(): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 10_000).unref();
  });
  await Promise.all([closeSearchPool(), closeBilling(), closeDatabase()]);
  closeS3();
}

process.once('SIGTERM', () => void shutDown());
server.listen(Number(process.env['PORT'] ?? 8500), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on ${String(typeof address === 'object' ? address?.port : address)}`);
});
