import { Pool } from 'undici';
import { upstreams } from './config.js';
import type { Article } from './pipeline.js';

const pool = new Pool(upstreams.publishing, { connections: 5 });

/** Publishes an article; says whether the API took it. */
export async function publish(article: Article): Promise<boolean> {
  const { statusCode } = await pool.request({
    path: '/v1/articles',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(article),
  });
  return statusCode === 200;
}
