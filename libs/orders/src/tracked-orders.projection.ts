import { projection, type Instant, type Position, type Recorded } from '@dealtrail/event-sourcing';
import type { OrderEvent } from './order.events.js';

/** Whose an order was from a position on. */
export interface Ownership {
  readonly ownerId: string;
  readonly position: Position;
}

/** A stretch in which nobody works on an order. */
export interface Hold {
  readonly at: Instant;
  readonly position: Position;
  readonly releasedAt?: Instant;
  readonly releasedPosition?: Position;
}

/** From when until when an order had to be looked after, and by whom: what says of any past position which orders were open. */
export interface TrackedOrderRow {
  readonly orderId: string;
  readonly number: string;
  readonly customerId?: string;
  readonly placedAt: Instant;
  readonly placedPosition: Position;
  readonly endedAt?: Instant;
  readonly endedPosition?: Position;
  /** Oldest first. */
  readonly owners: readonly Ownership[];
  readonly holds: readonly Hold[];
}

const key = ({ data: { orderId } }: { readonly data: { readonly orderId: string } }) => [orderId];

const ended = (
  row: TrackedOrderRow | undefined,
  { metadata: { occurredAt }, position }: Recorded<OrderEvent>,
): TrackedOrderRow | undefined => row && { ...row, endedAt: occurredAt, endedPosition: position };

/** 跟蹤訂單: the spans in which orders are checked every day (R073). */
export const trackedOrders = projection<TrackedOrderRow, OrderEvent>({
  name: 'trackedOrders',
  version: 1,
  key: 'orderId',
  columns: {
    orderId: 'text',
    number: 'text',
    customerId: 'text',
    placedAt: 'instant',
    placedPosition: 'amount',
    endedAt: 'instant',
    endedPosition: 'amount',
    owners: 'json',
    holds: 'json',
  },
  indexes: [['placedAt'], ['endedAt']],
  keys: {
    OrderPlaced: key,
    OrderHeld: key,
    OrderReleased: key,
    OrderReassigned: key,
    OrderCancelled: key,
    OrderCompleted: key,
  },
  project: {
    OrderPlaced: (_, { data: { orderId, number, customerId, ownerId }, metadata, position }) => ({
      ...{ orderId, number, customerId, placedAt: metadata.occurredAt, placedPosition: position },
      owners: [{ ownerId, position }],
      holds: [],
    }),
    OrderHeld: (row, { metadata: { occurredAt }, position }) =>
      row && { ...row, holds: [...row.holds, { at: occurredAt, position }] },
    OrderReleased: (row, { metadata: { occurredAt }, position }) =>
      row && {
        ...row,
        holds: row.holds.map((hold, n) =>
          n === row.holds.length - 1 ? { ...hold, releasedAt: occurredAt, releasedPosition: position } : hold,
        ),
      },
    OrderReassigned: (row, { data: { to }, position }) =>
      row && { ...row, owners: [...row.owners, { ownerId: to, position }] },
    OrderCancelled: ended,
    OrderCompleted: ended,
  },
});
