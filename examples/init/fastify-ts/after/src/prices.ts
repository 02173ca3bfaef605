import { request } from 'undici';
import { dispatcher } from './clients.js';

const upstream = process.env['UPSTREAM'] ?? 'http://127.0.0.1:8500';

export async function priceOf(article: string): Promise<unknown> {
  const { body } = await request(`${upstream}/prices/${article}`, { dispatcher });
  return body.json();
}
