import { fold, type CommandMetadata, type Decided } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { overdueBy } from './milestone-overdue.js';
import { isOver, isTaken, running, takenOf, whom } from './order-rules.js';
import type { OrderEvent } from './order.events.js';
import { evolveOrder, type KnownOrder, type Order } from './order.fold.js';

/** Every ordered quantity taken, no delivery on its way, nothing open. */
const isDone = (order: KnownOrder): boolean =>
  order.lines.every(({ lineId, quantity }) => takenOf(order, lineId) >= quantity) &&
  order.deliveries.every((one) => isTaken(one) || one.status === 'refused' || one.status === 'cancelled') &&
  order.exceptions.every(({ closed }) => closed !== undefined) &&
  order.amendments.every(({ outcome }) => outcome !== undefined);

/** The end of an order of which nothing is left; it waits for nothing any more, but what was late by then stays late. */
function completedIfDone(order: Order, metadata: CommandMetadata, known: Known): readonly Decided<OrderEvent>[] {
  if (order.status === 'none' || isOver(order) || !isDone(order)) return [];
  const superseded = running(order).map(({ milestone }) => milestone);
  return [
    ...(metadata.history ? [] : overdueBy(order, superseded, metadata, known)), // as of a delivery of the past
    { type: 'OrderCompleted', data: { ...whom(order), ...(superseded.length > 0 && { superseded }) } },
  ];
}

/** These facts, and the end of the order where they complete it. */
export const completing = (
  order: KnownOrder,
  events: readonly Decided<OrderEvent>[],
  metadata: CommandMetadata,
  known: Known,
): readonly Decided<OrderEvent>[] => [
  ...events,
  ...completedIfDone(fold<Order>({ initialState: order, evolve: evolveOrder }, events), metadata, known),
];
