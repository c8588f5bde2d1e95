import type { CommandMetadata } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { answering } from './delivery-rules.js';
import { limitsAt, responseClock } from './milestone-clock.js';
import { whom } from './order-rules.js';
import type { OrderEvent } from './order.events.js';
import type { KnownOrder, OrderException } from './order.fold.js';

type Declared = Extract<OrderEvent, { type: 'OrderExceptionDeclared' }>;

/** An exception as it opens: its owner owes apology and alternative (R083, R084, T14); of history nobody is waited for. */
export function declared(
  order: KnownOrder,
  exception: Pick<OrderException, 'exceptionId' | 'delivery' | 'kind' | 'description' | 'happenedAt'> & { by?: string },
  { occurredAt, history }: CommandMetadata,
  known: Known,
): Declared {
  const clock = responseClock(exception.happenedAt, occurredAt, limitsAt(known, occurredAt));
  const response = {
    milestone: `response/${exception.exceptionId}` as const,
    responsibleId: answering(order, known),
    clock,
  };
  return {
    type: 'OrderExceptionDeclared',
    data: { ...whom(order), ...exception, currency: order.currency, opened: history ? [] : [response] },
  };
}
