import { Agent, request } from 'undici';

/** @param {string} url */
export async function call(url) {
  const dispatcher = new Agent();
  const { body } = await request(`${url}/ok`, { dispatcher });
  return body.json();
}
