import { ensure, same } from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import { completing } from './completing.js';
import {
  answering,
  confirmed,
  customerWord,
  happened,
  missingDocuments,
  runningOf,
  sameTime,
  stillToCome,
} from './delivery-rules.js';
import { limitsAt, signOffClock } from './milestone-clock.js';
import { overdueBy } from './milestone-overdue.js';
import { deliveryOf, doerOf, existing, underway, whom, type OrderRules } from './order-rules.js';
import type { OrderDataFlag } from './order.events.js';
import type { KnownOrder } from './order.fold.js';

const mostDocuments = 100;

/** From the customer's word on time and criteria to the goods in their hands (R074, R075). */
export const deliveryRules: OrderRules<
  'ConfirmDelivery' | 'AttachDeliveryDocument' | 'DispatchDelivery' | 'RecordDelivery'
> = {
  ConfirmDelivery: (command, state, known) => {
    const { delivery: n, scheduledOn, criteria, metadata } = command;
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    const word = customerWord(command, order);
    ensure(delivery.scheduledOn === scheduledOn, 'delivery-was-moved', { scheduledOn: delivery.scheduledOn });
    const before = confirmed(delivery);
    if (before) {
      ensure(before.criteria === criteria, 'delivery-already-confirmed');
      return [];
    }
    underway(order);
    stillToCome(delivery);
    return [
      ...overdueBy(order, [`confirmation/${n}`], metadata, known),
      { type: 'DeliveryConfirmed', data: { ...whom(order), delivery: n, ...word, scheduledOn, criteria } },
    ];
  },

  AttachDeliveryDocument: ({ orderId, delivery: n, document, file, metadata }, state, known) => {
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    const before = delivery.attached.find((one) => one.document === document);
    if (same(before?.file, file)) return [];
    underway(order);
    ensure(delivery.status !== 'cancelled', 'delivery-cancelled');
    ensure(before || delivery.attached.length < mostDocuments, 'too-many-documents', { most: mostDocuments });
    const missing = missingDocuments(delivery);
    const isLast = missing.length === 1 && missing[0] === document;
    const by = doerOf(metadata, order.ownerId);
    return [
      ...overdueBy(order, isLast ? [`documents/${n}`] : [], metadata, known),
      { type: 'DeliveryDocumentAttached', data: { orderId, delivery: n, document, file, by } },
      ...(isLast ? [{ type: 'DeliveryDocumentsCompleted' as const, data: { ...whom(order), delivery: n } }] : []),
    ];
  },

  DispatchDelivery: (command, state) => {
    const { delivery: n, carrier, trackingNumber, metadata } = command;
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    const { dispatched } = delivery;
    if (dispatched) {
      const isRepeated =
        sameTime(command, dispatched.happenedAt) &&
        same([dispatched.carrier, dispatched.trackingNumber], [carrier, trackingNumber]);
      ensure(isRepeated, 'delivery-already-dispatched');
      return [];
    }
    underway(order);
    stillToCome(delivery);
    ensure(order.status !== 'held', 'order-held');
    const by = doerOf(metadata, order.ownerId);
    const data = { ...whom(order), delivery: n, by, happenedAt: happened(command), carrier, trackingNumber };
    return [{ type: 'DeliveryDispatched', data }];
  },

  RecordDelivery: (command, state, known) => {
    const { delivery: n, happenedAt, withoutDocumentsReason: reason, recordedOn, dataQuality, metadata } = command;
    const { history, occurredAt } = metadata;
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    if (delivery.delivered) {
      ensure(same(delivery.delivered, { happenedAt, recordedOn }), 'delivery-already-delivered');
      return [];
    }
    underway(order);
    stillToCome(delivery);
    happened(command);
    ensure(history || (recordedOn ?? dataQuality) === undefined, 'data-quality-is-for-imports');
    const { dispatched } = delivery;
    ensure(order.status !== 'held' || dispatched, 'order-held'); // what was on its way arrives
    ensure(history || !dispatched || dispatched.happenedAt <= happenedAt, 'delivered-before-dispatched');
    const missing = history ? [] : missingDocuments(delivery); // no source says which there were
    ensure(missing.length === 0 || reason !== undefined, 'documents-missing', { missing });
    const limits = limitsAt(known, occurredAt, delivery.policy);
    const deliveredOn = dayOf(happenedAt, limits.zone);
    const superseded = runningOf(order, [`confirmation/${n}`, `documents/${n}`]);
    const signOff = {
      milestone: `signOff/${n}` as const,
      responsibleId: answering(order, known),
      clock: signOffClock(happenedAt, occurredAt, limits),
    };
    const flags = new Set([...(dataQuality ?? []), ...contradictions(order, deliveredOn, recordedOn)]);
    const data = {
      ...{ ...whom(order), delivery: n, by: doerOf(metadata, order.ownerId), happenedAt, deliveredOn, recordedOn },
      ...(missing.length > 0 && reason !== undefined && { withoutDocuments: { missing, reason } }),
      unconfirmed: !history && !confirmed(delivery),
      opened: history ? [] : [signOff],
      superseded,
      ...(flags.size > 0 && { dataQuality: [...flags] }),
    };
    return completing(
      order,
      [
        ...(history ? [] : overdueBy(order, superseded, metadata, known)), // what nobody promised then is not late
        { type: 'DeliveryDelivered', data },
      ],
      metadata,
      known,
    );
  },
};

/** Days that cannot both be right: kept as they are, and flagged. */
const contradictions = (
  { placed: { placedOn } }: KnownOrder,
  deliveredOn: string,
  recordedOn: string | undefined,
): readonly OrderDataFlag[] => [
  ...(recordedOn !== undefined && recordedOn < deliveredOn ? ['recorded-before-delivered' as const] : []),
  ...(placedOn !== undefined && deliveredOn < placedOn ? ['delivered-before-ordered' as const] : []),
];
