import { Operation, type Instant } from '@dealtrail/event-sourcing';
import { code } from '@dealtrail/staff';
import { Equals, IsBoolean, IsInt, IsISO8601, IsOptional, Matches, Min } from 'class-validator';
import type { MilestoneId } from './order.events.js';
import { OrderCommand } from './order-placing.commands.js';

const orderId = '2f6a7b8c-9d0e-4c8a-9d0e-9b2d2c1e5f43';
const allow = { roles: {}, kinds: ['process'] as const };
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const milestone = new RegExp(
  `^(acknowledgement/(operations|finance|logistics)|(confirmation|documents|signOff)/[1-9]\\d{0,5}|response/${uuid})$`,
);

/** Puts a warning of a promise on record (R229); one whose clock has moved on leaves nothing. */
@Operation({
  zh: '提醒訂單節點',
  en: 'Remind of a milestone',
  allow,
  example: {
    orderId,
    milestone: 'confirmation/1',
    at: '2026-05-16T01:00:00.000Z',
    dueAt: '2026-05-17T01:00:00.000Z',
  },
})
export class RemindOrderMilestone extends OrderCommand {
  @Equals('RemindOrderMilestone') @IsOptional() readonly type = 'RemindOrderMilestone' as const;
  @Matches(milestone) readonly milestone!: MilestoneId;
  /** The instant the warning was planned for. */
  @IsISO8601({ strict: true }) readonly at!: Instant;
  @IsISO8601({ strict: true }) readonly dueAt!: Instant;
}

/** Puts a breach on record, at the due instant it names, with its escalation (T11–T14, R072). */
@Operation({
  zh: '記錄訂單節點逾期',
  en: 'Record an overdue milestone',
  allow,
  example: { orderId, milestone: 'confirmation/1', dueAt: '2026-05-17T01:00:00.000Z' },
})
export class RecordOrderMilestoneOverdue extends OrderCommand {
  @Equals('RecordOrderMilestoneOverdue') @IsOptional() readonly type = 'RecordOrderMilestoneOverdue' as const;
  @Matches(milestone) readonly milestone!: MilestoneId;
  @IsISO8601({ strict: true }) readonly dueAt!: Instant;
  /** The customer is of grade A: a director is told as well (T14). */
  @IsOptional() @IsBoolean() readonly toDirector?: boolean;
}

/** Gives what somebody who has left held of an order to their superior: the order, if it was theirs, and their promises. */
@Operation({
  zh: '改派訂單負責人',
  en: 'Reassign an order',
  allow,
  example: { orderId, from: 'li.na', position: 4711 },
})
export class ReassignOrder extends OrderCommand {
  @Equals('ReassignOrder') @IsOptional() readonly type = 'ReassignOrder' as const;
  @Matches(code) readonly from!: string;
  /** Of the fact of the staff log that asks for it. */
  @IsInt() @Min(0) readonly position!: number;
}
