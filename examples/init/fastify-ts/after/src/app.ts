import Fastify from 'fastify';
import { request } from 'undici';
import { priceOf } from './prices.js';
import { clients, dispatcher } from './clients.js';
import { closeOnSignal } from './shutdown.js';

const app = Fastify();
await app.register(clients);
closeOnSignal(app);

app.get<{ Params: { id: string } }>('/articles/:id', async (req) => {
  const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/stock/${req.params.id}`, {
    dispatcher,
  });
  return { price: await priceOf(req.params.id), stock: await body.json() };
});

await app.listen({ port: Number(process.env['PORT'] ?? 3000), host: '127.0.0.1' });
