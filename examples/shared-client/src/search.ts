import { Pool } from 'undici';
import { closeWithin } from './deadline.js';
import { BODY_TIMEOUT, CLOSE_DEADLINE, CONNECT_TIMEOUT, HEADERS_TIMEOUT } from './limits.js';

/** The search API. One pool for one upstream: a slow upstream cannot take the connections of the others. */
export const searchPool = new Pool(process.env['SEARCH_URL'] ?? 'http://127.0.0.1:8501', {
  connections: 20,
  connect: { timeout: CONNECT_TIMEOUT },
  headersTimeout: HEADERS_TIMEOUT,
  bodyTimeout: BODY_TIMEOUT,
});

/** Waits for requests in flight, then cuts what is left. */
export function closeSearchPool(): Promise<void> {
  return closeWithin(CLOSE_DEADLINE, () => searchPool.close(), () => searchPool.destroy());
}
