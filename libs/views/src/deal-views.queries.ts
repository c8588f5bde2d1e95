import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { grades, type Grade } from '@dealtrail/policies';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code, sellingRoles } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { TrailItem } from './deal-trail.handlers.js';
import type { ShownDeal } from './deal-views.handlers.js';
import type { ShownTask } from './regrade-tasks.handlers.js';

/** Sellers see the deals in reach; sales support, admins and auditors all. */
export const readers = { ...sellingRoles, salesSupport: 'all', admin: 'all', auditor: 'all' } as const;

const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** Sorted by `registeredOn` (age), `registeredAt`, `amount`, `dueAt`, `closedOn`, `title` or `number`. */
@Operation({
  zh: '商機名冊',
  en: 'Deal register',
  allow: { roles: readers },
  example: { status: 'open', text: 'GTX', sort: '-amount' },
  rows: rowsOf<ShownDeal>('items')([
    'dealId',
    'number',
    'title',
    'customerId',
    'customerName',
    'productId',
    'productName',
    'ownerId',
    'ownerName',
    'status',
    'stage',
    'step',
    'grade',
    'amount',
    'currency',
    'listPrice.amount',
    'listPrice.currency',
    'expected.amount',
    'expected.currency',
    'registeredOn',
    'registeredAt',
    'ageDays',
    'closedOn',
    'lostReason',
    'lastProgressAt',
    'dueAt',
    'overdue',
    'stale',
    'evidence',
    'dataQuality',
    'revision',
    'lastPosition',
  ]),
})
export class DealRegister extends ListQuestion {
  @IsOptional() @Matches(code) readonly ownerId?: string;
  /** A team, region or department, smaller units included. */
  @IsOptional() @Matches(code) readonly unitId?: string;
  @IsOptional() @IsIn(['open', 'won', 'lost']) readonly status?: 'open' | 'won' | 'lost';
  @IsOptional() @Matches(/^[a-z][a-z0-9-]{0,63}$/) readonly stage?: string;
  @IsOptional() @IsString() @MaxLength(64) readonly productId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsIn(grades) readonly grade?: Grade;
  @IsOptional() @IsBoolean() readonly stale?: boolean;
  /** Days the deals began, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
  /** Days the deals were won or lost, both included. */
  @IsOptional() @IsDay() readonly closedFrom?: Day;
  @IsOptional() @IsDay() readonly closedTo?: Day;
  /** Part of the title, the number or the customer's name. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

/** Everything known of one deal, with the revision that `If-Match` names; refuses `deal-not-found`, `out-of-reach`. */
@Operation({ zh: '商機詳情', en: 'One deal', allow: { roles: readers }, example: { dealId } })
export class DealPage extends Question {
  @IsUUID() readonly dealId!: string;
}

/** The stale deals that the one who asks is to grade anew, as owner or as the owner's superior (R020); by `dueAt`. */
@Operation({
  zh: '待重新評級',
  en: 'Re-grade tasks',
  allow: { roles: { ...sellingRoles, admin: 'all' } },
  example: {},
  rows: rowsOf<ShownTask>('items')([
    'dealId',
    'number',
    'title',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'superiorId',
    'grade',
    'days',
    'lastProgressAt',
    'dueAt',
    'overdueDays',
    'position',
  ]),
})
export class RegradeTasks extends ListQuestion {}

/** The facts of a deal in plain sentences: who, when, what. `lang` is `zh` (zh-CN) or `en`. */
@Operation({
  zh: '商機軌跡',
  en: 'Trail of a deal',
  allow: { roles: readers },
  example: { dealId, lang: 'zh' },
  rows: rowsOf<TrailItem>('items')([
    'position',
    'revision',
    'type',
    'occurredAt',
    'recordedAt',
    'when',
    'who',
    'actorKind',
    'history',
    'sentence',
    'commandId',
    'correlationId',
    'causationId',
  ]),
})
export class DealTrail extends Question {
  @IsUUID() readonly dealId!: string;
  /** Default `zh`. */
  @IsOptional() @IsIn(['zh', 'en']) readonly lang?: 'zh' | 'en';
}
