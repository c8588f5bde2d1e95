import { reactions, send, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { OpenedMilestone, OrderEvent, ReassignOrder } from '@dealtrail/orders';

/**
 * Nobody's order does not exist, nor a promise that waits for nobody: a departure races with whatever gives either to somebody. The
 * departure lists what it finds; every fact that gives looks at the directory at or after its position. Whichever is later repairs.
 */
export const orderReassignmentReactions = reactions<OrderEvent, Known>({
  name: 'orderReassignment',
  history: true,
  react: {
    OrderPlaced: (event, context) => handOver(event, [event.data.ownerId], context),
    OrderReassigned: (event, context) => handOver(event, [event.data.to], context),
    OrderMilestonesReassigned: (event, context) => handOver(event, [event.data.to], context),
    OrderSchedulingRequested: (event, context) => handOver(event, responsibleFor(event.data.opened), context),
    DeliveryScheduled: (event, context) => handOver(event, responsibleFor(event.data.opened), context),
    DeliveryRescheduled: (event, context) => handOver(event, responsibleFor(event.data.opened), context),
    DeliveryDelivered: (event, context) => handOver(event, responsibleFor(event.data.opened), context),
    OrderExceptionDeclared: (event, context) => handOver(event, responsibleFor(event.data.opened), context),
  },
});

const responsibleFor = (opened: readonly OpenedMilestone[]): readonly string[] => [
  ...new Set(opened.map(({ responsibleId }) => responsibleId)),
];

/** Gives on what was given to somebody who has left. */
const handOver = (
  { data: { orderId }, position }: Recorded<OrderEvent>,
  people: readonly string[],
  { known: { staff } }: ReactionContext<Known>,
): readonly Action[] =>
  people
    .filter((from) => !staff.isActive(from))
    .map((from) => send<ReassignOrder>({ type: 'ReassignOrder', orderId, from, position }));
