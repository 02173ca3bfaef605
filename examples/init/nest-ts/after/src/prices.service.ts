import { Injectable } from '@nestjs/common';
import { request } from 'undici';
import { Clients } from './clients.js';

const upstream = process.env['UPSTREAM'] ?? 'http://127.0.0.1:8500';

@Injectable()
export class PricesService {
  constructor(private readonly clients: Clients) {}

  async priceOf(article: string): Promise<unknown> {
    const { body } = await request(`${upstream}/prices/${article}`, { dispatcher: this.clients.dispatcher });
    return body.json();
  }
}
