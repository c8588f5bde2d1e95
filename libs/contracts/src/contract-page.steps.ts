import type { Instant, Recorded } from '@dealtrail/event-sourcing';
import type { PageRound, PageStep, RoundOutcome, StepHolder } from './contract-page.row.js';
import type { ContractEvent, OpenedStep, StepId } from './contract.events.js';
import type { StepDecision } from './contract.fold.js';

type Decided = Extract<ContractEvent, { type: 'ContractReviewApproved' | 'ContractReturned' | 'ContractRejected' }>;

/** A step as it begins, held by whoever it opened for. */
export const opened = (
  { step, reviewerId, via, unitId, addedBy, clock }: OpenedStep,
  asked: Pick<StepHolder, 'by' | 'reason'> = {},
): PageStep => ({
  step,
  reviewerId,
  addedBy,
  holders: [{ at: clock.since, reviewerId, via, unitId, ...asked }],
  clock,
  replans: [],
  reminders: [],
});

/** What a decision adds to its step. */
export const decided = (
  { data, metadata: { occurredAt } }: Recorded<Decided>,
  said: Pick<StepDecision, 'verdict' | 'checks' | 'words'>,
): Partial<PageStep> => {
  const { reviewerId: by, insteadOf, workingMs, late } = data;
  return { decision: { ...said, by, insteadOf, at: occurredAt, workingMs, late } };
};

/** These steps end without a decision: their round is over. */
export const superseded = (steps: readonly PageStep[], ids: readonly StepId[], at: Instant): readonly PageStep[] =>
  steps.map((step) => (ids.includes(step.step) ? { ...step, supersededAt: at } : step));

/** How a round ended, when and by whom. */
export const ended = (outcome: RoundOutcome, at: Instant, by: string, reason?: string): Partial<PageRound> => ({
  outcome,
  endedAt: at,
  endedBy: by,
  reason,
});

/** A step that goes on with somebody else. */
export const handedOver = ({ holders }: PageStep, holder: StepHolder): Partial<PageStep> => ({
  reviewerId: holder.reviewerId,
  holders: [...holders, holder],
});
