import { Operation, type CommandMetadata, type Instant, type Position } from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { Allow, Equals, IsIn, IsInt, IsObject, IsOptional, Min } from 'class-validator';
import { dealStages } from './kinds/deal-stages.js';
import { policyKindIds, type PolicyKindId } from './kinds/policy-kinds.js';

/** What is asked of one policy; `kind` is e.g. `follow-up`. */
export abstract class PolicyCommand {
  abstract readonly type: string;
  @IsIn(policyKindIds) readonly kind!: PolicyKindId;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Proposes a whole new content (R226); replaces an open draft. What is wrong with it is said field by field. */
@Operation({
  zh: '起草政策',
  en: 'Draft a policy',
  allow: { roles: { admin: 'all' }, kinds: ['system'], people: true },
  example: { kind: 'deal-stages', content: dealStages.first },
})
export class DraftPolicy extends PolicyCommand {
  @Equals('DraftPolicy') @IsOptional() readonly type = 'DraftPolicy' as const;
  @IsObject() readonly content!: object;
}

/** Puts a draft into force (R227), by somebody else than its author; version 1 is in force always. */
@Operation({
  zh: '批准並發佈政策',
  en: 'Approve and publish a policy',
  allow: { roles: { director: 'all' }, kinds: ['system'], people: true },
  example: { kind: 'follow-up', draft: 1, effectiveFrom: '2027-01-01T00:00:00.000Z' },
})
export class PublishPolicy extends PolicyCommand {
  @Equals('PublishPolicy') @IsOptional() readonly type = 'PublishPolicy' as const;
  /** The draft that was read and is approved. */
  @IsInt() @Min(1) readonly draft!: number;
  /** At least 60 s ahead; left out: 60 s after this command. */
  @IsOptional()
  @IsInstant()
  readonly effectiveFrom?: Instant;
}

@Operation({
  zh: '撤回政策草案',
  en: 'Withdraw a policy draft',
  allow: { roles: { admin: 'all', director: 'all' } },
  example: { kind: 'follow-up', draft: 1 },
})
export class WithdrawPolicyDraft extends PolicyCommand {
  @Equals('WithdrawPolicyDraft') @IsOptional() readonly type = 'WithdrawPolicyDraft' as const;
  @IsInt() @Min(1) readonly draft!: number;
}

/** Sent by the process of a calendar's version once it counts; left without a trace when it has begun. */
@Operation({
  zh: '開始按新日曆重排期限',
  en: 'Begin planning by a version of the calendar',
  allow: { roles: {}, kinds: ['process'] },
  example: { kind: 'calendar', version: 2 },
})
export class BeginCalendarReplanning extends PolicyCommand {
  @Equals('BeginCalendarReplanning') @IsOptional() readonly type = 'BeginCalendarReplanning' as const;
  @Equals('calendar') declare readonly kind: 'calendar';
  @IsInt() @Min(2) readonly version!: number;
}

/** Puts on record that a version of the calendar has reached everything that was planned before it. */
@Operation({
  zh: '記錄新日曆重排完成',
  en: 'Record that a version of the calendar is applied',
  allow: { roles: {}, kinds: ['process'] },
  example: { kind: 'calendar', version: 2, upTo: 4711, replanned: 12 },
})
export class RecordCalendarApplied extends PolicyCommand {
  @Equals('RecordCalendarApplied') @IsOptional() readonly type = 'RecordCalendarApplied' as const;
  @Equals('calendar') declare readonly kind: 'calendar';
  @IsInt() @Min(2) readonly version!: number;
  @IsInt() @Min(0) readonly upTo!: Position;
  /** Records that were looked at. */
  @IsInt() @Min(0) readonly replanned!: number;
}

/** The single registry of what can be asked of a policy. */
export const policyCommands = [
  DraftPolicy,
  PublishPolicy,
  WithdrawPolicyDraft,
  BeginCalendarReplanning,
  RecordCalendarApplied,
] as const;
export type AnyPolicyCommand = InstanceType<(typeof policyCommands)[number]>;
