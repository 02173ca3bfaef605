import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.UPSTREAM_URL, max: 5, allowExitOnIdle: true });

/**
 * @param {string} _url
 * @param {number} index
 */
export async function call(_url, index) {
  const client = await pool.connect();
  const { rows } = await client.query(index % 3 === 0 ? 'select broken' : 'select 1');
  client.release();
  return rows;
}
