import type { CommandMetadata, Decided } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { MilestoneId, OrderEvent } from './order.events.js';
import { isRunning, type KnownOrder, type Milestone } from './order.fold.js';
import { whom } from './order-rules.js';

const directorFor = (responsibleId: string, { staff }: Known): string | undefined =>
  staff.activeWith('director').find((id) => id !== responsibleId);

/**
 * The breach of a promise at its due instant, and its escalation to the superior; `toDirector` as well, where the customer is of
 * grade A (T14).
 */
export function overdue(
  order: KnownOrder,
  { milestone, responsibleId, clock: { dueAt }, overdue: isOnRecord }: Milestone,
  known: Known,
  toDirector = false,
): readonly Decided<OrderEvent>[] {
  if (isOnRecord) return [];
  const data = { ...whom(order), milestone, responsibleId, dueAt };
  const told = [known.staff.superiorOf(responsibleId), toDirector ? directorFor(responsibleId, known) : undefined];
  return [
    { type: 'OrderMilestoneOverdue', data, occurredAt: dueAt },
    ...[...new Set(told)]
      .filter((to) => to !== undefined)
      .map((to) => ({ type: 'OrderMilestoneEscalated' as const, data: { ...data, to }, occurredAt: dueAt })),
  ];
}

/** A breach that is on record already goes to a director as well, once. */
export function escalatedToDirector(
  order: KnownOrder,
  { milestone, responsibleId, clock: { dueAt }, escalatedTo }: Milestone,
  known: Known,
): readonly Decided<OrderEvent>[] {
  const to = directorFor(responsibleId, known);
  if (to === undefined || to === escalatedTo) return [];
  const data = { ...whom(order), milestone, responsibleId, dueAt, to };
  return [{ type: 'OrderMilestoneEscalated', data, occurredAt: dueAt }];
}

/** Late is a fact, whoever notices first: the breaches of these promises that nobody has recorded yet, earliest first. */
export const overdueBy = (
  order: KnownOrder,
  milestones: readonly MilestoneId[],
  { occurredAt }: CommandMetadata,
  known: Known,
): readonly Decided<OrderEvent>[] =>
  order.milestones
    .filter((one) => milestones.includes(one.milestone) && isRunning(one) && occurredAt > one.clock.dueAt)
    .sort((a, b) => (a.clock.dueAt < b.clock.dueAt ? -1 : 1))
    .flatMap((one) => overdue(order, one, known));
