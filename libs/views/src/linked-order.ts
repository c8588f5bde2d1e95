import { fold, type EventStore } from '@dealtrail/event-sourcing';
import { order, readOrder, type Alternative, type Delivery, type KnownOrder } from '@dealtrail/orders';

/** An order as the log has it now: who may hold a link to it, and what its holder may still answer, wait for no read model. */
export async function linkedOrder(log: EventStore, orderId: string): Promise<KnownOrder | undefined> {
  const state = fold(order, await readOrder(log, orderId));
  return state.status === 'none' ? undefined : state;
}

/** What a customer reports by a link is about the order as a whole. */
export const orderPart = 'order';

/** The delivery of a link's part, e.g. `1`. */
export const deliveryOf = ({ deliveries }: KnownOrder, part: string): Delivery | undefined =>
  deliveries.find(({ delivery }) => String(delivery) === part);

/** The alternative of a link's part, `<exception>/<number>`, while its exception is open or after. */
export function alternativeOf(
  { exceptions }: KnownOrder,
  part: string,
): { readonly alternative: Alternative; readonly closed: boolean } | undefined {
  const [exceptionId, number] = part.split('/');
  const exception = exceptions.find((one) => one.exceptionId === exceptionId);
  const alternative = exception?.alternatives.find((one) => String(one.alternative) === number);
  return alternative && { alternative, closed: exception?.closed !== undefined };
}
