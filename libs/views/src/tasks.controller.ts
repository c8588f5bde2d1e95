import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { RegradeTasks } from './deal-views.queries.js';

@Controller('tasks')
export class TasksController {
  constructor(private readonly queries: QueryBus) {}

  @Get('regrade') regrade(@FromRequest() question: RegradeTasks) {
    return this.queries.execute(question);
  }
}
