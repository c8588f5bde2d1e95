import { ensure, ensureFound, personOf, type CommandMetadata, type Decide } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { AnyOrderCommand } from './order.commands.js';
import type { OrderEvent, OrderPart, OrderWhom } from './order.events.js';
import {
  isRunning,
  type Delivery,
  type KnownOrder,
  type Milestone,
  type Order,
  type OrderException,
} from './order.fold.js';

/** Some of the rules of an order, by command. */
export type OrderRules<T extends AnyOrderCommand['type']> = Pick<Decide<AnyOrderCommand, Order, OrderEvent, Known>, T>;

export function existing(order: Order): KnownOrder {
  ensureFound(order.status !== 'none', 'order-not-found');
  return order;
}

export const isOver = ({ status }: KnownOrder): boolean => status === 'completed' || status === 'cancelled';

/** An order that goes on, held or not; says how it ended when it does not. */
export function underway(state: Order): KnownOrder {
  const order = existing(state);
  ensure(order.status !== 'cancelled', 'order-cancelled');
  ensure(order.status !== 'completed', 'order-completed');
  return order;
}

export function deliveryOf({ deliveries }: KnownOrder, n: number): Delivery {
  const delivery = deliveries.find(({ delivery }) => delivery === n);
  ensureFound(delivery, 'delivery-not-found');
  return delivery;
}

export function exceptionOf({ exceptions }: KnownOrder, id: string): OrderException {
  const exception = exceptions.find(({ exceptionId }) => exceptionId === id);
  ensureFound(exception, 'exception-not-found');
  return exception;
}

/** The promises whose clocks run. */
export const running = ({ milestones }: KnownOrder): readonly Milestone[] => milestones.filter(isRunning);

/** Names what of an order waits besides its promises, everywhere: facts, rows, reminders. */
export const taskPart = (exceptionId: string, task: number) => `task/${exceptionId}/${task}` as const;
export const amendmentPart = (amendment: number) => `amendment/${amendment}` as const;

/** The change that was asked for and is not settled. */
export const partsAsked = ({ amendments }: KnownOrder): readonly OrderPart[] =>
  amendments.filter(({ outcome }) => outcome === undefined).map(({ amendment }) => amendmentPart(amendment));

/** The tasks nobody has done yet. */
export const partsAssigned = ({ exceptions }: KnownOrder): readonly OrderPart[] =>
  exceptions.flatMap(({ exceptionId, tasks }) =>
    tasks.filter(({ result }) => result === undefined).map(({ task }) => taskPart(exceptionId, task)),
  );

/** Who answers for a promise or a task of it, or was told of a breach. */
export const assignedTo = ({ milestones, exceptions }: KnownOrder): readonly string[] => [
  ...milestones.flatMap(({ responsibleId, escalatedTo }) =>
    escalatedTo === undefined ? [responsibleId] : [responsibleId, escalatedTo],
  ),
  ...exceptions.flatMap(({ tasks }) => tasks.map(({ assigneeId }) => assigneeId)),
];

/** Whom an order concerns. */
export const whom = ({ orderId, number, contractId, dealId, customerId, ownerId }: KnownOrder): OrderWhom => ({
  orderId,
  number,
  ...(contractId !== undefined && { contractId }),
  ...(dealId !== undefined && { dealId }),
  ...(customerId !== undefined && { customerId }),
  ownerId,
});

/** Who did it: what an import or a process brings is the owner's, as far as its source says; who sent it stands in the metadata. */
export const doerOf = (metadata: CommandMetadata, ownerId: string): string =>
  metadata.actor.kind === 'import'
    ? ownerId
    : metadata.actor.kind === 'process'
      ? (metadata.onBehalfOf ?? ownerId)
      : personOf(metadata);

/** How much of a line the given quantities hold. */
export const quantityIn = (
  quantities: readonly { readonly lineId: string; readonly quantity: number }[],
  lineId: string,
): number => quantities.filter((one) => one.lineId === lineId).reduce((sum, { quantity }) => sum + quantity, 0);

/** How much of a line its deliveries hold: one that was refused, what was signed for before; a cancelled one nothing. */
export const scheduledOf = ({ deliveries }: KnownOrder, lineId: string): number =>
  deliveries
    .filter(({ status }) => status !== 'cancelled')
    .flatMap(({ status, lines, signed }) => (status === 'refused' ? signed : [lines]))
    .reduce((sum, quantities) => sum + quantityIn(quantities, lineId), 0);

/** How much of a line the customer has signed for. */
export const signedOf = ({ deliveries }: KnownOrder, lineId: string): number =>
  deliveries.flatMap(({ signed }) => signed).reduce((sum, accepted) => sum + quantityIn(accepted, lineId), 0);

/** A delivery of which nothing is left: signed for, or delivered by an import whose source knows of no signatures. */
export const isTaken = ({ status, signOffUnknown }: Delivery): boolean =>
  status === 'signed' || (status === 'delivered' && signOffUnknown === true);

/** How much of a line the customer has: signed for, or known to be delivered and no more. */
export const takenOf = (order: KnownOrder, lineId: string): number =>
  signedOf(order, lineId) +
  order.deliveries
    .filter((one) => one.status === 'delivered' && isTaken(one))
    .reduce((sum, { lines }) => sum + quantityIn(lines, lineId), 0);
