import type { OpenProcess, PartedProcess, Standing } from '@dealtrail/event-sourcing';
import {
  isRunning,
  isTaken,
  order,
  type Delivery,
  type KnownOrder,
  type Milestone,
  type MilestoneId,
  type Order,
} from '@dealtrail/orders';
import {
  describeDeliveryTracking,
  type DeliveryPart,
  type DeliveryTracking,
  type TrackedMilestone,
} from './delivery-tracking.state.js';

/**
 * Runs for each delivery from the day it is scheduled until it is taken, refused or cancelled and all that was promised
 * about it is done; and for the order as a whole while something is promised that belongs to no delivery. In the middle of an
 * import nobody is late: what was delivered may be told next, when the worker or the import come back.
 */
export const deliveryTracking: PartedProcess<Order, DeliveryTracking> = {
  name: 'deliveryTracking',
  of: order,
  open: (state, standing) =>
    state.status === 'none' || state.moreToTell
      ? []
      : partsOf(state).flatMap((part) => openPart(state, part, standing)),
  signal: 'deliveryTrackingEvent',
  describe: describeDeliveryTracking,
};

/** The parts an order has. */
export const partsOf = ({ deliveries }: KnownOrder): readonly DeliveryPart[] => [
  'order',
  ...deliveries.map(({ delivery }): DeliveryPart => `${delivery}`),
];

/** The part a promise belongs to: that of its delivery, of an exception the one it was declared for. */
export function partOf({ exceptions }: KnownOrder, milestone: MilestoneId): DeliveryPart {
  const [kind, of = ''] = milestone.split('/');
  if (kind === 'acknowledgement') return 'order';
  return kind === 'response' ? partOfException(exceptions, of) : (of as DeliveryPart);
}

/** The same of an exception. */
export function partOfException(exceptions: KnownOrder['exceptions'], id: string): DeliveryPart {
  const delivery = exceptions.find(({ exceptionId }) => exceptionId === id)?.delivery;
  return delivery === undefined ? 'order' : `${delivery}`;
}

function openPart(
  state: KnownOrder,
  part: DeliveryPart,
  { position }: Standing,
): readonly OpenProcess<DeliveryTracking>[] {
  const { orderId, number, customerId, ownerId } = state;
  const workflowId = `deliveryTracking/${orderId}/${part}`;
  const delivery = state.deliveries.find((one) => `${one.delivery}` === part);
  const milestones = state.milestones.filter(({ milestone }) => partOf(state, milestone) === part);
  if (!milestones.some(isRunning) && (!delivery || isOver(delivery))) return [];
  const input: DeliveryTracking = {
    orderId,
    number,
    part,
    ...(customerId !== undefined && { customerId }),
    ownerId,
    ...(delivery && { scheduledOn: delivery.scheduledOn }),
    stage: delivery?.status ?? 'order',
    milestones: milestones.map((one) => tracked(one, shareOf(workflowId))),
    ended: false,
    position,
  };
  return [{ workflowId, input }];
}

const isOver = (delivery: Delivery): boolean =>
  isTaken(delivery) || delivery.status === 'refused' || delivery.status === 'cancelled';

const tracked = (
  { milestone, responsibleId, clock, reminded, overdue, escalatedTo, ended }: Milestone,
  share: number,
): TrackedMilestone => ({
  milestone,
  responsibleId,
  since: clock.since,
  dueAt: clock.dueAt,
  warnAt: clock.warnings.filter((at) => !reminded.includes(at)),
  reminded,
  spreadMs: Math.floor((clock.spreadMinutes ?? 0) * 60_000 * share),
  overdue,
  ...(escalatedTo !== undefined && { escalatedTo }),
  ...(ended !== undefined && { ended }),
});

/** The place of a run in a window, 0 to below 1, by its id: always the same, and even over many (FNV-1a, mixed). */
function shareOf(workflowId: string): number {
  let hash = 0x811c9dc5;
  for (const unit of workflowId) hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
