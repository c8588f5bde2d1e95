import type { Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { PolicyVersion } from '@dealtrail/policies';
import { started } from './case-clock.js';
import type { ClockChange } from './case.events.js';
import type { KnownCase } from './case.fold.js';
import { policyOf } from './case-policy.js';
import { clockAbout } from './clock-name.js';
import { isOpen, type CaseClock } from './clock-state.js';

const dayMs = 86_400_000;

/** Which week of a task force a clock is; 0 of any other clock. */
export const syncNumber = ({ clock }: Pick<CaseClock, 'clock'>): number => clockAbout(clock).sync ?? 0;

/** The number of the next week: goes on where a task force is formed anew, so that no clock starts twice. */
export const nextSync = ({ clocks }: KnownCase): number => Math.max(0, ...clocks.map(syncNumber)) + 1;

/** The week that a task force owes a word for now. */
export const openSync = ({ clocks }: KnownCase): CaseClock | undefined =>
  clocks.find((clock) => isOpen(clock) && syncNumber(clock) > 0);

/** A week (or what the policy has for one) of a task force, at whose end the customer has had a word (R103, T20). */
export function startedSync(
  {
    sync,
    responsibleId,
    policy,
  }: { readonly sync: number; readonly responsibleId: string; readonly policy: PolicyVersion },
  since: Instant,
  recordedAt: Instant,
  known: Known,
): ClockChange {
  const { syncDays, syncWarnDays } = policyOf({ policy }, known);
  const limitMs = syncDays * dayMs;
  const warnMs = syncWarnDays > 0 ? [limitMs - syncWarnDays * dayMs] : [];
  return started(
    { clock: `sync/${sync}`, responsibleId, limitMs, warnMs, counts: 'round-the-clock', policy },
    since,
    recordedAt,
    known,
  );
}
