import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { request } from 'undici';
import { closeOnSignal } from './shutdown.js';
import { dispatcher } from './clients.js';

const app = new Hono();

app.get('/articles/:id', async (c) => {
  const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/prices/${c.req.param('id')}`, { dispatcher });
  return c.json({ price: await body.json() });
});

const server = serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) });
closeOnSignal(server);
