import type { Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { PolicyVersion } from '@dealtrail/policies';
import { started } from './case-clock.js';
import type { ClockChange } from './case.events.js';
import { policyOf } from './case-policy.js';

const dayMs = 86_400_000;

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
