import Fastify from 'fastify';
import { Agent, request } from 'undici';
import { priceOf } from './prices.js';

const app = Fastify();

app.get<{ Params: { id: string } }>('/articles/:id', async (req) => {
  const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/stock/${req.params.id}`, {
    dispatcher: new Agent(),
  });
  return { price: await priceOf(req.params.id), stock: await body.json() };
});

await app.listen({ port: Number(process.env['PORT'] ?? 3000), host: '127.0.0.1' });
