import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DealPage, DealRegister, DealTrail } from './deal-views.queries.js';

/** What is asked of deals, with the names of other contexts. */
@Controller('deals')
export class DealViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: DealRegister) {
    return this.queries.execute(question);
  }
  @Get(':dealId') page(@FromRequest() question: DealPage) {
    return this.queries.execute(question);
  }
  @Get(':dealId/trail') trail(@FromRequest() question: DealTrail) {
    return this.queries.execute(question);
  }
}
