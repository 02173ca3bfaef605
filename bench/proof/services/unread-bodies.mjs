import { Agent, request } from 'undici';

const dispatcher = new Agent({ connections: 10 });

/** @param {string} url */
export async function call(url) {
  const { statusCode, body } = await request(`${url}/bad`, { dispatcher });
  if (statusCode !== 200) throw new Error(`refused: ${statusCode}`);
  return body.json();
}
