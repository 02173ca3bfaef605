import { Controller, Get, Param } from '@nestjs/common';
import { request } from 'undici';
import { PricesService } from './prices.service.js';
import { Clients } from './clients.js';

@Controller('articles')
export class ArticlesController {
  constructor(private readonly prices: PricesService, private readonly clients: Clients) {}

  @Get(':id')
  async find(@Param('id') id: string): Promise<unknown> {
    const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/stock/${id}`, { dispatcher: this.clients.dispatcher });
    const stock = await body.json();
    return { price: await this.prices.priceOf(id), stock };
  }
}
