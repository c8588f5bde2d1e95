import { Operation, roles, rowsOf, type Instant, type Permission, type Role } from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { ListQuestion } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { workKinds, type WorkKind } from './work-item.row.js';
import type { ShownWork } from './work.handlers.js';

/** Work comes to everybody but those who only read. */
export const workers = Object.fromEntries(
  roles.filter((role) => role !== 'auditor').map((role) => [role, 'own']),
) as Readonly<Record<Exclude<Role, 'auditor'>, 'own'>>;

/**
 * Who looks at the work of others: each those of the units they head or deputise up to a size. Outside sales there are only
 * departments, so that a head of legal sees all of legal and a reviewer who heads nothing only what is their own.
 */
export const leaders: Permission['roles'] = {
  supervisor: 'team',
  regionalSupervisor: 'region',
  salesManager: 'department',
  legal: 'department',
  finance: 'department',
  technical: 'department',
  operations: 'department',
  customerService: 'department',
  director: 'all',
  admin: 'all',
  auditor: 'all',
};

const rows = rowsOf<ShownWork>('items')([
  'itemId',
  'kind',
  'subject',
  'subjectId',
  'round',
  'step',
  'part',
  'number',
  'title',
  'customerId',
  'customerName',
  'dealId',
  'ownerId',
  'ownerName',
  'assignees',
  'assigneeNames',
  'role',
  'since',
  'dueAt',
  'given',
  'paused',
  'ageDays',
  'overdue',
]);

/** What waits: most urgent first, what has no limit last; sorted by `dueAt` or `since` on request. */
export abstract class WorkQuestion extends ListQuestion {
  @IsOptional() @IsIn(workKinds) readonly kind?: WorkKind;
  /** Its due instant has passed when it is asked, or has not. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
  /** Due before this instant. */
  @IsOptional()
  @IsInstant()
  readonly dueBefore?: Instant;
}

/** Everything that waits for the one who asks: reviews, contracts to revise or sign, deals to follow up or grade, promises and tasks of orders. */
@Operation({
  zh: '我的待辦',
  en: 'My work',
  allow: { roles: workers },
  example: { kind: 'review-contract', dueBefore: '2026-12-01T00:00:00.000Z' },
  rows,
})
export class MyWork extends WorkQuestion {}

/** What waits for the people in reach; with `overdue=true` what they are late with. */
@Operation({
  zh: '團隊待辦',
  en: 'Work of the team',
  allow: { roles: leaders },
  example: { overdue: true, assigneeId: 'li.na' },
  rows,
})
export class TeamWork extends WorkQuestion {
  @IsOptional() @Matches(code) readonly assigneeId?: string;
}
