import { stock } from '@acme/clients';

/** How many pieces of an article there are. */
export async function available(article) {
  const { statusCode, body } = await stock.request({ path: `/articles/${encodeURIComponent(article)}`, method: 'GET' });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`The stock answered ${statusCode}.`);
  }
  return body.json();
}
