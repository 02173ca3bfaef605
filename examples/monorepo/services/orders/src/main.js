import { createServer } from 'node:http';
import { closeClients } from '@acme/clients';
import { available } from './stock.js';

const server = createServer(async (request, response) => {
  try {
    response.end(JSON.stringify(await available(request.url.slice(1))));
  } catch {
    response.writeHead(502).end();
  }
});
server.listen(3000);

process.once('SIGTERM', () => {
  server.close(() => closeClients());
  setTimeout(() => server.closeAllConnections(), 10_000).unref();
});
