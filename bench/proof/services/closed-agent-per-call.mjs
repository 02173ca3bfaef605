import { Agent, request } from 'undici';

/** @param {string} url */
export async function call(url) {
  const dispatcher = new Agent();
  try {
    const { body } = await request(`${url}/ok`, { dispatcher });
    return await body.json();
  } finally {
    await dispatcher.close();
  }
}
