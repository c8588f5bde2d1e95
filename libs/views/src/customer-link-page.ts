import type { EventStore } from '@dealtrail/event-sourcing';
import type { CustomerLink } from '@dealtrail/customer-links';
import type { KnownOrder } from '@dealtrail/orders';
import type { KnownCase } from '@dealtrail/cases';
import { linkedCase, resolutionPart, resolutionSeen } from './linked-case.js';
import { alternativeOf, deliveryOf, linkedOrder, orderPart } from './linked-order.js';

/** A line as the customer sees it: no price. */
export interface CustomerLine {
  readonly lineId: string;
  readonly description: string;
  readonly quantity: number;
  /** What nothing was signed for yet. */
  readonly left: number;
}

/** What the holder of a link sees of the one thing it is about: no names of colleagues, no prices, nothing of other deliveries. */
export interface CustomerPage {
  readonly orderNumber?: string;
  /** Whether it can be answered now. */
  readonly open: boolean;
  /** What an answer refers to; another one by the time it is sent, and it is not taken. */
  readonly seen: string;
  readonly delivery?: {
    readonly delivery: number;
    /** `YYYY-MM-DD`. */
    readonly scheduledOn: string;
    readonly lines: readonly CustomerLine[];
    readonly carrier?: string;
    readonly trackingNumber?: string;
  };
  /** Acceptance criteria: proposed with the link, or agreed before. */
  readonly criteria?: string;
  /** What is offered instead. */
  readonly alternative?: string;
  /** What they reported, under which number, and what was done about it. */
  readonly reported?: { readonly number: string; readonly subject: string; readonly resolution: string };
}

const deliveryPage = (order: KnownOrder, part: string) => {
  const found = deliveryOf(order, part);
  if (!found) return undefined;
  const { delivery, scheduledOn, dispatched, signed } = found;
  const lines = found.lines.map(({ lineId, quantity }): CustomerLine => {
    const taken = signed.flat().filter((one) => one.lineId === lineId);
    return {
      lineId,
      description: order.lines.find((one) => one.lineId === lineId)?.description ?? lineId,
      quantity,
      left: Math.max(
        0,
        taken.reduce((left, one) => left - one.quantity, quantity),
      ),
    };
  });
  const { carrier, trackingNumber } = dispatched ?? {};
  return { found, shown: { delivery, scheduledOn, lines, carrier, trackingNumber } };
};

/** The page of a link, from the order as it stands; undefined when the order has no such part. */
export function customerPageOf(order: KnownOrder, { purpose, subject, text }: CustomerLink): CustomerPage | undefined {
  const orderNumber = order.placed.orderNumber;
  if (purpose === 'reportIssue') {
    return subject.part === orderPart ? { orderNumber, open: true, seen: '' } : undefined;
  }
  if (purpose === 'answerAlternative') {
    const offered = alternativeOf(order, subject.part);
    if (!offered) return undefined;
    const { alternative, closed } = offered;
    const open = !closed && alternative.answer === undefined; // the exceptions of a cancelled order go on
    return { orderNumber, open, seen: subject.part, alternative: alternative.description };
  }
  const page = deliveryPage(order, subject.part);
  if (!page) return undefined;
  const { found, shown } = page;
  const running = order.status === 'open' || order.status === 'held';
  const agreed = found.confirmations.findLast(({ superseded }) => !superseded);
  if (purpose === 'confirmDelivery') {
    const coming = found.status === 'scheduled' || found.status === 'dispatched';
    const open = running && coming && agreed === undefined;
    return { orderNumber, open, seen: found.scheduledOn, delivery: shown, criteria: agreed?.criteria ?? text };
  }
  const open = running && found.status === 'delivered';
  const seen = String(found.signed.length);
  return { orderNumber, open, seen, delivery: shown, criteria: agreed?.criteria ?? text };
}

/** The page of a link about a case: what was done, and nothing of what is said inside. */
export function customerPageOfCase(one: KnownCase, { subject: { part } }: CustomerLink): CustomerPage | undefined {
  const { number, subject, resolution, status, confirmation } = one;
  if (part !== resolutionPart || !resolution) return undefined;
  const open = status === 'resolved' && (!confirmation || confirmation.silence); // of a complaint that waits for its cause
  return { open, seen: resolutionSeen(one), reported: { number, subject, resolution: resolution.text } };
}

/** The same, read from the log. */
export async function readCustomerPage(store: EventStore, link: CustomerLink): Promise<CustomerPage | undefined> {
  if (link.subject.category === 'case') {
    const one = await linkedCase(store, link.subject.id);
    return one && customerPageOfCase(one, link);
  }
  const order = await linkedOrder(store, link.subject.id);
  return order && customerPageOf(order, link);
}
