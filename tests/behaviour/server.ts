import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A local server that counts connections: `/ok` answers 200, `/bad` 500, both with a body of `bytes` bytes. */
export interface CountingServer {
  readonly url: string;
  connections: number;
  close(): Promise<void>;
}

/** Starts a server on the loopback interface. */
export async function startServer(bytes = 200_000): Promise<CountingServer> {
  const body = Buffer.alloc(bytes, 'x');
  const server: Server = createServer((request, response) => {
    response.writeHead(request.url?.startsWith('/bad') ? 500 : 200, { 'content-length': body.length });
    response.end(body);
  });
  const counting: CountingServer = {
    url: '',
    connections: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
  server.on('connection', () => { counting.connections++; });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(counting, { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
}
