import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { OrderExceptions } from './exception-costs.queries.js';
import { OrderPage, OrderRegister } from './order-views.queries.js';

/** What is asked of orders, with the names of other contexts. */
@Controller('orders')
export class OrderViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: OrderRegister) {
    return this.queries.execute(question);
  }
  @Get('exceptions') exceptions(@FromRequest() question: OrderExceptions) {
    return this.queries.execute(question);
  }
  @Get(':orderId') page(@FromRequest() question: OrderPage) {
    return this.queries.execute(question);
  }
}
