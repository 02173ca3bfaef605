import { Module } from '@nestjs/common';
import { ArticlesController } from './articles.controller.js';
import { PricesService } from './prices.service.js';

@Module({
  controllers: [ArticlesController],
  providers: [PricesService],
})
export class AppModule {}
