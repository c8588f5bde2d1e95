import { ensure, same } from '@dealtrail/event-sourcing';
import type { OrderDeliveryPolicy } from '@dealtrail/policies';
import { completing } from './completing.js';
import { confirmed, ensureToCome, ensureWithin, promises, runningOf, stillToCome } from './delivery-rules.js';
import { limitsAt } from './milestone-clock.js';
import { overdueBy } from './milestone-overdue.js';
import { deliveryOf, doerOf, existing, isOver, scheduledOf, underway, whom, type OrderRules } from './order-rules.js';
import type { LineQuantity, MilestoneId, RequiredDocument } from './order.events.js';
import type { KnownOrder } from './order.fold.js';

const mostDeliveries = 500;

/** When what is delivered, and with which promises; each move plans them anew (D03). */
export const planningRules: OrderRules<'ScheduleDelivery' | 'RescheduleDelivery' | 'CancelDelivery'> = {
  ScheduleDelivery: ({ orderId, delivery: n, scheduledOn, lines, note, metadata }, state, known) => {
    const order = existing(state);
    const isProcess = metadata.actor.kind === 'process';
    const before = order.deliveries.find(({ delivery }) => delivery === n);
    if (before) {
      const planned = {
        scheduledOn: before.moves[0]?.from ?? before.scheduledOn,
        lines: before.lines,
        note: before.note,
      };
      ensure(isProcess || same(planned, { scheduledOn, lines, note }), 'delivery-already-scheduled'); // people went first
      return [];
    }
    if (isProcess && isOver(order)) return [];
    underway(order);
    ensure(order.deliveries.length < mostDeliveries, 'too-many-deliveries', { most: mostDeliveries });
    const next = Math.max(0, ...order.deliveries.map(({ delivery }) => delivery)) + 1;
    ensure(metadata.history || n === next, 'delivery-not-next', { next }); // an import may have lost one
    const limits = limitsAt(known, metadata.occurredAt);
    const isToCome = ensureToCome(scheduledOn, metadata, limits);
    ensureWithin(lines, leftToSchedule(order), 'quantity-above-ordered');
    const documents = documentsFor(order, lines, limits.policy);
    const planned = { delivery: n, scheduledOn, documents, attached: [] };
    const opened = metadata.history && !isToCome ? [] : promises(order, planned, metadata.occurredAt, limits, known);
    const by = doerOf(metadata, order.ownerId);
    const data = { orderId, delivery: n, by, note, scheduledOn, lines, documents, opened, policy: limits.version };
    return [{ type: 'DeliveryScheduled', data: { ...whom(order), ...data } }];
  },

  RescheduleDelivery: ({ delivery: n, scheduledOn: to, reason, metadata }, state, known) => {
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    const { scheduledOn: from, policy } = delivery;
    if (to === from) return [];
    underway(order);
    stillToCome(delivery);
    const limits = limitsAt(known, metadata.occurredAt, policy);
    const isToCome = ensureToCome(to, metadata, limits);
    const ids: MilestoneId[] = [`confirmation/${n}`, `documents/${n}`];
    const isWaitedFor = isToCome || !metadata.history || runningOf(order, ids).length > 0;
    const moved = { ...delivery, scheduledOn: to };
    const opened = isWaitedFor ? promises(order, moved, metadata.occurredAt, limits, known) : [];
    const by = doerOf(metadata, order.ownerId);
    const supersedesConfirmation = confirmed(delivery) !== undefined;
    const data = { ...whom(order), delivery: n, by, from, to, reason, supersedesConfirmation, opened };
    return [
      ...overdueBy(order, ids, metadata, known), // a breach stands
      { type: 'DeliveryRescheduled', data },
    ];
  },

  CancelDelivery: ({ delivery: n, reason, metadata }, state, known) => {
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    if (delivery.status === 'cancelled') {
      ensure(delivery.cancelledFor === reason, 'delivery-cancelled');
      return [];
    }
    underway(order);
    stillToCome(delivery);
    const superseded = runningOf(order, [`confirmation/${n}`, `documents/${n}`]);
    const data = { ...whom(order), delivery: n, by: doerOf(metadata, order.ownerId), reason, superseded };
    return completing(
      order,
      [...overdueBy(order, superseded, metadata, known), { type: 'DeliveryCancelled', data }],
      metadata,
      known,
    );
  },
};

/** What no delivery holds yet. */
const leftToSchedule = (order: KnownOrder): readonly LineQuantity[] =>
  order.lines.map(({ lineId, quantity }) => ({ lineId, quantity: quantity - scheduledOf(order, lineId) }));

/** What goes with these goods, by their categories (R075); mandatory where one of them says so. */
function documentsFor(
  order: KnownOrder,
  lines: readonly LineQuantity[],
  { documents: lists }: OrderDeliveryPolicy,
): readonly RequiredDocument[] {
  const required = new Map<string, boolean>();
  for (const { lineId } of lines) {
    const { category = 'default' } = order.lines.find((line) => line.lineId === lineId) ?? {};
    const list = lists[Object.hasOwn(lists, category) ? category : 'default'] ?? [];
    for (const { id, mandatory } of list) required.set(id, mandatory || (required.get(id) ?? false));
  }
  return [...required].map(([id, mandatory]) => ({ id, mandatory }));
}
