import { ensure, ensureAllowed, personOf } from '@dealtrail/event-sourcing';
import type { OpenedStep } from './contract.events.js';
import { isOpen, type Round, type Step } from './contract.fold.js';
import { overdueBy } from './review-overdue.js';
import { inRound, isDepartment, stepOf, underReview, whom, type ContractRules } from './review-rules.js';
import { barred, mayDecide, mayReviewFor, reviewersOf } from './reviewer-choice.js';
import { stepClock } from './step-clock.js';

const mostAdded = 20;

/** How reviewers bring others in: a step goes to a colleague (轉交), or one more is asked (加簽). */
export const delegationRules: ContractRules<'DelegateContractReview' | 'AddContractReviewer'> = {
  DelegateContractReview: ({ contractId, round, step: asked, to, reason, metadata }, state, known) => {
    const { staff } = known;
    const contract = inRound(state, round);
    const by = personOf(metadata);
    const roles = staff.rolesOf(by) ?? [];
    ensureAllowed(!barred(contract).has(by), 'reviewer-is-author');
    const named = contract.round.steps.find(({ step }) => step === asked);
    const isRepeated = ({ step, reviewerId, via, from }: Step): boolean =>
      reviewerId === to && via === 'delegated' && (asked === undefined ? from === by : step === asked);
    if (contract.round.steps.some(isRepeated)) return [];
    const rules = roles.includes('admin') || roles.includes('director');
    const step = rules && named ? named : stepOf(contract, by, asked);
    if (step.reviewerId === to) return [];
    underReview(contract);
    ensure(isOpen(step), 'review-already-decided');
    ensure(staff.isActive(to), 'reviewer-not-active', { reviewerId: to });
    ensure(staff.isAvailable(to), 'reviewer-away', { reviewerId: to });
    ensure(mayDecide(staff, to), 'reviewer-only-audits', { reviewerId: to });
    ensure(!barred(contract).has(to), 'reviewer-is-author', { reviewerId: to });
    ensure(!holdsOther(contract.round, step, to), 'already-a-reviewer', { reviewerId: to });
    const isDeputy = staff.person(step.reviewerId)?.deputy === to;
    const isAdded = !isDepartment(step.step) && step.step !== 'director';
    const mayHold = isAdded || isDeputy || mayReviewFor(staff, step.step, to);
    ensure(mayHold, 'reviewer-not-in-department', { reviewerId: to, step: step.step });
    const data = { contractId, round, step: step.step, from: step.reviewerId, to, by, reason };
    return [
      ...overdueBy(contract, [step], metadata, known), // late is who had it then
      { type: 'ContractReviewDelegated', data },
    ];
  },

  AddContractReviewer: ({ contractId, round, step: asked, reviewerId, reason, metadata }, state, known) => {
    const contract = inRound(state, round);
    const by = personOf(metadata);
    const { staff, policies } = known;
    const { steps, policy, reviewLimit } = contract.round;
    const already = steps.find((step) => step.reviewerId === reviewerId && step.addedBy !== undefined);
    const mine = stepOf(contract, by, asked);
    if (already?.addedBy === mine.step) return [];
    underReview(contract);
    ensure(isOpen(mine), 'review-already-decided');
    ensure(staff.isActive(reviewerId), 'reviewer-not-active', { reviewerId });
    ensure(staff.isAvailable(reviewerId), 'reviewer-away', { reviewerId });
    ensure(mayDecide(staff, reviewerId), 'reviewer-only-audits', { reviewerId });
    ensure(!barred(contract).has(reviewerId), 'reviewer-is-author', { reviewerId });
    ensure(!reviewersOf(contract).has(reviewerId), 'already-a-reviewer', { reviewerId });
    const added = steps.filter(({ addedBy }) => addedBy !== undefined).length;
    ensure(added < mostAdded, 'too-many-reviewers', { most: mostAdded });
    const clock = stepClock(metadata.occurredAt, reviewLimit, policies.inForce('calendar', metadata.occurredAt));
    const opened: OpenedStep = { step: `added-${added + 1}`, reviewerId, via: 'added', addedBy: mine.step, clock };
    const { amount } = contract.terms;
    const data = { contractId, ...whom(contract), round, by, reason, amount, policy, opened };
    return [...overdueBy(contract, [mine], metadata, known), { type: 'ContractReviewerAdded', data }];
  },
};

/** Whether a person holds or has decided a step beside this one. */
const holdsOther = ({ steps }: Round, asked: Step, person: string): boolean =>
  steps.some(
    (step) =>
      step.step !== asked.step && (step.decision?.by === person || (isOpen(step) && step.reviewerId === person)),
  );
