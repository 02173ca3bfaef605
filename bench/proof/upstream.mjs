// What the services of the proof call.
const OK = JSON.stringify({ ok: true });
/** More than the 64 KiB that undici keeps of a body that nobody reads. */
const LONG = Buffer.alloc(1_000_000, 'x');

/** @type {import('node:http').RequestListener} */
export function upstream({ url }, response) {
  if (url === '/never') return;
  const body = url === '/bad' ? LONG : OK;
  response.writeHead(url === '/bad' ? 500 : 200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}
