import type { EventStore, Recorded } from '@dealtrail/event-sourcing';
import type { AttachedFile, OrderEvent } from './order.events.js';

/** Everything recorded of an order, never behind a read model; none for one that was never placed. */
export async function readOrder(log: EventStore, orderId: string): Promise<readonly Recorded<OrderEvent>[]> {
  const [events = []] = (await log.read([`order-${orderId}`])) as Recorded<OrderEvent>[][];
  return events;
}

/** The documents that were attached to its deliveries, replaced ones too. */
export const documentsIn = (
  events: readonly Recorded<OrderEvent>[],
): readonly { readonly delivery: number; readonly file: AttachedFile }[] =>
  events.flatMap(({ type, data }) => (type === 'DeliveryDocumentAttached' ? [data] : []));
