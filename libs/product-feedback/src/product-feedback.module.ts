import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ProductFeedbackController } from './product-feedback.controller.js';
import { OpenProductFeedbackIdsOfHandler, ProductFeedbackCommandHandler } from './product-feedback.handlers.js';

/** Product feedback, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [ProductFeedbackController],
  providers: [ProductFeedbackCommandHandler, OpenProductFeedbackIdsOfHandler],
})
export class ProductFeedbackModule {}
