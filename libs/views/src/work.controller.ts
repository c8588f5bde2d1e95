import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { WorkStream } from './work-stream.queries.js';
import { MyWork, TeamWork } from './work.queries.js';

/** What waits for people. */
@Controller('work')
export class WorkController {
  constructor(private readonly queries: QueryBus) {}

  @Get('mine') mine(@FromRequest() question: MyWork) {
    return this.queries.execute(question);
  }
  @Get('stream') stream(@FromRequest() question: WorkStream) {
    return this.queries.execute(question);
  }
  @Get('team') team(@FromRequest() question: TeamWork) {
    return this.queries.execute(question);
  }
}
