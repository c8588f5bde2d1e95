import { DomainError, ensureFound, same } from '@dealtrail/event-sourcing';
import type { StepId } from './contract.events.js';
import { isOpen, type Contract, type Round } from './contract.fold.js';
import { overdue, overdueBy } from './review-overdue.js';
import { existing, inRound, isDepartment, nobodyLeft, openSteps, type ContractRules } from './review-rules.js';
import { barred, mayDecide, reviewersOf } from './reviewer-choice.js';
import { stepClock } from './step-clock.js';
import { heirOf, successorTo, whoTakesOver } from './successors.js';

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

  ReassignContractReview: ({ contractId, round, step: asked, from, cause, position, metadata }, state, known) => {
    const { staff } = known;
    const step = stepInReview(state, round, asked);
    if (!step || step.reviewerId !== from) return [];
    const contract = inRound(state, round);
    const without = new Set([
      ...barred(contract),
      ...(isDepartment(asked) ? otherDepartments(contract.round, asked) : []),
    ]);
    const successor = successorTo(step, cause, without, staff);
    if (staff.isAvailable(from) && mayDecide(staff, from) && !successor) return [];
    const standIn = successor ?? whoTakesOver(step, without, staff);
    if (mayDecide(staff, from) && (!standIn || !staff.isAvailable(standIn.staffId))) return []; // away, and nobody else is there
    if (!standIn) return nobodyLeft(contract, metadata, known);
    const { staffId: to, via, unitId } = standIn;
    const data = { contractId, round, step: asked, from, to, via, unitId, cause, position };
    return [
      ...overdueBy(contract, [step], metadata, known), // late is who had it then
      { type: 'ContractReviewReassigned', data },
    ];
  },

  ReassignContract: ({ contractId, from, position, metadata }, state, known) => {
    const contract = existing(state);
    const isOver = contract.status === 'signed' || contract.status === 'withdrawn';
    if (isOver || contract.ownerId !== from || known.staff.isActive(from)) return [];
    const to = heirOf(contract, metadata, known);
    if (to === undefined) throw new DomainError('nobody-to-hand-over-to');
    if (contract.status === 'review' && contract.round && reviewersOf(contract).has(to))
      return [
        ...nobodyLeft({ ...contract, round: contract.round }, metadata, known), // nobody reviews what is theirs
        { type: 'ContractReassigned', data: { contractId, from, to, position } },
      ];
    const steps = openSteps(contract).map(({ step }) => step);
    const review = steps.length > 0 && { round: contract.round?.number, openSteps: steps };
    return [{ type: 'ContractReassigned', data: { contractId, from, to, position, ...review } }];
  },

  ReplanContractReviews: ({ contractId, calendarVersion, metadata }, state, known) => {
    const calendar = known.policies.version('calendar', calendarVersion);
    ensureFound(calendar, 'calendar-version-not-found');
    const inForce = known.policies.inForce('calendar', metadata.occurredAt).version;
    if (calendarVersion < inForce.version) return []; // overtaken by one that may have moved nothing
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
      .filter(({ clock }) => metadata.occurredAt < clock.dueAt) // nobody is late by a calendar they could not know
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
