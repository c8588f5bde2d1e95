import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ReceivableController } from './receivable.controller.js';
import { OpenReceivableIdsOfHandler, ReceivableCommandHandler } from './receivable.handlers.js';

/** Payments, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [ReceivableController],
  providers: [ReceivableCommandHandler, OpenReceivableIdsOfHandler],
})
export class PaymentsModule {}
