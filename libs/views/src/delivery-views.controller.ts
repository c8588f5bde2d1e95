import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DeliveryCalendar, NextThreeDays } from './delivery-views.queries.js';

/** What is asked of the deliveries of all orders. */
@Controller('deliveries')
export class DeliveryViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('calendar') calendar(@FromRequest() question: DeliveryCalendar) {
    return this.queries.execute(question);
  }
  @Get('next-three-days') nextThreeDays(@FromRequest() question: NextThreeDays) {
    return this.queries.execute(question);
  }
}
