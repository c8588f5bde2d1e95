import { projection, type Recorded } from '@dealtrail/event-sourcing';
import { confirmed } from './delivery-rules.js';
import { folded, ofEveryFact, orderKey } from './order-folding.js';
import type { OrderRow } from './order-register.row.js';
import { assignedTo, isOver, running } from './order-rules.js';
import type { OrderEvent } from './order.events.js';
import type { KnownOrder } from './order.fold.js';

/** What an order comes to for who looks at many. */
function summary(order: KnownOrder) {
  const { lines, deliveries, exceptions, amendments, milestones, placed } = order;
  const promises = [...running(order)].sort((a, b) => (a.clock.dueAt < b.clock.dueAt ? -1 : 1));
  const live = deliveries.filter(({ status }) => status !== 'cancelled');
  const toCome = live.filter(({ status }) => status === 'scheduled' || status === 'dispatched');
  const nextDeliveryOn = toCome.map(({ scheduledOn }) => scheduledOn).sort()[0];
  const next = toCome.filter(({ scheduledOn }) => scheduledOn === nextDeliveryOn);
  return {
    ...{ orderId: order.orderId, number: order.number, orderNumber: placed.orderNumber },
    ...{ contractId: order.contractId, dealId: order.dealId, customerId: order.customerId, ownerId: order.ownerId },
    status: order.status,
    amount: lines.reduce((sum, { value }) => sum + value.amount, 0),
    currency: order.currency,
    lineCount: lines.length,
    placedOn: placed.placedOn,
    unacknowledged: milestones
      .filter(({ milestone, ended }) => milestone.startsWith('acknowledgement/') && ended === undefined)
      .map(({ milestone }) => milestone.slice('acknowledgement/'.length)),
    amendmentPending: amendments.some(({ outcome }) => outcome === undefined),
    nextMilestone: promises[0]?.milestone,
    nextDueAt: promises[0]?.clock.dueAt,
    overdue: promises.some(({ overdue }) => overdue),
    waitingFor: [...new Set(promises.map(({ responsibleId }) => responsibleId))],
    deliveries: live.length,
    delivered: live.length - toCome.length,
    signed: live.filter(({ status }) => status === 'signed').length,
    nextDeliveryOn,
    nextConfirmed: nextDeliveryOn === undefined ? undefined : next.every((one) => confirmed(one) !== undefined),
    openExceptions: exceptions.filter(({ closed }) => closed === undefined).length,
    lastCheckedOn: order.checks
      .map(({ day }) => day)
      .sort()
      .at(-1),
    moreToTell: order.moreToTell,
    heldFor: order.heldFor,
    cancelledFor: order.cancelledFor,
    order,
  };
}

/** What only the fact itself says: when, in which position, with which flags. */
function recordedWith(row: OrderRow | undefined, order: KnownOrder, event: Recorded<OrderEvent>) {
  const { data, position, revision, metadata } = event;
  const flags = new Set([...(row?.dataQuality ?? []), ...('dataQuality' in data ? (data.dataQuality ?? []) : [])]);
  const ends = isOver(order) && row?.endedAt === undefined;
  return {
    placedAt: row?.placedAt ?? metadata.occurredAt,
    history: row?.history ?? metadata.history === true,
    dataQuality: flags.size > 0 ? [...flags] : undefined,
    assigned: [...new Set([...(row?.assigned ?? []), ...assignedTo(order)])],
    openSincePosition: row?.openSincePosition ?? position,
    endedPosition: ends ? position : row?.endedPosition,
    endedAt: ends ? metadata.occurredAt : row?.endedAt,
    revision,
    lastPosition: String(position),
  };
}

/** 訂單名冊: every order ever placed, as it stands. */
export const orderRegister = projection<OrderRow, OrderEvent>({
  name: 'orderRegister',
  version: 2,
  key: 'orderId',
  columns: {
    orderId: 'text',
    number: 'text',
    orderNumber: 'text',
    contractId: 'text',
    dealId: 'text',
    customerId: 'text',
    ownerId: 'text',
    status: 'text',
    amount: 'amount',
    currency: 'text',
    lineCount: 'integer',
    placedOn: 'date',
    placedAt: 'instant',
    history: 'boolean',
    moreToTell: 'boolean',
    unacknowledged: 'texts',
    amendmentPending: 'boolean',
    nextMilestone: 'text',
    nextDueAt: 'instant',
    overdue: 'boolean',
    waitingFor: 'texts',
    assigned: 'texts',
    deliveries: 'integer',
    delivered: 'integer',
    signed: 'integer',
    nextDeliveryOn: 'date',
    nextConfirmed: 'boolean',
    openExceptions: 'integer',
    lastCheckedOn: 'date',
    heldFor: 'text',
    cancelledFor: 'text',
    dataQuality: 'texts',
    openSincePosition: 'amount',
    endedPosition: 'amount',
    endedAt: 'instant',
    order: 'json',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [
    ['status', 'ownerId'],
    ['ownerId'],
    ['customerId'],
    ['contractId'],
    ['dealId'],
    ['number'],
    ['orderNumber'],
    ['assigned'],
    ['amount'],
    ['placedOn'],
    ['placedAt'],
    ['nextDueAt'],
    ['nextDeliveryOn'],
  ],
  keys: ofEveryFact(orderKey),
  project: ofEveryFact((row: OrderRow | undefined, event: Recorded<OrderEvent>): OrderRow | undefined => {
    const order = folded(row?.order, event);
    return order && { ...summary(order), ...recordedWith(row, order, event) };
  }),
});
