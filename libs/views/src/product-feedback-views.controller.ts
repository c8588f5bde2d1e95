import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ProductFeedbackPage, ProductFeedbackRegister } from './product-feedback-views.queries.js';

/** What is asked of product feedback, with the names of other contexts. */
@Controller('product-feedback')
export class ProductFeedbackViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: ProductFeedbackRegister) {
    return this.queries.execute(question);
  }
  @Get(':feedbackId') page(@FromRequest() question: ProductFeedbackPage) {
    return this.queries.execute(question);
  }
}
