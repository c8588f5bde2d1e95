import type { EventMetadata, Recorded } from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import type { OrderEvent } from '../order.events.js';
import { orderId } from './order-facts.js';

/** A fact, and when it occurred where that matters. */
export type Told = OrderEvent & { readonly occurredAt?: string };

/** Facts as the store gives them, one after the other; positions from 1 on. */
export const told = (facts: readonly Told[], metadata: Partial<EventMetadata> = {}): Recorded<OrderEvent>[] =>
  facts.map(({ occurredAt, ...fact }, n) =>
    recorded(fact as OrderEvent, `order-${orderId}`, n, {
      ...metadata,
      ...(occurredAt !== undefined && { occurredAt }),
    }),
  );
