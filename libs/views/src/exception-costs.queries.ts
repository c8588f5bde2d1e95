import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code, sellingRoles } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { ExceptionCostsGroup } from './exception-costs.handlers.js';
import type { ShownException } from './order-exceptions.handlers.js';
import { exceptionKinds, orderReaders, type ExceptionKind } from './order-words.js';

export const exceptionGroupings = ['kind', 'month', 'owner', 'alternative'] as const;
export type ExceptionGrouping = (typeof exceptionGroupings)[number];

/**
 * What exceptions cost (G-041): those that happened on these days in Shanghai, of orders in reach, by kind, month, owner or
 * alternative; each currency apart, for they are never added. An exception with several alternatives counts once in each group.
 */
@Operation({
  zh: '交付異常成本',
  en: 'Costs of exceptions',
  allow: {
    roles: {
      ...sellingRoles,
      operations: 'all',
      finance: 'all',
      technical: 'all',
      customerService: 'all',
      salesSupport: 'all',
      admin: 'all',
      auditor: 'all',
    },
  },
  example: { groupBy: 'alternative', from: '2026-05-01', to: '2026-05-31' },
  rows: rowsOf<ExceptionCostsGroup>('groups')([
    'key',
    'label',
    'currency',
    'exceptions',
    'open',
    'closed',
    'late',
    'offered',
    'accepted',
    'declined',
    'costOffered',
    'costAccepted',
  ]),
})
export class ExceptionCosts extends Question {
  @IsIn(exceptionGroupings) readonly groupBy!: ExceptionGrouping;
  /** Both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
  @IsOptional() @IsIn(exceptionKinds) readonly kind?: ExceptionKind;
  @IsOptional() @Matches(code) readonly ownerId?: string;
}

/** Exceptions of orders in reach, or with a task of one's own; sorted by `happenedAt`, `dueAt` or `costAccepted`. */
@Operation({
  zh: '交付異常清單',
  en: 'Exceptions of orders',
  allow: { roles: orderReaders },
  example: { state: 'open', overdue: true, sort: 'dueAt' },
  rows: rowsOf<ShownException>('items')([
    'exceptionId',
    'orderId',
    'number',
    'contractId',
    'dealId',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'delivery',
    'kind',
    'description',
    'happenedAt',
    'declaredAt',
    'declaredBy',
    'state',
    'history',
    'dueAt',
    'overdue',
    'overdueAt',
    'apologisedAt',
    'apologisedBy',
    'apologyChannel',
    'respondedAt',
    'offered',
    'accepted',
    'currency',
    'costOffered',
    'costAccepted',
    'openTasks',
    'closedAt',
    'closedBy',
    'result',
    'revision',
  ]),
})
export class OrderExceptions extends ListQuestion {
  @IsOptional() @IsIn(['open', 'closed']) readonly state?: 'open' | 'closed';
  @IsOptional() @IsIn(exceptionKinds) readonly kind?: ExceptionKind;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly orderId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  /** Apology or alternative came too late, or have not come when it is asked; or neither. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
}
