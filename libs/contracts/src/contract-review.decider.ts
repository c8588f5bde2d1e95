import { ensure, personOf, same, type Decided } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { RejectContract, ReturnContract } from './contract-review.commands.js';
import type { ContractEvent } from './contract.events.js';
import type { Contract, StepDecision } from './contract.fold.js';
import { deciderOf } from './imported.js';
import { overdueBy } from './review-overdue.js';
import {
  afterApproval,
  decisionOn,
  existing,
  inRound,
  isDepartment,
  openSteps,
  stepToDecide,
  underReview,
  whom,
  type ContractRules,
} from './review-rules.js';

const mostComments = 500;

/** A return or a rejection: the one and the other end the round for all departments. */
function refusal(
  command: ReturnContract | RejectContract,
  state: Contract,
  known: Known,
  verdict: 'returned' | 'rejected',
): readonly Decided<ContractEvent>[] {
  const { metadata, reason } = command;
  const contract = inRound(state, command.round);
  const person = deciderOf(metadata, contract.round, command.step);
  const isRepeated = ({ by, verdict: said, words }: StepDecision): boolean =>
    by === person && said === verdict && words === reason;
  const step = stepToDecide(contract, person, command.step, isRepeated);
  if (step.decision) {
    ensure(isRepeated(step.decision), 'review-already-decided');
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
export const reviewRules: ContractRules<'ApproveContract' | 'ReturnContract' | 'RejectContract' | 'CommentContract'> = {
  ApproveContract: ({ round, step: asked, checks = [], comment, metadata }, state, known) => {
    const contract = inRound(state, round);
    const person = deciderOf(metadata, contract.round, asked);
    const isRepeated = ({ by, verdict, checks: confirmed, words }: StepDecision): boolean =>
      by === person && verdict === 'approved' && words === comment && same([...confirmed].sort(), [...checks].sort());
    const step = stepToDecide(contract, person, asked, isRepeated);
    if (step.decision) {
      ensure(isRepeated(step.decision), 'review-already-decided');
      return [];
    }
    underReview(contract);
    const unknown = checks.filter((check) => !contract.round.checks.includes(check));
    ensure(unknown.length === 0, 'check-unknown', { unknown });
    const missing = isDepartment(step.step) ? contract.round.checks.filter((check) => !checks.includes(check)) : [];
    ensure(metadata.history || missing.length === 0, 'checks-missing', { missing }); // no source has confirmed them
    const data = { ...decisionOn(contract, step, person, metadata, known), checks, comment };
    return [
      ...overdueBy(contract, [step], metadata, known),
      { type: 'ContractReviewApproved', data },
      ...afterApproval(contract, step, metadata, known),
    ];
  },

  ReturnContract: (command, state, known) => refusal(command, state, known, 'returned'),

  RejectContract: (command, state, known) => refusal(command, state, known, 'rejected'),

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
