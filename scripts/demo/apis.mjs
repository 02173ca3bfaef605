// The five APIs of the content pipeline, each on a port of its own, over TLS as in production.
import { startServer } from '../../bench/measure/server.mjs';

/**
 * @typedef {Readonly<Record<'LLM' | 'IMAGES' | 'SENTIMENT' | 'KEYWORDS' | 'PUBLISHING',
 * import('../../bench/measure/server.mjs').CountingServer>>} Apis
 */

const PICTURE = Buffer.alloc(150_000, 'x');
/** The page of a gateway that is too busy, longer than what undici buffers of a body that nobody reads. */
const BUSY_PAGE = Buffer.alloc(100_000, 'x');
/** Each tenth request for a text is refused once. */
const BUSY_EVERY = 10;

/**
 * @param {import('node:http').ServerResponse} response
 * @param {unknown} value
 */
function json(response, value) {
  const text = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

/** An answer after as many milliseconds as the work of such an API takes here. */
const later = (/** @type {number} */ ms, /** @type {() => void} */ answer) => void setTimeout(answer, ms);

/** @returns {Promise<Apis>} */
export async function startApis() {
  let texts = 0;
  const options = { tls: true };
  return {
    LLM: await startServer((request, response) => {
      request.resume();
      if (++texts % BUSY_EVERY === 0) response.writeHead(429, { 'content-length': BUSY_PAGE.length }).end(BUSY_PAGE);
      else later(10, () => json(response, { text: 'An article. '.repeat(200) }));
    }, options),
    IMAGES: await startServer((request, response) => {
      request.resume();
      if (request.method === 'GET') response.writeHead(200, { 'content-length': PICTURE.length }).end(PICTURE);
      else later(10, () => json(response, { url: `https://${request.headers.host ?? ''}/picture.png` }));
    }, options),
    SENTIMENT: await startServer((request, response) => {
      request.resume();
      later(5, () => json(response, { score: 0.5 }));
    }, options),
    KEYWORDS: await startServer((request, response) => {
      request.resume();
      later(5, () => json(response, { keywords: ['article'] }));
    }, options),
    PUBLISHING: await startServer((request, response) => {
      request.resume();
      request.once('end', () => json(response, { id: 1 }));
    }, options),
  };
}

/**
 * What all five have seen.
 * @param {Apis} apis
 */
export function totals(apis) {
  const counts = Object.values(apis).map((api) => api.counts());
  const sum = (/** @type {(one: typeof counts[number]) => number} */ of) =>
    counts.reduce((total, one) => total + of(one), 0);
  return {
    requests: sum((one) => one.requests),
    connections: sum((one) => one.connections),
    fullHandshakes: sum((one) => one.fullHandshakes),
    resumedHandshakes: sum((one) => one.resumedHandshakes),
    peak: sum((one) => one.peak),
  };
}
