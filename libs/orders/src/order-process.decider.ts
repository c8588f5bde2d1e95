import { DomainError } from '@dealtrail/event-sourcing';
import { escalatedToDirector, overdue, overdueBy } from './milestone-overdue.js';
import { existing, isOver, partsAsked, partsAssigned, running, whom, type OrderRules } from './order-rules.js';
import type { MilestoneId } from './order.events.js';
import { isRunning, type Milestone, type Order } from './order.fold.js';

/** What time and the staff log bring about; a process that comes too late leaves nothing. */
export const processRules: OrderRules<'RemindOrderMilestone' | 'RecordOrderMilestoneOverdue' | 'ReassignOrder'> = {
  RemindOrderMilestone: ({ milestone: asked, at, dueAt, metadata }, state) => {
    const order = existing(state);
    const milestone = stillRunning(order, asked, dueAt);
    if (!milestone?.clock.warnings.includes(at) || milestone.reminded.includes(at)) return [];
    if (metadata.occurredAt > dueAt) return [];
    const { responsibleId } = milestone;
    return [{ type: 'OrderMilestoneDueSoon', data: { ...whom(order), milestone: asked, responsibleId, dueAt, at } }];
  },

  RecordOrderMilestoneOverdue: ({ milestone: asked, dueAt, toDirector }, state, known) => {
    const order = existing(state);
    const milestone = order.milestones.find((one) => one.milestone === asked && one.clock.dueAt === dueAt);
    if (milestone?.overdue) return toDirector ? escalatedToDirector(order, milestone, known) : [];
    return milestone && isRunning(milestone) ? overdue(order, milestone, known, toDirector) : [];
  },

  ReassignOrder: ({ orderId, from, position, metadata }, state, known) => {
    const order = existing(state);
    const isOwner = order.ownerId === from;
    const isWaitedFor = running(order).some(({ responsibleId }) => responsibleId === from);
    if (isOver(order) || !(isOwner || isWaitedFor) || known.staff.isActive(from)) return [];
    const to = known.staff.superiorOf(from);
    if (to === undefined) throw new DomainError('nobody-to-hand-over-to');
    const named = (theirs: boolean) =>
      running(order)
        .filter(({ responsibleId }) => (responsibleId === from) === theirs)
        .map(({ milestone }) => milestone);
    const [milestones, others] = [named(true), named(false)];
    const exceptions = order.exceptions.filter(({ closed }) => !closed).map(({ exceptionId }) => exceptionId);
    const parts = [...partsAsked(order), ...partsAssigned(order)];
    const data = { orderId, from, to, position, milestones };
    return [
      ...overdueBy(order, milestones, metadata, known), // late is who had it then
      isOwner
        ? {
            type: 'OrderReassigned',
            data: {
              ...data,
              others,
              ...(exceptions.length > 0 && { exceptions }),
              ...(parts.length > 0 && { parts }),
            },
          }
        : { type: 'OrderMilestonesReassigned', data },
    ];
  },
};

/** A promise whose clock still runs to this instant. */
function stillRunning(state: Order, asked: MilestoneId, dueAt: string): Milestone | undefined {
  if (state.status === 'none') return undefined;
  return state.milestones.find((one) => one.milestone === asked && isRunning(one) && one.clock.dueAt === dueAt);
}
