import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CalendarImpact, OverdueReviews, ProvisionalReviews } from './review-views.queries.js';

/** What is asked of the steps of contract reviews. */
@Controller('reviews')
export class ReviewViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('overdue') overdue(@FromRequest() question: OverdueReviews) {
    return this.queries.execute(question);
  }
  @Get('provisional') provisional(@FromRequest() question: ProvisionalReviews) {
    return this.queries.execute(question);
  }
  @Get('calendar-impact/:draft') calendarImpact(@FromRequest() question: CalendarImpact) {
    return this.queries.execute(question);
  }
}
