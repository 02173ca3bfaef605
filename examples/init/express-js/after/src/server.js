import express from 'express';
import { priceOf, stockOf } from './prices.js';
import { closeOnSignal } from './shutdown.js';

const app = express();

app.get('/articles/:id', async (req, res) => {
  const [price, stock] = await Promise.all([priceOf(req.params.id), stockOf(req.params.id)]);
  res.json({ price, stock });
});

const server = app.listen(Number(process.env.PORT ?? 3000));
closeOnSignal(server);
