import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { readers } from './deal-views.queries.js';
import type { DeliveryGroup } from './delivery-performance.js';
import type { ShownDelivery } from './shown-delivery.js';

/** Besides sellers, those who make, ship, invoice and document what is ordered see all of it. */
const orderReaders = {
  ...readers,
  operations: 'all',
  finance: 'all',
  technical: 'all',
  customerService: 'all',
} as const;

export const deliveryLevels = ['line', 'delivery', 'order'] as const;
export type DeliveryLevel = (typeof deliveryLevels)[number];
export const deliveryGroupings = ['owner', 'vendor', 'country', 'mode', 'month'] as const;
export type DeliveryGrouping = (typeof deliveryGroupings)[number];

/**
 * How lines, deliveries or orders in reach kept to the days promised last, by calendar date: late is what came after its day, and
 * what did not come and its day is over. A delivery or order is as the worst of its lines. With `from` or `to` only lines promised
 * for these days count; by `month` means of the promised day, so that an order may count in several, but once in the total.
 */
@Operation({
  zh: '交付表現',
  en: 'Delivery performance',
  allow: { roles: orderReaders },
  example: { level: 'delivery', groupBy: 'month', from: '2026-01-01', to: '2026-12-31' },
  rows: rowsOf<DeliveryGroup>('groups')([
    'key',
    'label',
    'count',
    'onDay',
    'early',
    'late',
    'overdue',
    'open',
    'inTimeRate',
    'onDayRate',
    'earlyRate',
    'lateRate',
    'recordedSameDay',
    'recordedNextDay',
    'recordedLater',
    'recordedBefore',
    'amounts',
  ]),
})
export class DeliveryPerformance extends Question {
  @IsIn(deliveryLevels) readonly level!: DeliveryLevel;
  @IsIn(deliveryGroupings) readonly groupBy!: DeliveryGrouping;
  /** Promised days, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
  @IsOptional() @Matches(code) readonly ownerId?: string;
}

const rows = rowsOf<ShownDelivery>('items')([
  'scheduledOn',
  'orderId',
  'delivery',
  'number',
  'orderNumber',
  'note',
  'customerId',
  'customerName',
  'ownerId',
  'ownerName',
  'status',
  'moves',
  'confirmedAt',
  'confirmDueAt',
  'documentsMissing',
  'documentsDueAt',
  'dispatchedAt',
  'deliveredOn',
  'signOffDueAt',
  'signedAt',
  'concerns',
  'flagged',
]);

/** Deliveries in reach by the day they are promised for. Refuses more than a quarter of a year (`too-many-days`). */
@Operation({
  zh: '交付日曆',
  en: 'Delivery calendar',
  allow: { roles: orderReaders },
  example: { from: '2026-12-01', to: '2026-12-31' },
  rows,
})
export class DeliveryCalendar extends Question {
  /** Both included. */
  @IsDay() readonly from!: Day;
  @IsDay() readonly to!: Day;
  @IsOptional() @Matches(code) readonly ownerId?: string;
}

/**
 * What is to be delivered from today until three days ahead, what should have been and is not, and what waits for the customer's
 * signature; of each what there is to see to. Flagged is a delivery without its confirmation: not given in time, or never.
 */
@Operation({
  zh: '未來三天交付看板',
  en: 'Deliveries of the next three days',
  allow: { roles: orderReaders },
  example: {},
  rows,
})
export class NextThreeDays extends Question {
  @IsOptional() @Matches(code) readonly ownerId?: string;
}
