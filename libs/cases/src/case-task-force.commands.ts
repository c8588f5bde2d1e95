import { Operation, type Instant } from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { code } from '@dealtrail/staff';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, Equals, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { IsText } from './case-fields.js';
import { CaseCommand, handlers } from './case-reporting.commands.js';
import { caseChannels, type CaseChannel } from './case.events.js';

const caseId = 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b';

/**
 * Declares a case complex: people of the technical team and others join for it (R102), and the customer has a word every week
 * from now on (R103, T20). Refuses `case-closed`, `case-merged`, `task-force-exists`, `no-technical-member`, `member-not-active`,
 * `person-only-reads`.
 */
@Operation({
  zh: '成立專項小組',
  en: 'Form a task force',
  allow: handlers,
  example: { caseId, reason: '三次維修未解決', leadId: 'li.na', members: ['qin.tao'] },
})
export class FormTaskForce extends CaseCommand {
  @Equals('FormTaskForce') @IsOptional() readonly type = 'FormTaskForce' as const;
  @IsText(2000) readonly reason!: string;
  /** Who owes the customer the weekly word; default the case's owner. */
  @IsOptional() @Matches(code) readonly leadId?: string;
  /** Besides the lead; the technical team among them or leading. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(code, { each: true })
  readonly members!: string[];
}

/**
 * Changes who is in it, and who leads it. Refuses as forming it does, and `no-task-force`, `lead-not-member`
 * where the lead is removed and no other named.
 */
@Operation({
  zh: '調整專項小組',
  en: 'Change a task force',
  allow: handlers,
  example: { caseId, add: ['fu.gang'], remove: [] },
})
export class ChangeTaskForce extends CaseCommand {
  @Equals('ChangeTaskForce') @IsOptional() readonly type = 'ChangeTaskForce' as const;
  @IsOptional() @IsArray() @ArrayMaxSize(50) @ArrayUnique() @Matches(code, { each: true }) readonly add?: string[];
  @IsOptional() @IsArray() @ArrayMaxSize(50) @ArrayUnique() @Matches(code, { each: true }) readonly remove?: string[];
  @IsOptional() @Matches(code) readonly leadId?: string;
}

/**
 * The weekly word to the customer (R103): meets this week's promise and begins the next. Refuses `case-closed`, `case-merged`,
 * `no-task-force`, `happened-in-the-future`, `word-before-last`.
 */
@Operation({
  zh: '同步客戶進展',
  en: 'Give the customer a word of progress',
  allow: handlers,
  example: { caseId, channel: 'hotline', text: '備件已到倉,週五上門更換' },
})
export class SyncProgress extends CaseCommand {
  @Equals('SyncProgress') @IsOptional() readonly type = 'SyncProgress' as const;
  @IsIn(caseChannels) readonly channel!: CaseChannel;
  @IsText(5000) readonly text!: string;
  /** Default now; not to come. */
  @IsOptional() @IsInstant() readonly happenedAt?: Instant;
}

/** What is asked of a case that takes several to solve. */
export const caseTaskForceCommands = [FormTaskForce, ChangeTaskForce, SyncProgress] as const;
