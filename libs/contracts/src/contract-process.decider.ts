import { DomainError, ensureFound } from '@dealtrail/event-sourcing';
import type { StepId } from './contract.events.js';
import type { Contract, Round } from './contract.fold.js';
import {
  existing,
  inRound,
  isDepartment,
  isOpen,
  openSteps,
  overdue,
  overdueBy,
  same,
  type ContractRules,
} from './review-rules.js';
import { barred, superiorOver } from './reviewer-choice.js';
import { stepClock } from './step-clock.js';

/** What time and the staff log bring about; a process that comes too late leaves nothing. */
export const processRules: ContractRules<
  | 'RemindContractReviewer'
  | 'RecordContractReviewOverdue'
  | 'ReassignContractReview'
  | 'ReassignContract'
  | 'ReplanContractReviews'
> = {
  RemindContractReviewer: ({ contractId, round, step: asked, at, dueAt, metadata }, state) => {
    const step = stepInReview(state, round, asked);
    const warning = step?.clock.warnings.find((planned) => planned.at === at);
    if (!step || !warning || step.clock.dueAt !== dueAt || metadata.occurredAt > dueAt) return [];
    if (step.reminded.includes(warning.percent)) return [];
    const data = { contractId, round, step: asked, reviewerId: step.reviewerId, percent: warning.percent, at, dueAt };
    return [{ type: 'ContractReviewDueSoon', data }];
  },

  RecordContractReviewOverdue: ({ round, step: asked, dueAt }, state, known) => {
    const step = stepInReview(state, round, asked);
    if (!step || step.clock.dueAt !== dueAt) return [];
    return overdue(inRound(state, round), step, known);
  },

  ReassignContractReview: ({ contractId, round, step: asked, from, cause, position }, state, { staff }) => {
    const step = stepInReview(state, round, asked);
    if (!step || step.reviewerId !== from) return [];
    const isHead = cause === 'head';
    if (isHead ? step.via !== 'head' || staff.head(step.unitId ?? '') === from : staff.isAvailable(from)) return [];
    const contract = inRound(state, round);
    const without = new Set([
      ...barred(contract),
      ...(isDepartment(asked) ? otherDepartments(contract.round, asked) : []),
    ]);
    const head = isHead && step.unitId !== undefined ? staff.head(step.unitId) : undefined;
    const standIn =
      head !== undefined && !without.has(head)
        ? { staffId: head, via: 'head' as const, unitId: step.unitId }
        : staff.standInFor(from, { without });
    if (staff.isActive(from) && (!standIn || !staff.isAvailable(standIn.staffId))) return []; // away, and nobody else is there
    if (!standIn) throw new DomainError('nobody-to-review');
    const { staffId: to, via, unitId } = standIn;
    return [
      {
        type: 'ContractReviewReassigned',
        data: { contractId, round, step: asked, from, to, via, unitId, cause, position },
      },
    ];
  },

  ReassignContract: ({ contractId, from, position }, state, { staff }) => {
    const contract = existing(state);
    const isOver = contract.status === 'signed' || contract.status === 'withdrawn';
    if (isOver || contract.ownerId !== from || staff.isActive(from)) return [];
    const reviewers = (contract.round?.steps ?? []).flatMap(({ reviewerId, decision }) => [
      reviewerId,
      ...(decision ? [decision.by] : []),
    ]);
    const to = superiorOver(staff, from, new Set(contract.status === 'review' ? reviewers : []));
    if (to === undefined) throw new DomainError('nobody-to-hand-over-to');
    const steps = openSteps(contract).map(({ step }) => step);
    const review = steps.length > 0 && { round: contract.round?.number, openSteps: steps };
    return [{ type: 'ContractReassigned', data: { contractId, from, to, position, ...review } }];
  },

  ReplanContractReviews: ({ contractId, calendarVersion, metadata }, state, known) => {
    const calendar = known.policies.version('calendar', calendarVersion);
    ensureFound(calendar, 'calendar-version-not-found');
    const steps = openSteps(state);
    if (state.status === 'none' || !state.round || steps.length === 0) return [];
    const contract = inRound(state, state.round.number);
    const late = overdueBy(contract, steps, metadata, known); // a breach stands
    const replanned = steps
      .filter((step) => !step.overdue && metadata.occurredAt <= step.clock.dueAt)
      .filter((step) => step.clock.calendar.version < calendarVersion)
      .map((step) => {
        const { since, workingDays, warnings } = step.clock;
        const limit = { workingDays, warnings: warnings.map(({ percent }) => percent) };
        return {
          step: step.step,
          previousDueAt: step.clock.dueAt,
          clock: stepClock(since, limit, calendar),
          was: step.clock,
        };
      })
      .filter(({ clock, was }) => !same({ ...clock, calendar: 0 }, { ...was, calendar: 0 }))
      .map(({ was: _, ...step }) => step);
    if (replanned.length === 0) return late;
    const data = { contractId, round: contract.round.number, calendar: calendar.version, steps: replanned };
    return [...late, { type: 'ContractReviewsReplanned', data }];
  },
};

/** A step that is still open in a round that goes on; nothing where a process comes too late. */
function stepInReview(state: Contract, round: number, asked: StepId) {
  if (state.status !== 'review' || state.round?.number !== round) return undefined;
  return state.round.steps.find((step) => step.step === asked && isOpen(step));
}

/** Who holds another department in this round: one person holds at most one. */
const otherDepartments = ({ steps }: Round, asked: StepId): readonly string[] =>
  steps
    .filter(({ step }) => isDepartment(step) && step !== asked)
    .flatMap(({ reviewerId, decision }) => [reviewerId, ...(decision ? [decision.by] : [])]);
