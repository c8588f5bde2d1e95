import { evolve, type Recorded } from '@dealtrail/event-sourcing';
import { orderEvents, type MilestoneId, type OrderEvent } from './order.events.js';
import { evolveOrder, type KnownOrder, type Order } from './order.fold.js';

/** The same entry for every fact of an order: rows that show an order as its own fold has it. */
export const ofEveryFact = <V>(entry: V): Readonly<Record<OrderEvent['type'], V>> =>
  Object.fromEntries(Object.keys(orderEvents.types).map((type) => [type, entry])) as Record<OrderEvent['type'], V>;

export const orderKey = ({ data: { orderId } }: { readonly data: { readonly orderId: string } }) => [orderId];

/** An order with one more fact; nothing for a fact about one that was never placed. */
export function folded(order: KnownOrder | undefined, event: Recorded<OrderEvent>): KnownOrder | undefined {
  const after = evolve<Order>({ evolve: evolveOrder }, order ?? { status: 'none' }, event);
  return after.status === 'none' ? undefined : after;
}

/** Names a promise everywhere: rows, questions, processes. */
export const milestoneKey = (orderId: string, milestone: MilestoneId): string => `${orderId}/${milestone}`;
