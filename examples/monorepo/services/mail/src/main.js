import { createServer } from 'node:http';
import { closeClients, mail } from '@acme/clients';

const server = createServer(async (request, response) => {
  const { statusCode, body } = await mail.request({ path: '/messages', method: 'POST', body: request });
  await body.dump();
  response.writeHead(statusCode).end();
});
server.listen(3001);

process.once('SIGTERM', () => {
  server.close(() => closeClients());
  setTimeout(() => server.closeAllConnections(), 10_000).unref();
});
