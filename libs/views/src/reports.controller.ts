import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApprovalTimes } from './approval-times.queries.js';
import { ExceptionCosts } from './exception-costs.queries.js';
import { Ageing, CollectionRate } from './receivable-reports.queries.js';
import { DeliveryPerformance } from './delivery-views.queries.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';

@Controller('reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('pipeline') pipeline(@FromRequest() question: PipelineReport) {
    return this.queries.execute(question);
  }
  @Get('approval-times') approvalTimes(@FromRequest() question: ApprovalTimes) {
    return this.queries.execute(question);
  }
  @Get('exception-costs') exceptionCosts(@FromRequest() question: ExceptionCosts) {
    return this.queries.execute(question);
  }
  @Get('delivery-performance') deliveryPerformance(@FromRequest() question: DeliveryPerformance) {
    return this.queries.execute(question);
  }
  @Get('open-deals-by-age') openDealsByAge(@FromRequest() question: OpenDealsByAge) {
    return this.queries.execute(question);
  }
  @Get('ageing') ageing(@FromRequest() question: Ageing) {
    return this.queries.execute(question);
  }
  @Get('collection-rate') collectionRate(@FromRequest() question: CollectionRate) {
    return this.queries.execute(question);
  }
}
