import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.UPSTREAM_URL, idleTimeoutMillis: 60_000 });
const server = createServer(async (_request, response) => {
  const { rows } = await pool.query('select 1');
  response.end(JSON.stringify(rows));
});

async function close() {
  await new Promise((resolve) => server.close(resolve));
}

process.once('SIGTERM', () => void close());
server.listen(0, '127.0.0.1', async () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  await answer.text();
  console.log('ready');
});
