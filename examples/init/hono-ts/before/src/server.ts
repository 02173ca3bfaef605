import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Agent, request } from 'undici';

const app = new Hono();

app.get('/articles/:id', async (c) => {
  const dispatcher = new Agent();
  const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/prices/${c.req.param('id')}`, { dispatcher });
  return c.json({ price: await body.json() });
});

serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) });
