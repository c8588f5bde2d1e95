import { decider, personOf } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { amendmentRules } from './order-amendment.decider.js';
import { deliveryRules } from './order-delivery.decider.js';
import { exceptionRules } from './order-exceptions.decider.js';
import { planningRules } from './order-planning.decider.js';
import { placingRules } from './order-placing.decider.js';
import { processRules } from './order-process.decider.js';
import { assignedTo } from './order-rules.js';
import { signOffRules } from './order-sign-off.decider.js';
import type { AnyOrderCommand } from './order.commands.js';
import { orderEvents, type OrderEvent } from './order.events.js';
import { evolveOrder, type Order } from './order.fold.js';

/** The rules of an order (訂單): every promise from its placing to the customer's signature. */
export const order = decider<AnyOrderCommand, OrderEvent, Order, Known>({
  events: orderEvents,
  id: ({ orderId }) => orderId,
  subject: (state, command) =>
    state.status === 'none'
      ? { owners: command.type === 'PlaceOrder' ? [command.ownerId ?? personOf(command.metadata)] : [] }
      : { owners: [state.ownerId], assigned: assignedTo(state) },
  initialState: { status: 'none' },
  decide: {
    ...placingRules,
    ...amendmentRules,
    ...planningRules,
    ...deliveryRules,
    ...signOffRules,
    ...exceptionRules,
    ...processRules,
  },
  evolve: evolveOrder,
});
