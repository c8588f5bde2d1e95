import { DomainError, ensureFound, Unavailable, type Instant } from '@dealtrail/event-sourcing';
import type { CaseLimits } from '@dealtrail/policies';
import { limitMs, limitsFor, replanned } from './case-clock.js';
import { confirming } from './case-closing.js';
import { escalating, overdue } from './case-overdue.js';
import { policyOf } from './case-policy.js';
import { appending, doing, existing, type CaseRules, type Facts } from './case-rules.js';
import { isAtWork } from './case-task-force.decider.js';
import { whom } from './case-whom.js';
import type { ClockId } from './case.events.js';
import type { KnownCase } from './case.fold.js';
import { isOpen, isRunning, isUnanswered, type CaseClock } from './clock-state.js';

type ProcessCommand =
  | 'RemindCaseClock'
  | 'RecordCaseClockOverdue'
  | 'CloseSilentCase'
  | 'ReassignCase'
  | 'PlanCaseForTier'
  | 'ReplanCaseClocks';

/** What time, the staff log, the customer's tier and the calendar bring about; a process that comes too late leaves nothing. */
export const processRules: CaseRules<ProcessCommand> = {
  RemindCaseClock: ({ clock: id, at, dueAt, metadata }, state, known) => {
    const one = existing(state);
    const clock = runningTo(one, id, dueAt);
    if (!clock?.warnings.includes(at) || clock.reminded.includes(at) || metadata.occurredAt > dueAt) return [];
    return appending(one, metadata, known, (now) => {
      const { responsibleId } = clock;
      return [{ type: 'CaseClockDueSoon', data: { ...whom(now), clock: id, responsibleId, dueAt, at } }];
    });
  },

  RecordCaseClockOverdue: ({ clock: id, dueAt, metadata }, state, known) => {
    const one = existing(state);
    const clock = runningTo(one, id, dueAt);
    if (!clock || clock.overdue || id === 'silence') return [];
    notBefore(dueAt, metadata.occurredAt);
    return appending(one, metadata, known, (now) => {
      const still = runningTo(now, id, dueAt); // unless it was brought along
      return still && !still.overdue ? overdue(now, still, known) : [];
    });
  },

  CloseSilentCase: ({ dueAt, metadata }, state, known) => {
    const one = existing(state);
    if (!runningTo(one, 'silence', dueAt)) return [];
    notBefore(dueAt, metadata.occurredAt);
    return appending(one, metadata, known, (now, at) => confirming(now, { silence: true }, at, known));
  },

  ReassignCase: ({ from, position, metadata }, state, known) => {
    const one = existing(state);
    if (known.staff.isActive(from) || !holds(one, from)) return [];
    const to = known.staff.superiorOf(from);
    if (to === undefined && one.status !== 'closed') throw new DomainError('nobody-to-hand-over-to');
    const given = (now: KnownCase): Facts => {
      if (to === undefined || now.status === 'closed') return []; // a breach waits for an answer, and for nothing else
      const force = isAtWork(now) && now.taskForce.members.includes(from) ? now.taskForce : undefined;
      const parts = { owner: now.ownerId === from, stage: now.stages.at(-1)?.ownerId === from };
      const clocks = theirs(now, from).map(({ clock }) => ({ change: 'given' as const, clock, to }));
      if (!parts.owner && !parts.stage && !force && clocks.length === 0) return [];
      const data = {
        ...{ ...whom(now), ownerId: parts.owner ? to : now.ownerId, from, to, position, ...parts },
        ...(force && {
          leadId: force.leadId === from ? to : force.leadId,
          members: [...new Set(force.members.map((id) => (id === from ? to : id)))],
        }),
        ...(now.status === 'merged' && { merged: true as const }),
      };
      return [{ type: 'CaseReassigned', data: { ...data, ...doing(clocks) } }];
    };
    return appending(one, metadata, known, given, (now) =>
      unanswered(now, from).flatMap(({ clock, dueAt }) => escalating(now, clock, dueAt, known)),
    );
  },

  PlanCaseForTier: ({ tiers, metadata }, state, known) => {
    const one = existing(state);
    const limits = limitsFor(policyOf(one, known), one.kind, tiers);
    if (planFor(one, limits).length === 0) return [];
    const tier = limits.tiers?.find((fit) => tiers.includes(fit));
    return appending(one, metadata, known, (now, at) => {
      const calendar = known.policies.inForce('calendar', metadata.occurredAt).version;
      const clocks = planFor(now, limits).flatMap(({ clock, plan }) =>
        replanned(clock, at, 'tier', { ...plan, ...(plan.counts === 'working-time' && { calendar }) }, known),
      );
      const data = { ...whom(now), cause: 'tier' as const, ...(tier !== undefined && { tier }) };
      return clocks.length === 0 ? [] : [{ type: 'CaseClocksReplanned', data: { ...data, clocks } }];
    });
  },

  ReplanCaseClocks: ({ calendarVersion, metadata }, state, known) => {
    const one = existing(state);
    const published = known.policies.version('calendar', calendarVersion);
    ensureFound(published, 'calendar-version-not-found');
    const { version: calendar } = published;
    const inForce = known.policies.inForce('calendar', metadata.occurredAt).version;
    if (calendarVersion < inForce.version) return []; // overtaken by one that may have moved nothing
    if (plannedBefore(one, calendarVersion).length === 0) return [];
    return appending(one, metadata, known, (now, at) => {
      const clocks = plannedBefore(now, calendarVersion).flatMap((clock) =>
        replanned(clock, at, 'calendar', { ...clock, calendar }, known),
      );
      const data = { ...whom(now), cause: 'calendar' as const, calendar };
      return clocks.length === 0 ? [] : [{ type: 'CaseClocksReplanned', data: { ...data, clocks } }];
    });
  },
};

