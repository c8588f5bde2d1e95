import { projection, type Instant, type Position } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { OrderEvent } from './order.events.js';

/** The first check of an order for a day. */
export interface OrderCheckRow {
  /** `<order id>/<day>`. */
  readonly checkKey: string;
  readonly orderId: string;
  readonly day: Day;
  readonly by: string;
  readonly at: Instant;
  readonly position: Position;
  /** It was made when the day was over. */
  readonly late: boolean;
  readonly note?: string;
}

/** 訂單檢查: which order was checked for which day; the first counts, what is said again changes nothing. */
export const orderChecks = projection<OrderCheckRow, OrderEvent>({
  name: 'orderChecks',
  version: 1,
  key: 'checkKey',
  columns: {
    checkKey: 'text',
    orderId: 'text',
    day: 'date',
    by: 'text',
    at: 'instant',
    position: 'amount',
    late: 'boolean',
    note: 'text',
  },
  indexes: [['day']],
  keys: { OrderStatusChecked: ({ data: { orderId, day } }) => [`${orderId}/${day}`] },
  project: {
    OrderStatusChecked: (row, { data: { orderId, day, by, late, note }, metadata, position }, checkKey) =>
      row ?? { checkKey, orderId, day, by, at: metadata.occurredAt, position, late, note },
  },
});
