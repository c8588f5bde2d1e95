import { derivedId, ensure, same } from '@dealtrail/event-sourcing';
import { completing } from './completing.js';
import { customerWord, ensureWithin, leftToSign } from './delivery-rules.js';
import { declared } from './declaring.js';
import { overdueBy } from './milestone-overdue.js';
import { deliveryOf, existing, quantityIn, running, underway, whom, type OrderRules } from './order-rules.js';
import type { LineQuantity } from './order.events.js';
import type { Delivery } from './order.fold.js';

/** The exception that a refusal opens: one for each delivery. */
export const refusalIdOf = (orderId: string, delivery: number): string => derivedId('refusal', orderId, delivery);

/** The customer signs, for all or a part, or does not (R076, D04). */
export const signOffRules: OrderRules<'SignOffDelivery' | 'RefuseDelivery'> = {
  SignOffDelivery: (command, state, known) => {
    const { delivery: n, lines, part, remarks, metadata } = command;
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    const asked = lines?.map(({ lineId, quantity }) => ({ lineId, quantity }));
    const word = customerWord(command, order);
    if (isRepeated(delivery, asked, part)) return [];
    ensure(delivery.status !== 'signed', 'delivery-already-signed');
    ensure(delivery.status !== 'refused', 'delivery-refused');
    ensure(delivery.status === 'delivered', 'delivery-not-delivered');
    underway(order);
    ensure(part === undefined || part === delivery.signed.length + 1, 'part-not-next', {
      next: delivery.signed.length + 1,
    });
    const left = leftToSign(delivery);
    const accepted = asked ?? left.filter(({ quantity }) => quantity > 0);
    ensureWithin(accepted, left, 'quantity-above-delivered');
    const complete = left.every(({ lineId, quantity }) => quantityIn(accepted, lineId) === quantity);
    const clock = running(order).find(({ milestone }) => milestone === `signOff/${n}`)?.clock;
    const late = clock !== undefined && metadata.occurredAt > clock.dueAt; // in time is what is on record in time
    const data = { ...whom(order), delivery: n, ...word, accepted, complete, late, remarks };
    return completing(
      order,
      [...overdueBy(order, [`signOff/${n}`], metadata, known), { type: 'DeliverySignedOff', data }],
      metadata,
      known,
    );
  },

  RefuseDelivery: (command, state, known) => {
    const { orderId, delivery: n, reason, metadata } = command;
    const order = existing(state);
    const delivery = deliveryOf(order, n);
    const word = customerWord(command, order);
    if (delivery.refusal) {
      ensure(delivery.refusal.reason === reason, 'delivery-refused');
      return [];
    }
    ensure(delivery.status !== 'signed', 'delivery-already-signed');
    ensure(delivery.status === 'delivered', 'delivery-not-delivered');
    underway(order);
    const exceptionId = refusalIdOf(orderId, n);
    const { by, happenedAt } = word;
    const exception = { exceptionId, delivery: n, kind: 'refused' as const, description: reason, by, happenedAt };
    return [
      ...overdueBy(order, [`signOff/${n}`], metadata, known),
      { type: 'DeliverySignOffRefused', data: { ...whom(order), delivery: n, ...word, reason, exceptionId } },
      declared(order, exception, metadata, known),
    ];
  },
};

/** Whether this signature is on record: the part it names, else the same quantities, else the whole. */
function isRepeated(
  { status, signed }: Delivery,
  asked: readonly LineQuantity[] | undefined,
  part: number | undefined,
): boolean {
  if (part === undefined) return asked ? signed.some((one) => same(one, asked)) : status === 'signed';
  const given = signed[part - 1];
  ensure(!given || !asked || same(given, asked), 'delivery-already-signed');
  return given !== undefined;
}
