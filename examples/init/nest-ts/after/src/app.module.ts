import { Module } from '@nestjs/common';
import { ArticlesController } from './articles.controller.js';
import { PricesService } from './prices.service.js';
import { ClientsModule } from './clients.js';

@Module({
  imports: [ClientsModule],
  controllers: [ArticlesController],
  providers: [PricesService],
})
export class AppModule {}
