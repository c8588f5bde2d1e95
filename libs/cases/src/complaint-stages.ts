import type { Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { complaintStages, type ComplaintStage } from '@dealtrail/policies';
import { paused, started } from './case-clock.js';
import { policyOf } from './case-policy.js';
import { clockOf, ending, stageClock, type Facts } from './case-rules.js';
import { whom } from './case-whom.js';
import type { KnownCase } from './case.fold.js';
import { changeClocks } from './clock-state.js';

const minuteMs = 60_000;

/**
 * A complaint enters a stage (R104): the one it was in is done, and this one has its time by the policy, round the clock, of the
 * case's owner unless somebody else is named. It stops from the start where the closing clock has stopped.
 */
export function entering(
  one: KnownCase,
  stage: ComplaintStage,
  since: Instant,
  known: Known,
  recordedAt: Instant = since,
): Facts {
  if (one.kind !== 'complaint') return [];
  const { stageMinutes, stageWarnPercent } = policyOf(one, known);
  const { policy, ownerId: responsibleId } = one;
  const round = one.stages.filter((before) => before.stage === stage).length + 1;
  const limitMs = stageMinutes[stage] * minuteMs;
  const warnMs = stageWarnPercent.map((percent) => Math.round((limitMs * percent) / 100));
  const clock = stageClock({ stage, round, ownerId: responsibleId });
  const counts = 'round-the-clock' as const;
  const begun = started({ clock, responsibleId, limitMs, warnMs, counts, policy }, since, recordedAt, known);
  const cause = clockOf(one, 'closing')?.paused;
  const stopped = cause ? changeClocks([], [begun]).flatMap((clock) => paused(clock, since, cause, known)) : [];
  const left = ending(one, one.stages.slice(-1).map(stageClock), since, 'met', known);
  return [
    {
      type: 'ComplaintStageEntered',
      data: { ...whom(one), stage, round, stageOwnerId: responsibleId, clocks: [...left, begun, ...stopped] },
    },
  ];
}

/** A complaint comes as far as this stage, unless it has been: what lies between is skipped. */
export function reaching(one: KnownCase, stage: ComplaintStage, at: Instant, known: Known): Facts {
  const now = one.stages.at(-1)?.stage;
  const isThere = now !== undefined && complaintStages.indexOf(now) >= complaintStages.indexOf(stage);
  return isThere ? [] : entering(one, stage, at, known);
}
