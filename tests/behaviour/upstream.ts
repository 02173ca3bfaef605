import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Starts a server on a free port of this machine, and gives its address. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/`;
}

const SMALL = JSON.stringify({ ok: true });
/** More than the 64 KiB that undici and fetch keep for a body that nobody reads. */
const BIG = Buffer.alloc(200_000, 'x');

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization = null, cookie = null, 'x-tenant': tenant = null } = request.headers;
  send(
    response,
    200,
    JSON.stringify({
      method: request.method,
      url: request.url,
      authorization,
      cookie,
      tenant,
      body: Buffer.concat(chunks).toString(),
    }),
    {
      'content-type': 'application/json',
    },
  );
}

const ROUTES: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>> = {
  '/ok': (_request, response) => {
    send(response, 200, SMALL, { 'content-type': 'application/json' });
  },
  '/big': (_request, response) => {
    send(response, 200, BIG);
  },
  /** Fails with a body that is too long to be buffered. */
  '/bad': (_request, response) => {
    send(response, 500, BIG);
  },
  '/echo': echo,
  /** Sets a cookie that only the same jar sends back. */
  '/login': (_request, response) => {
    send(response, 200, SMALL, { 'set-cookie': 'session=1' });
  },
  /** Answers after a tenth of a second. */
  '/slow': (_request, response) =>
    setTimeout(() => {
      send(response, 200, SMALL, { 'content-type': 'application/json' });
    }, 100),
  '/redirect': (_request, response) => {
    send(response, 302, BIG, { location: '/ok' });
  },
  /** Takes the request and never answers. */
  '/never': () => undefined,
  /** Sends the headers and then nothing. */
  '/stall': (_request, response) => {
    response.writeHead(200, { 'content-length': 1000 }).write('x');
  },
  /** Breaks off behind the first bytes. */
  '/reset': (_request, response) => {
    response.writeHead(200, { 'content-length': 1000 }).write('x');
    setTimeout(() => response.destroy(), 20);
  },
  /** Slow but healthy: eight chunks in 800 ms. */
  '/drip': (_request, response) => {
    response.writeHead(200);
    let sent = 0;
    const timer = setInterval(() => {
      if (sent++ < 8) response.write('x'.repeat(10));
      else
        response.end(() => {
          clearInterval(timer);
        });
    }, 100);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
};

/** Fails twice with a long body and then works, for each number in `/flaky?1`. */
function flaky(): (request: IncomingMessage, response: ServerResponse) => void {
  const seen = new Map<string, number>();
  return ({ url = '' }, response) => {
    const times = (seen.get(url) ?? 0) + 1;
    seen.set(url, times);
    if (times < 3) send(response, 503, BIG);
    else send(response, 200, SMALL);
  };
}

/** What a local server answers to the programs: by path, `/echo` for what it does not know. */
export function upstream(): (request: IncomingMessage, response: ServerResponse) => void {
  const routes: typeof ROUTES = { ...ROUTES, '/flaky': flaky() };
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    // S3 ends the name of a bucket with a slash.
    (routes[pathname.replace(/(?<=.)\/$/, '')] ?? echo)(request, response);
  };
}
