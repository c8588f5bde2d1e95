import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DailyCheckCommandHandler } from './daily-check.handlers.js';
import { OrderDeliveriesController } from './order-deliveries.controller.js';
import { OrderDocumentsController } from './order-documents.controller.js';
import { DeliveryDocumentFileHandler } from './order-documents.handlers.js';
import { OrderExceptionsController } from './order-exceptions.controller.js';
import { OrderController } from './order.controller.js';
import { OpenOrderIdsOfHandler, OrderCommandHandler } from './order.handlers.js';

/** Orders, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [OrderController, OrderDeliveriesController, OrderExceptionsController, OrderDocumentsController],
  providers: [OrderCommandHandler, DailyCheckCommandHandler, OpenOrderIdsOfHandler, DeliveryDocumentFileHandler],
})
export class OrdersModule {}
