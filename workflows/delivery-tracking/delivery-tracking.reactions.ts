import { reactions, signal, start, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import { order, type KnownOrder, type MilestoneId, type OrderEvent } from '@dealtrail/orders';
import type { Known } from '@dealtrail/known';
import { deliveryTracking, partOf, partOfException, partsOf } from './delivery-tracking.process.js';
import type { DeliveryPart } from './delivery-tracking.state.js';

/** Whatever changes a promise of an order is told to the process of the delivery it is about, as all its promises stand now. */
export const deliveryTrackingReactions = reactions<OrderEvent, Known>({
  name: 'deliveryTracking',
  react: {
    OrderSchedulingRequested: ({ data: { orderId } }) => [start(deliveryTracking, `${orderId}/order`)],
    DeliveryScheduled: ({ data: { orderId, delivery } }) => [start(deliveryTracking, `${orderId}/${delivery}`)],
    OrderImportEnded: ({ data: { orderId } }) => [start(deliveryTracking, orderId)],

    OrderAcknowledged: (event, context) => tell(event, context, () => ['order']),
    OrderCancelled: (event, context) => tell(event, context, partsOf),
    OrderCompleted: (event, context) => tell(event, context, partsOf),
    OrderReassigned: (event, context) => tell(event, context, (_, open) => open),
    OrderMilestonesReassigned: (event, context) => tell(event, context, (_, open) => open),

    DeliveryRescheduled: (event, context) => tellDelivery(event, context),
    DeliveryCancelled: (event, context) => tellDelivery(event, context),
    DeliveryConfirmed: (event, context) => tellDelivery(event, context),
    DeliveryDocumentsCompleted: (event, context) => tellDelivery(event, context),
    DeliveryDispatched: (event, context) => tellDelivery(event, context),
    DeliveryDelivered: (event, context) => tellDelivery(event, context),
    DeliverySignedOff: (event, context) => tellDelivery(event, context),
    DeliverySignOffRefused: (event, context) => tellDelivery(event, context),

    OrderExceptionDeclared: (event, context) => tellException(event, context),
    CustomerApologised: (event, context) => tellException(event, context),
    AlternativeOffered: (event, context) => tellException(event, context),
    OrderExceptionClosed: (event, context) => tellException(event, context),

    OrderMilestoneDueSoon: (event, context) => tellMilestone(event, context),
    OrderMilestoneOverdue: (event, context) => tellMilestone(event, context),
    OrderMilestoneEscalated: (event, context) => tellMilestone(event, context),
  },
});

type Of<K extends string, V> = Recorded<Extract<OrderEvent, { data: Readonly<Record<K, V>> }>>;

const tellDelivery = (event: Of<'delivery', number>, context: ReactionContext<Known>) =>
  tell(event, context, () => [`${event.data.delivery}`]);

const tellException = (event: Of<'exceptionId', string>, context: ReactionContext<Known>) =>
  tell(event, context, ({ exceptions }) => [partOfException(exceptions, event.data.exceptionId)]);

const tellMilestone = (event: Of<'milestone', MilestoneId>, context: ReactionContext<Known>) =>
  tell(event, context, (state) => [partOf(state, event.data.milestone)]);

/** A part of which nothing is open any more hears that it has ended. */
async function tell(
  event: Recorded<OrderEvent>,
  { load }: ReactionContext<Known>,
  parts: (state: KnownOrder, open: readonly DeliveryPart[]) => readonly DeliveryPart[],
): Promise<readonly Action[]> {
  const { orderId } = event.data;
  const { revision, position } = event;
  const state = await load(order, orderId);
  if (state.status === 'none') return [];
  const open = deliveryTracking.open(state, { id: orderId, revision, position });
  const told = parts(
    state,
    open.map(({ input }) => input.part),
  );
  return told.map((part) => {
    const data = open.find(({ input }) => input.part === part)?.input ?? { ended: true };
    return signal(deliveryTracking, `${orderId}/${part}`, { ...event, data });
  });
}
