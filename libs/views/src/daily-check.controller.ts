import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DailyCheckCompliance, DailyCheckList, MyDailyChecks } from './daily-check.queries.js';

/** Whether orders are looked after every day (R073). */
@Controller('daily-checks')
export class DailyCheckController {
  constructor(private readonly queries: QueryBus) {}

  @Get('mine') mine(@FromRequest() question: MyDailyChecks) {
    return this.queries.execute(question);
  }
  @Get('compliance') compliance(@FromRequest() question: DailyCheckCompliance) {
    return this.queries.execute(question);
  }
  @Get(':day') list(@FromRequest() question: DailyCheckList) {
    return this.queries.execute(question);
  }
}
