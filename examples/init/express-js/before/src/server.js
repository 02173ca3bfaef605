import express from 'express';
import { deliveryOf } from './deliveries.js';
import { priceOf, stockOf } from './prices.js';

const app = express();

app.get('/articles/:id', async (req, res) => {
  const { id } = req.params;
  const supplier = Number(id) % 2 === 0 ? 'north' : 'south';
  const [price, stock, delivery] = await Promise.all([priceOf(id), stockOf(id), deliveryOf(supplier, id)]);
  res.json({ price, stock, delivery });
});

app.listen(Number(process.env.PORT ?? 3000));
