import { Controller, Get, Param } from '@nestjs/common';
import { Agent, request } from 'undici';
import { PricesService } from './prices.service.js';

@Controller('articles')
export class ArticlesController {
  constructor(private readonly prices: PricesService) {}

  @Get(':id')
  async find(@Param('id') id: string): Promise<unknown> {
    const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/stock/${id}`, { dispatcher: new Agent() });
    const stock = await body.json();
    return { price: await this.prices.priceOf(id), stock };
  }
}
