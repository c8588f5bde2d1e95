import { ensure, ensureAllowed, type Decided } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { RejectContract, ReturnContract } from './contract-review.commands.js';
import type { ContractEvent, OpenedStep, StepId } from './contract.events.js';
import type { Contract, KnownContract, Round } from './contract.fold.js';
import {
  afterApproval,
  decisionOn,
  existing,
  inRound,
  isDepartment,
  isOpen,
  openSteps,
  overdueBy,
  personOf,
  same,
  stepOf,
  whom,
  type ContractRules,
} from './review-rules.js';
import { barred, mayReviewFor } from './reviewer-choice.js';
import { stepClock } from './step-clock.js';

const mostAdded = 20;
const mostComments = 500;

/** Who is the author is no reviewer, and a round that is over takes no more decisions. */
function underReview(contract: KnownContract & { round: Round }): void {
  ensure(contract.status === 'review', 'round-is-over', { status: contract.status });
}

/** A return or a rejection: the one and the other end the round for all departments. */
function refusal(
  command: ReturnContract | RejectContract,
  state: Contract,
  known: Known,
  verdict: 'returned' | 'rejected',
): readonly Decided<ContractEvent>[] {
  const { metadata, reason } = command;
  const contract = inRound(state, command.round);
  const person = personOf(metadata);
  const step = stepOf(contract, person, command.step);
  if (step.decision) {
    const { by, verdict: said, words } = step.decision;
    ensure(by === person && said === verdict && words === reason, 'review-already-decided');
    return [];
  }
  underReview(contract);
  const superseded = openSteps(contract)
    .filter((other) => other !== step)
    .map((other) => other.step);
  const data = { ...whom(contract), ...decisionOn(contract, step, person, metadata, known), reason, superseded };
  return [
    ...overdueBy(contract, contract.round.steps, metadata, known),
    verdict === 'returned' ? { type: 'ContractReturned', data } : { type: 'ContractRejected', data },
  ];
}

/** What reviewers do, each in a step of their own; the author never (R064, R065). */
export const reviewRules: ContractRules<
  | 'ApproveContract'
  | 'ReturnContract'
  | 'RejectContract'
  | 'DelegateContractReview'
  | 'AddContractReviewer'
  | 'CommentContract'
