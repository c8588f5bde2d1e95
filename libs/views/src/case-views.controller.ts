import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CaseEscalations, CaseRecurrences, ServicePromises } from './case-lists.queries.js';
import { CaseCausePage, CaseClock, CaseClocks, CasePage, CaseRegister } from './case-views.queries.js';

/** What is asked of cases, with the names of other contexts. A clock's name has slashes: it is a parameter, not part of the path. */
@Controller('cases')
export class CaseViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: CaseRegister) {
    return this.queries.execute(question);
  }
  @Get('clocks') clocks(@FromRequest() question: CaseClocks) {
    return this.queries.execute(question);
  }
  @Get('escalations') escalations(@FromRequest() question: CaseEscalations) {
    return this.queries.execute(question);
  }
  @Get('recurrences') recurrences(@FromRequest() question: CaseRecurrences) {
    return this.queries.execute(question);
  }
  @Get(':caseId') page(@FromRequest() question: CasePage) {
    return this.queries.execute(question);
  }
  @Get(':caseId/clock') clock(@FromRequest() question: CaseClock) {
    return this.queries.execute(question);
  }
  @Get(':caseId/cause') cause(@FromRequest() question: CaseCausePage) {
    return this.queries.execute(question);
  }
}

/** What is asked of promises made in the sale. */
@Controller('service-promises')
export class ServicePromiseViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: ServicePromises) {
    return this.queries.execute(question);
  }
}
