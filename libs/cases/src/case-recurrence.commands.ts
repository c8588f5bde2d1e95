import { Operation, type CommandMetadata, type Instant } from '@dealtrail/event-sourcing';
import { Allow, Equals, IsIn, IsISO8601, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { recurrenceSubjects, type RecurrenceSubject } from './case-recurrence.events.js';

/** What is asked of a cause that may come back (R105). */
export abstract class CaseRecurrenceCommand {
  abstract readonly type: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Notes the cause of a case for its product, or for its customer; the second one within the policy's days is a recurrence. */
@Operation({
  zh: '記錄案件原因',
  en: 'Note the cause of a case',
  allow: { roles: {}, kinds: ['process'] },
  example: {
    category: 'product-quality',
    subjectKind: 'product',
    subjectId: 'gtx.pro',
    caseId: 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b',
    at: '2026-03-04T02:00:00.000Z',
  },
})
export class NoteCaseCause extends CaseRecurrenceCommand {
  @Equals('NoteCaseCause') @IsOptional() readonly type = 'NoteCaseCause' as const;
  @IsString() @IsNotEmpty() @MaxLength(64) readonly category!: string;
  @IsIn(recurrenceSubjects) readonly subjectKind!: RecurrenceSubject;
  @IsString() @IsNotEmpty() @MaxLength(64) readonly subjectId!: string;
  @IsUUID() readonly caseId!: string;
  /** Since when the cause is on record. */
  @IsISO8601({ strict: true }) readonly at!: Instant;
}

/** The single registry of what can be asked of a recurring cause. */
export const caseRecurrenceCommands = [NoteCaseCause] as const;
export type AnyCaseRecurrenceCommand = InstanceType<(typeof caseRecurrenceCommands)[number]>;
