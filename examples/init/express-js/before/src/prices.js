import { Agent, request } from 'undici';

const upstream = process.env.UPSTREAM ?? 'http://127.0.0.1:8500';

export async function priceOf(article) {
  const dispatcher = new Agent();
  const { body } = await request(`${upstream}/prices/${article}`, { dispatcher });
  return body.json();
}

export async function stockOf(article) {
  const { body } = await request(`${upstream}/stock/${article}`, { dispatcher: new Agent() });
  return body.json();
}
