import { Agent, request } from 'undici';

const dispatcher = new Agent();

/** @param {string} url */
export async function call(url) {
  const { body } = await request(`${url}/never`, { dispatcher });
  return body.json();
}
