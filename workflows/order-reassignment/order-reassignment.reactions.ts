import { reactions, send, type Action, type ReactionContext } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { OrderEvent, ReassignOrder } from '@dealtrail/orders';

/**
 * Nobody's order does not exist: a departure races with whatever gives an order to somebody. The departure lists what it finds;
 * every fact that gives one looks at the directory at or after its position. Whichever is later in the log repairs.
 */
export const orderReassignmentReactions = reactions<OrderEvent, Known>({
  name: 'orderReassignment',
  history: true,
  react: {
    OrderPlaced: ({ data: { orderId, ownerId }, position }, context) => handOver(orderId, ownerId, position, context),
    OrderReassigned: ({ data: { orderId, to }, position }, context) => handOver(orderId, to, position, context),
  },
});

/** Gives an order on whose owner has left. */
const handOver = (
  orderId: string,
  from: string,
  position: number,
  { known: { staff } }: ReactionContext<Known>,
): readonly Action[] =>
  staff.isActive(from) ? [] : [send<ReassignOrder>({ type: 'ReassignOrder', orderId, from, position })];
