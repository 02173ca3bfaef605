import express from 'express';
import { priceOf, stockOf } from './prices.js';

const app = express();

app.get('/articles/:id', async (req, res) => {
  const [price, stock] = await Promise.all([priceOf(req.params.id), stockOf(req.params.id)]);
  res.json({ price, stock });
});

app.listen(Number(process.env.PORT ?? 3000));
