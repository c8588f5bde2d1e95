import { eventStream, Operation } from '@dealtrail/event-sourcing';
import type { QuestionMetadata } from '@dealtrail/read-store';
import { Allow, IsBoolean, IsOptional, Matches } from 'class-validator';
import { leaders, workers } from './work.queries.js';

/**
 * My reminders as they are raised, acknowledged and snoozed; with `team` also what the people in reach are late with, once that is
 * on record. Every message has its position in the log as its id: with that in `Last-Event-ID` (or `after`) the stream goes on
 * where it was cut, at any process, nothing lost and nothing twice. Without it it begins now. Of a position too far back (some 10,000
 * events) it tells so much and then `reset`: what lies between is told no more, so that the lists its `reload` names are to be loaded
 * anew, and it goes on from the position `after` that it names.
 */
@Operation({
  zh: '待辦即時推送',
  en: 'Live stream of reminders and overdue work',
  allow: { roles: { ...workers, ...leaders } },
  answers: eventStream,
  headers: {
    'Last-Event-ID': { about: 'The id of the last message that came; counts before `after`', example: '4711' },
  },
  example: { team: true },
})
export class WorkStream {
  @Allow() readonly metadata!: QuestionMetadata;
  /** Also what is overdue of the people in reach. */
  @IsOptional() @IsBoolean() readonly team?: boolean;
  /** Decimal position: what comes after it. */
  @IsOptional() @Matches(/^\d{1,15}$/) readonly after?: string;
}
