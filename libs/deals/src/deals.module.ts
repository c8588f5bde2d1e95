import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DealController } from './deal.controller.js';
import { DealCommandHandler, OpenDealIdsOfCustomerHandler, OpenDealIdsOfHandler } from './deal.handlers.js';

/** Deals, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [DealController],
  providers: [DealCommandHandler, OpenDealIdsOfHandler, OpenDealIdsOfCustomerHandler],
})
export class DealsModule {}
