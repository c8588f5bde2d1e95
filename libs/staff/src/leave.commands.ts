import { Operation, roles, type Instant, type Permission, type Role, type Scope } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Equals, IsISO8601, IsOptional, IsUUID } from 'class-validator';
import { PersonCommand } from './person-record.commands.js';
import { sellingRoles } from './selling.js';

const leaveId = '5b0c8a4e-7d1f-4e0b-9a55-2c3d4e5f6a7b';

const themselves = Object.fromEntries(
  roles.filter((role) => role !== 'auditor').map((role) => [role, 'own']),
) as Readonly<Partial<Record<Role, Scope>>>;
/** Everybody their own leave, who leads those they lead, admins and HR everybody's. */
const planners: Permission = { roles: { ...themselves, ...sellingRoles, admin: 'all', hr: 'all' } };

/** What is asked of one leave of a person. */
export abstract class LeaveCommand extends PersonCommand {
  @IsUUID() readonly leaveId!: string;
}

/**
 * Whole days, both included, at most 366 and at most three years ahead; refuses `leave-overlaps`, `leave-is-past`,
 * `leave-too-long`, `leave-too-far-ahead`, `leave-ends-before-it-begins`, `too-many-leaves`, `person-not-active`.
 */
@Operation({
  zh: '登記請假',
  en: 'Plan a leave',
  allow: planners,
  creates: 'leaveId',
  example: { staffId: 'li.na', from: '2026-10-08', until: '2026-10-09' },
})
export class PlanLeave extends LeaveCommand {
  @Equals('PlanLeave') @IsOptional() readonly type = 'PlanLeave' as const;
  @IsDay() readonly from!: Day;
  @IsDay() readonly until!: Day;
}

/** A leave that has begun ends now; refuses `leave-not-found`. */
@Operation({ zh: '取消請假', en: 'Cancel a leave', allow: planners, example: { staffId: 'li.na', leaveId } })
export class CancelLeave extends LeaveCommand {
  @Equals('CancelLeave') @IsOptional() readonly type = 'CancelLeave' as const;
}

/** Puts on record that the person is away, at the instant it names; of a leave that is cancelled or begun: nothing. */
@Operation({
  zh: '記錄請假開始',
  en: 'Record that a leave has begun',
  allow: { roles: {}, kinds: ['process'] },
  example: { staffId: 'li.na', leaveId, at: '2026-10-07T16:00:00.000Z' },
})
export class BeginLeave extends LeaveCommand {
  @Equals('BeginLeave') @IsOptional() readonly type = 'BeginLeave' as const;
  @IsISO8601({ strict: true }) readonly at!: Instant;
}

/** Puts on record that the person is back; of a leave that is over: nothing. */
@Operation({
  zh: '記錄請假結束',
  en: 'Record that a leave is over',
  allow: { roles: {}, kinds: ['process'] },
  example: { staffId: 'li.na', leaveId, at: '2026-10-09T16:00:00.000Z' },
})
export class EndLeave extends LeaveCommand {
  @Equals('EndLeave') @IsOptional() readonly type = 'EndLeave' as const;
  @IsISO8601({ strict: true }) readonly at!: Instant;
}
