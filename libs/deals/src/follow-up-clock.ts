import type { CommandMetadata, Decided, Instant } from '@dealtrail/event-sourcing';
import { addDays } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import type { Grade } from '@dealtrail/policies';
import type { DealEvent, FollowUp } from './deal.events.js';
import type { OpenDeal } from './deal.fold.js';

/** The promise that a progress at this instant gives (T03, D13): due after the grade's limit, at n × 24 hours. */
export function followUpFrom(since: Instant, grade: Grade | undefined, { policies }: Known): FollowUp {
  const { value, version } = policies.inForce('follow-up', since);
  const counted = grade ?? value.ungraded;
  const days = value.days[counted];
  const warnAt = addDays(since, (days * value.warnPercent) / 100);
  return { since, warnAt, dueAt: addDays(since, days), days, grade: counted, policy: version };
}

const staleness = ({ dealId, number, ownerId, terms, followUp }: OpenDeal, { staff }: Known) => {
  const { since, dueAt, days, grade, policy } = followUp;
  const superiorId = staff.superiorOf(ownerId);
  return { dealId, number, since, dueAt, days, grade, policy, ownerId, superiorId, customerId: terms.customerId };
};

/** The warning, where it is still news. */
export const goingStale = (deal: OpenDeal, known: Known): Decided<DealEvent>[] =>
  deal.warned || deal.stale ? [] : [{ type: 'DealGoingStale', data: staleness(deal, known) }];

/** The breach at its due instant, unless it is on record. */
export const goneStale = (deal: OpenDeal, known: Known): Decided<DealEvent>[] =>
  deal.stale ? [] : [{ type: 'DealGoneStale', data: staleness(deal, known), occurredAt: deal.followUp.dueAt }];

/**
 * Late is a fact, whoever notices first: what arrives after the due instant brings the breach with it. An import does not: its
 * source holds a deal's first and last dates only, and silence between them is no evidence that nothing went on.
 */
export const goneStaleBy = (deal: OpenDeal, { occurredAt, history }: CommandMetadata, known: Known) =>
  !history && occurredAt > deal.followUp.dueAt ? goneStale(deal, known) : [];