> = {
  ApproveContract: ({ round, step: asked, checks = [], comment, metadata }, state, known) => {
    const contract = inRound(state, round);
    const person = personOf(metadata);
    const step = stepOf(contract, person, asked);
    if (step.decision) {
      const { by, verdict, checks: confirmed, words } = step.decision;
      const again = by === person && verdict === 'approved' && words === comment;
      ensure(again && same([...confirmed].sort(), [...checks].sort()), 'review-already-decided');
      return [];
    }
    underReview(contract);
    const unknown = checks.filter((check) => !contract.round.checks.includes(check));
    ensure(unknown.length === 0, 'check-unknown', { unknown });
    const missing = isDepartment(step.step) ? contract.round.checks.filter((check) => !checks.includes(check)) : [];
    ensure(missing.length === 0, 'checks-missing', { missing });
    const data = { ...decisionOn(contract, step, person, metadata, known), checks, comment };
    return [
      ...overdueBy(contract, [step], metadata, known),
      { type: 'ContractReviewApproved', data },
      ...afterApproval(contract, step, metadata, known),
    ];
  },

  ReturnContract: (command, state, known) => refusal(command, state, known, 'returned'),

  RejectContract: (command, state, known) => refusal(command, state, known, 'rejected'),

  DelegateContractReview: ({ contractId, round, step: asked, to, reason, metadata }, state, { staff }) => {
    const contract = inRound(state, round);
    const by = personOf(metadata);
    const { roles = [] } = staff.person(by) ?? {};
    ensureAllowed(!barred(contract).has(by), 'reviewer-is-author');
    const delegated = asked && contract.round.steps.find(({ step }) => step === asked);
    if (delegated?.reviewerId === to && delegated.via === 'delegated') return [];
    const rules = roles.includes('admin') || roles.includes('director');
    const step = rules && delegated ? delegated : stepOf(contract, by, asked);
    if (step.reviewerId === to) return [];
    underReview(contract);
    ensure(isOpen(step), 'review-already-decided');
    ensure(staff.isActive(to), 'reviewer-not-active', { reviewerId: to });
    ensure(staff.isAvailable(to), 'reviewer-away', { reviewerId: to });
    ensure(!barred(contract).has(to), 'reviewer-is-author', { reviewerId: to });
    ensure(!holdsOther(contract.round, step.step, to), 'already-a-reviewer', { reviewerId: to });
    const isDeputy = staff.person(step.reviewerId)?.deputy === to;
    ensure(mayHold(step.step, to) || isDeputy, 'reviewer-not-in-department', { reviewerId: to, step: step.step });
    return [
      {
        type: 'ContractReviewDelegated',
        data: { contractId, round, step: step.step, from: step.reviewerId, to, by, reason },
      },
    ];

    function mayHold(id: StepId, person: string): boolean {
      if (isDepartment(id) || id === 'director') return mayReviewFor(staff, id, person);
      return reviews(person);
    }
    function reviews(person: string): boolean {
      return (staff.rolesOf(person) ?? []).some((role) => role !== 'auditor');
    }
  },

  AddContractReviewer: ({ contractId, round, step: asked, reviewerId, reason, metadata }, state, known) => {
    const contract = inRound(state, round);
    const by = personOf(metadata);
    const { staff, policies } = known;
    const already = contract.round.steps.find((step) => step.reviewerId === reviewerId && step.addedBy !== undefined);
    const mine = stepOf(contract, by, asked);
    if (already?.addedBy === mine.step) return [];
    underReview(contract);
    ensure(isOpen(mine), 'review-already-decided');
    ensure(staff.isActive(reviewerId), 'reviewer-not-active', { reviewerId });
    ensure(staff.isAvailable(reviewerId), 'reviewer-away', { reviewerId });
    ensure(!barred(contract).has(reviewerId), 'reviewer-is-author', { reviewerId });
    ensure(
      (staff.rolesOf(reviewerId) ?? []).some((role) => role !== 'auditor'),
      'reviewer-only-audits',
      { reviewerId },
    );
    ensure(!contract.round.steps.some((step) => step.reviewerId === reviewerId), 'already-a-reviewer', {
      reviewerId,
    });
    const added = contract.round.steps.filter(({ addedBy }) => addedBy !== undefined).length;
    ensure(added < mostAdded, 'too-many-reviewers', { most: mostAdded });
    const calendar = policies.inForce('calendar', metadata.occurredAt);
    const clock = stepClock(metadata.occurredAt, contract.round.reviewLimit, calendar);
    const opened: OpenedStep = {
      step: `added-${added + 1}`,
      reviewerId,
      via: 'added',
      addedBy: mine.step,
      clock,
    };
    return [
      ...overdueBy(contract, [mine], metadata, known),
      {
        type: 'ContractReviewerAdded',
        data: {
          contractId,
          ...whom(contract),
          round,
          by,
          reason,
          amount: contract.terms.amount,
          policy: contract.round.policy,
          opened,
        },
      },
    ];
  },

  CommentContract: ({ contractId, commentId, text, metadata }, state) => {
    const contract = existing(state);
    const by = personOf(metadata);
    const before = contract.comments.find((comment) => comment.commentId === commentId);
    if (before) {
      ensure(before.by === by && before.text === text, 'comment-already-made');
      return [];
    }
    ensure(contract.comments.length < mostComments, 'too-many-comments', { most: mostComments });
    return [
      { type: 'ContractCommented', data: { contractId, round: contract.round?.number ?? 0, commentId, by, text } },
    ];
  },
};

const holdsOther = (round: Round, asked: StepId, person: string): boolean =>
  round.steps.some(
    (step) => step.step !== asked && (step.decision?.by === person || (isOpen(step) && step.reviewerId === person)),
  );
