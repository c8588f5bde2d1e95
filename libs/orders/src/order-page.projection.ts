import { projection, type Recorded } from '@dealtrail/event-sourcing';
import { folded, ofEveryFact, orderKey } from './order-folding.js';
import type { Happening, OrderPageRow } from './order-page.row.js';
import { assignedTo } from './order-rules.js';
import type { OrderEvent } from './order.events.js';

/** What of a fact is told in the story of its order, besides when and what: who, of which part, in which words. */
const told = [
  ...['by', 'linkId', 'channel', 'department', 'delivery', 'document', 'exceptionId', 'kind', 'alternative', 'task'],
  ...['assigneeId', 'amendment', 'round', 'day', 'late', 'scheduledOn', 'from', 'to', 'happenedAt', 'complete'],
  ...['milestone', 'responsibleId', 'dueAt', 'at', 'reason', 'note', 'criteria', 'remarks', 'description', 'result'],
  ...['text', 'opened', 'superseded', 'supersedesConfirmation', 'withoutDocuments', 'unconfirmed', 'cost', 'policy'],
  ...['dataQuality'],
] as const;

function happening({ type, data, position, metadata }: Recorded<OrderEvent>): Happening {
  const { occurredAt, history, actor } = metadata;
  const said = data as unknown as Readonly<Record<string, unknown>>;
  return {
    at: occurredAt,
    type,
    actor: actor.kind,
    ...(history && { history }),
    said: Object.fromEntries(told.filter((field) => said[field] !== undefined).map((field) => [field, said[field]])),
    position: String(position),
  };
}

/** 訂單詳情: an order as it stands, with every day it was checked on and everything that happened to it. */
export const orderPages = projection<OrderPageRow, OrderEvent>({
  name: 'orderPages',
  version: 1,
  key: 'orderId',
  columns: {
    orderId: 'text',
    ownerId: 'text',
    assigned: 'texts',
    order: 'json',
    checks: 'json',
    happened: 'json',
    revision: 'integer',
    lastPosition: 'text',
  },
  keys: ofEveryFact(orderKey),
  project: ofEveryFact((row: OrderPageRow | undefined, event: Recorded<OrderEvent>): OrderPageRow | undefined => {
    const order = folded(row?.order, event);
    if (!order) return undefined;
    const { orderId, ownerId } = order;
    const { type, data } = event;
    const check = type === 'OrderStatusChecked' && {
      ...{ day: data.day, by: data.by, note: data.note, late: data.late },
      at: event.metadata.occurredAt,
    };
    return {
      orderId,
      ownerId,
      assigned: [...new Set([...(row?.assigned ?? []), ...assignedTo(order)])],
      order,
      checks: [...(row?.checks ?? []), ...(check ? [check] : [])],
      happened: [...(row?.happened ?? []), happening(event)],
      revision: event.revision,
      lastPosition: String(event.position),
    };
  }),
});
