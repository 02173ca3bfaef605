import { Injectable } from '@nestjs/common';
import { Agent, request } from 'undici';

const upstream = process.env['UPSTREAM'] ?? 'http://127.0.0.1:8500';

@Injectable()
export class PricesService {
  async priceOf(article: string): Promise<unknown> {
    const dispatcher = new Agent();
    const { body } = await request(`${upstream}/prices/${article}`, { dispatcher });
    return body.json();
  }
}
