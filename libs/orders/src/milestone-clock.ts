import type { Instant } from '@dealtrail/event-sourcing';
import { dayAfter, instantAt, type Day } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import type { OrderDeliveryPolicy, PolicyVersion } from '@dealtrail/policies';
import type { MilestoneClock } from './order.events.js';

/** What the limits of milestones are reckoned from: a version of the policy, and the zone of the calendar. */
export interface Limits {
  readonly policy: OrderDeliveryPolicy;
  readonly version: PolicyVersion;
  readonly zone: string;
}

/** The limits in force at an instant; of a delivery, those it is pinned to. */
export function limitsAt({ policies }: Known, at: Instant, pinned?: PolicyVersion): Limits {
  const { zone } = policies.inForce('calendar', at).value;
  const inForce = policies.inForce('order-delivery', at);
  const { value: policy, version } = (pinned && policies.version('order-delivery', pinned.version)) ?? inForce;
  return { policy, version, zone };
}

const hourMs = 3_600_000;
const after = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

/** Warnings that are still to come, rising; what is due already when it opens is due at once, without any (D03). */
function clock(since: Instant, dueAt: Instant, warnings: readonly Instant[]): MilestoneClock {
  if (dueAt <= since) return { since, dueAt: since, warnings: [] };
  return { since, dueAt, warnings: warnings.filter((at) => at > since && at < dueAt).sort() };
}

/** A department's acknowledgement of an order (R072). */
export const acknowledgementClock = (since: Instant, { policy }: Limits): MilestoneClock =>
  clock(since, after(since, policy.acknowledgeHours * hourMs), []);

/** All deliveries of a day fall due at one instant: over how many minutes processes may spread what they do about it. */
const spread = ({ spreadMinutes }: OrderDeliveryPolicy): Pick<MilestoneClock, 'spreadMinutes'> =>
  spreadMinutes > 0 ? { spreadMinutes } : {};

/** Time and criteria confirmed, calendar days ahead (R074, T11). */
export function confirmationClock(scheduledOn: Day, since: Instant, { policy, zone }: Limits): MilestoneClock {
  const { confirmDaysAhead: ahead, confirmAt, confirmWarnDays } = policy;
  const at = (days: number): Instant => instantAt(dayAfter(scheduledOn, -days), confirmAt, zone);
  const warnings = confirmWarnDays.map((days) => at(ahead + days));
  return { ...clock(since, at(ahead), warnings), ...spread(policy) };
}

/** All mandatory documents there (R075, T12). */
export function documentsClock(scheduledOn: Day, since: Instant, { policy, zone }: Limits): MilestoneClock {
  const { documentsDaysAhead: ahead, documentsAt, documentsWarnDays } = policy;
  const at = (days: number): Instant => instantAt(dayAfter(scheduledOn, -days), documentsAt, zone);
  const warnings = documentsWarnDays.map((days) => at(ahead + days));
  return { ...clock(since, at(ahead), warnings), ...spread(policy) };
}

/** Signed for, round the clock, from when the customer had the goods, however much later that was written down (R076, T13). */
export const signOffClock = (deliveredAt: Instant, recordedAt: Instant, { policy }: Limits): MilestoneClock =>
  sinceThen(
    deliveredAt,
    recordedAt,
    policy.signOffHours * hourMs,
    policy.signOffWarnHours.map((hours) => hours * hourMs),
  );

/** Apology and alternative, from when it happened, however much later that was written down (R083, D18, T14). */
export const responseClock = (happenedAt: Instant, recordedAt: Instant, { policy }: Limits): MilestoneClock =>
  sinceThen(
    happenedAt,
    recordedAt,
    policy.responseMinutes * 60_000,
    policy.responseWarnMinutes.map((minutes) => minutes * 60_000),
  );

/** Nobody is warned of what had passed before it was known. */
function sinceThen(since: Instant, known: Instant, limit: number, warnings: readonly number[]): MilestoneClock {
  const { dueAt, warnings: all } = clock(
    since,
    after(since, limit),
    warnings.map((ms) => after(since, ms)),
  );
  return { since, dueAt, warnings: all.filter((at) => at > known) };
}
