import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { ShownOrder } from './order-views.handlers.js';
import { orderReaders, orderStatuses, type OrderStatus } from './order-words.js';

const allow = { roles: orderReaders };

/** What an order may lack, for the figures of those that have none of it. */
export const orderLacks = ['ownerTeam'] as const;
export type OrderLack = (typeof orderLacks)[number];

/** Sorted by `placedOn`, `placedAt`, `nextDueAt`, `nextDeliveryOn`, `amount`, `number` or `orderNumber`. */
@Operation({
  zh: '訂單名冊',
  en: 'Order register',
  allow,
  example: { status: 'open', overdue: true, sort: 'nextDueAt' },
  rows: rowsOf<ShownOrder>('items')([
    'orderId',
    'number',
    'orderNumber',
    'contractId',
    'contractNumber',
    'dealId',
    'dealNumber',
    'dealTitle',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'status',
    'amount',
    'currency',
    'lineCount',
    'placedOn',
    'placedAt',
    'history',
    'moreToTell',
    'unacknowledged',
    'amendmentPending',
    'nextMilestone',
    'nextDueAt',
    'overdue',
    'waitingFor',
    'waitingForNames',
    'deliveries',
    'delivered',
    'signed',
    'nextDeliveryOn',
    'nextConfirmed',
    'openExceptions',
    'lastCheckedOn',
    'heldFor',
    'cancelledFor',
    'dataQuality',
    'endedAt',
    'revision',
    'lastPosition',
  ]),
})
export class OrderRegister extends ListQuestion {
  @IsOptional() @IsIn(orderStatuses) readonly status?: OrderStatus;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsUUID() readonly contractId?: string;
  @IsOptional() @IsUUID() readonly dealId?: string;
  /** Waits for this person. */
  @IsOptional() @Matches(code) readonly responsibleId?: string;
  /** The due instant of a running promise has passed when it is asked, or none has. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
  /** An import is in the middle of its past, or was stopped there: nobody follows it. */
  @IsOptional() @IsBoolean() readonly moreToTell?: boolean;
  /** Days on which something is to be delivered next, both included. */
  @IsOptional() @IsDay() readonly deliveryFrom?: Day;
  @IsOptional() @IsDay() readonly deliveryTo?: Day;
  /** Days on which they were placed, both included: by `placedOn`, else when they were, in Shanghai. */
  @IsOptional() @IsDay() readonly placedFrom?: Day;
  @IsOptional() @IsDay() readonly placedTo?: Day;
  /** Of the owner. */
  @IsOptional() @Matches(code) readonly ownerTeamId?: string;
  /** Those that have none of it. */
  @IsOptional() @IsIn(orderLacks) readonly without?: OrderLack;
  /** The owner is of the people one leads, as reports count: not what one holds a part of, or reads for all. */
  @IsOptional() @IsBoolean() readonly led?: boolean;
  /** Part of the order's number, of either kind, or of the customer's name. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

/**
 * An order with all of it: lines, deliveries with documents and confirmations, exceptions, promises with their clocks, checks,
 * and what happened; refuses `order-not-found`, `out-of-reach`.
 */
@Operation({
  zh: '訂單詳情',
  en: 'One order',
  allow,
  example: { orderId: '3d6f0a1b-8c2e-4f57-9a10-6b7c8d9e0f12' },
})
export class OrderPage extends Question {
  @IsUUID() readonly orderId!: string;
}