/** A clock that still runs to this instant. */
const runningTo = ({ clocks }: KnownCase, id: ClockId, dueAt: Instant): CaseClock | undefined =>
  clocks.find((one) => one.clock === id && isRunning(one) && one.dueAt === dueAt);

/** The clocks of two machines may differ: a timer that rings before the instant it is for rings again. */
function notBefore(dueAt: Instant, now: Instant): void {
  if (now < dueAt) throw new Unavailable('not-due-yet', `it is ${now} here, and due at ${dueAt}`);
}

const theirs = ({ clocks }: KnownCase, id: string): readonly CaseClock[] =>
  clocks.filter((clock) => isOpen(clock) && clock.responsibleId === id);

/** Whether something of a case is a person's, so that it waits for ever once they have left: when it is closed, an answer. */
export const holds = (one: KnownCase, id: string): boolean =>
  unanswered(one, id).length > 0 ||
  (one.status !== 'closed' &&
    (one.ownerId === id ||
      one.stages.at(-1)?.ownerId === id ||
      (isAtWork(one) && one.taskForce.members.includes(id)) ||
      theirs(one, id).length > 0));

/** What somebody was told of and has not answered: whoever comes after them is told. */
const unanswered = ({ clocks }: KnownCase, id: string) =>
  clocks.flatMap((clock) =>
    clock.escalations.filter((one) => one.to === id && isUnanswered(one)).map(({ dueAt }) => ({ clock, dueAt })),
  );

/** The clocks of the report whose limits differ from these; a breach stands. */
const planFor = ({ clocks }: KnownCase, limits: CaseLimits) =>
  (['response', 'solution', 'closing'] as const).flatMap((id) => {
    const clock = clocks.find((known) => known.clock === id && isOpen(known) && !known.overdue);
    const plan = { ...limitMs(limits[id]), counts: limits.counts };
    return clock && !samePlan(clock, plan) ? [{ clock, plan }] : [];
  });

type Plan = Pick<CaseClock, 'limitMs' | 'warnMs' | 'counts'>;
const samePlan = (some: Plan, other: Plan): boolean =>
  some.limitMs === other.limitMs &&
  some.counts === other.counts &&
  some.warnMs.length === other.warnMs.length &&
  some.warnMs.every((ms, n) => ms === other.warnMs[n]);

/** The clocks that count working time by an older calendar; a breach stands. */
const plannedBefore = ({ clocks }: KnownCase, version: number): readonly CaseClock[] =>
  clocks
    .filter((clock) => isOpen(clock) && !clock.overdue)
    .filter(({ counts, calendar }) => counts === 'working-time' && (calendar?.version ?? 0) < version);
