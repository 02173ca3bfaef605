import { randomUUID } from 'node:crypto';

/** @param {string} url */
export async function charge(url) {
  const headers = { 'Idempotency-Key': randomUUID() };
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetch(`${url}/charges`, {
        method: 'POST',
        headers,
        body: 'amount=100',
        signal: AbortSignal.timeout(2_000),
      });
    } catch (error) {
      if (attempt === 2) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * (1 + Math.random())));
    }
  }
}
