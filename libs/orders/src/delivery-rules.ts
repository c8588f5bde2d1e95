import { ensure, type CommandMetadata, type Instant } from '@dealtrail/event-sourcing';
import { dayOf, type Day } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { inTurn } from './acknowledging.js';
import { confirmationClock, documentsClock, type Limits } from './milestone-clock.js';
import { doerOf, quantityIn, running } from './order-rules.js';
import type { LineQuantity, MilestoneId, OpenedMilestone } from './order.events.js';
import type { Confirmation, Delivery, KnownOrder } from './order.fold.js';

/** What people report of the world outside. */
interface Reported {
  readonly happenedAt?: Instant;
  readonly channel?: string;
  readonly metadata: CommandMetadata;
}

/** When it came about: what a customer does by a link now, else as it was told; never to come. */
export function happened({ happenedAt, metadata: { actor, occurredAt } }: Reported): Instant {
  const at = actor.kind === 'customerLink' ? occurredAt : (happenedAt ?? occurredAt);
  ensure(at <= occurredAt, 'happened-in-the-future');
  return at;
}

/** Whether a report may be the same as one on record: who does not date it may mean that one. */
export const sameTime = ({ happenedAt, metadata: { actor } }: Reported, recorded: Instant): boolean =>
  happenedAt === undefined || actor.kind === 'customerLink' || happenedAt === recorded;

/** Who said it for the customer: themselves by a link, never a colleague then; or the colleague who was told. */
export const customerWord = (report: Reported, { ownerId }: KnownOrder) => {
  const { actor } = report.metadata;
  const happenedAt = happened(report);
  if (actor.kind === 'customerLink') return { linkId: actor.id, happenedAt };
  return { by: doerOf(report.metadata, ownerId), channel: report.channel, happenedAt };
};

/** Its owner answers for a promise; when they have left, their superior until the order is handed over. */
export const answering = ({ ownerId }: KnownOrder, { staff }: Known): string =>
  staff.isActive(ownerId) ? ownerId : (staff.superiorOf(ownerId) ?? ownerId);

/** The confirmation that holds: of the day it is planned for. */
export const confirmed = ({ confirmations }: Pick<Delivery, 'confirmations'>): Confirmation | undefined =>
  confirmations.find(({ superseded }) => !superseded);

/** The mandatory documents that are not there (R075). */
export const missingDocuments = ({ documents, attached }: Pick<Delivery, 'documents' | 'attached'>) =>
  documents
    .filter(({ id, mandatory }) => mandatory && !attached.some(({ document }) => document === id))
    .map(({ id }) => id);

/** What a delivery promises for its day: to be confirmed (T11), by the owner; to have its documents (T12), by the technicians. */
export function promises(
  order: KnownOrder,
  delivery: Pick<Delivery, 'delivery' | 'scheduledOn' | 'documents' | 'attached'>,
  since: Instant,
  limits: Limits,
  known: Known,
): readonly OpenedMilestone[] {
  const { delivery: n, scheduledOn } = delivery;
  const owner = answering(order, known);
  const confirmation: OpenedMilestone = {
    milestone: `confirmation/${n}`,
    responsibleId: owner,
    clock: confirmationClock(scheduledOn, since, limits),
  };
  if (missingDocuments(delivery).length === 0) return [confirmation];
  const documents: OpenedMilestone = {
    milestone: `documents/${n}`,
    responsibleId: inTurn(known.staff, 'technical', order.orderId, n) ?? owner,
    clock: documentsClock(scheduledOn, since, limits),
  };
  return [confirmation, documents];
}

/** Those of these promises whose clocks run. */
export const runningOf = (order: KnownOrder, ids: readonly MilestoneId[]): readonly MilestoneId[] =>
  running(order)
    .map(({ milestone }) => milestone)
    .filter((id) => ids.includes(id));

/** A delivery that the customer does not have yet. */
export function stillToCome({ status }: Delivery): void {
  ensure(status !== 'cancelled', 'delivery-cancelled');
  ensure(status === 'scheduled' || status === 'dispatched', 'delivery-already-delivered');
}

/** Only history, and a plan that a process follows late, names a day that is over. */
export function ensureToCome(day: Day, { actor, occurredAt, history }: CommandMetadata, { zone }: Limits): boolean {
  const isPast = day < dayOf(occurredAt, zone);
  ensure(!isPast || history || actor.kind === 'process', 'scheduled-in-the-past');
  return !isPast;
}

/** Each line once, and no more of it than there is. */
export function ensureWithin(
  lines: readonly LineQuantity[],
  left: readonly LineQuantity[],
  tooMuch: 'quantity-above-ordered' | 'quantity-above-delivered',
): void {
  const ids = lines.map(({ lineId }) => lineId);
  const twice = ids.find((id, n) => ids.indexOf(id) < n);
  ensure(twice === undefined, 'line-twice', { lineId: twice });
  for (const { lineId, quantity } of lines) {
    const line = left.find((one) => one.lineId === lineId);
    ensure(line, 'line-unknown', { lineId });
    ensure(quantity <= line.quantity, tooMuch, { lineId, left: line.quantity });
  }
}

/** What of a delivery nobody has signed for; every line of it, with 0 where nothing is left. */
export const leftToSign = ({ lines, signed }: Delivery): readonly LineQuantity[] =>
  lines.map(({ lineId, quantity }) => ({ lineId, quantity: quantity - quantityIn(signed.flat(), lineId) }));
