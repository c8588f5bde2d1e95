import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CountedEscalations, EscalationReport } from './escalation-report.queries.js';
import { CountedHoldings, HandOverCounts } from './hand-over-counts.queries.js';
import { CountedPromises, PromisesKept } from './promises-kept.queries.js';
import { CaseCauses, ComplaintRate, OpenCaseAges, ServiceStandards } from './case-reports.queries.js';
import { CountedCases } from './counted-cases.queries.js';

/** How cases went, and below each figure what it counts. */
@Controller('reports')
export class CaseReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('service-standards') standards(@FromRequest() question: ServiceStandards) {
    return this.queries.execute(question);
  }
  @Get('complaint-rate') complaintRate(@FromRequest() question: ComplaintRate) {
    return this.queries.execute(question);
  }
  @Get('case-causes') causes(@FromRequest() question: CaseCauses) {
    return this.queries.execute(question);
  }
  @Get('open-cases-by-age') ages(@FromRequest() question: OpenCaseAges) {
    return this.queries.execute(question);
  }
  @Get('cases') cases(@FromRequest() question: CountedCases) {
    return this.queries.execute(question);
  }
  @Get('escalations') escalations(@FromRequest() question: EscalationReport) {
    return this.queries.execute(question);
  }
  @Get('escalations/list') escalationList(@FromRequest() question: CountedEscalations) {
    return this.queries.execute(question);
  }
  @Get('hand-overs') handOvers(@FromRequest() question: HandOverCounts) {
    return this.queries.execute(question);
  }
  @Get('hand-overs/list') holdings(@FromRequest() question: CountedHoldings) {
    return this.queries.execute(question);
  }
  @Get('promises-kept') promises(@FromRequest() question: PromisesKept) {
    return this.queries.execute(question);
  }
  @Get('promises-kept/list') promiseList(@FromRequest() question: CountedPromises) {
    return this.queries.execute(question);
  }
}
