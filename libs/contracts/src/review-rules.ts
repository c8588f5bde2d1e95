import {
  ensure,
  ensureAllowed,
  ensureFound,
  personOf,
  type CommandMetadata,
  type Decide,
  type Decided,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { AnyContractCommand } from './contract.commands.js';
import { departments, type Department } from '@dealtrail/policies';
import type { ContractEvent, StepId } from './contract.events.js';
import {
  isOpen,
  type Contract,
  type KnownContract,
  type Round,
  type Step,
  type StepDecision,
} from './contract.fold.js';
import { overdueBy } from './review-overdue.js';
import { barred, chooseDirector } from './reviewer-choice.js';
import { stepClock, workingMsOf } from './step-clock.js';

/** Some of the rules of a contract, by command. */
export type ContractRules<T extends AnyContractCommand['type']> = Pick<
  Decide<AnyContractCommand, Contract, ContractEvent, Known>,
  T
>;

export function existing(contract: Contract): KnownContract {
  ensureFound(contract.status !== 'none', 'contract-not-found');
  return contract;
}

export const isDepartment = (step: StepId): step is Department => (departments as readonly string[]).includes(step);

/** A contract that has a round of this number, which is the latest. */
export function inRound(state: Contract, number: number): KnownContract & { readonly round: Round } {
  ensureFound(state.status !== 'none', 'contract-not-found');
  const { round } = state;
  ensureFound(round && number <= round.number, 'round-not-found');
  ensure(number === round.number, 'round-is-over', { round: round.number });
  return { ...state, round };
}

/** A round that is over takes no more decisions. */
export function underReview(contract: KnownContract): void {
  ensure(contract.status === 'review', 'round-is-over', { status: contract.status });
}

/** The steps a person may decide, or has decided; never an author's (four eyes before all). */
export function stepsOf(contract: KnownContract & { round: Round }, person: string): readonly Step[] {
  ensureAllowed(!barred(contract).has(person), 'reviewer-is-author');
  return contract.round.steps.filter(
    (step) => step.reviewerId === person || step.deputyId === person || step.decision?.by === person,
  );
}

/** The one step of a person that is meant: the one named, else the only open one, else the only one. */
export function stepOf(contract: KnownContract & { round: Round }, person: string, asked?: StepId): Step {
  const mine = stepsOf(contract, person);
  if (asked !== undefined) {
    ensureFound(
      contract.round.steps.some(({ step }) => step === asked),
      'step-not-found',
    );
    const step = mine.find((one) => one.step === asked);
    ensureAllowed(step, 'not-the-reviewer');
    return step;
  }
  const open = mine.filter(isOpen);
  ensure(open.length <= 1, 'step-ambiguous', { steps: open.map(({ step }) => step) });
  const step = open[0] ?? mine.at(-1);
  ensureAllowed(step, 'not-the-reviewer');
  return step;
}

/**
 * The step that a verdict is about. Who has decided one step and holds another says which: a verdict sent twice must not
 * decide the second, which the first may have opened.
 */
export function stepToDecide(
  contract: KnownContract & { round: Round },
  person: string,
  asked: StepId | undefined,
  isRepeated: (decision: StepDecision) => boolean,
): Step {
  if (asked === undefined) {
    const decided = stepsOf(contract, person).filter(({ decision }) => decision?.by === person);
    const repeated = decided.find(({ decision }) => decision && isRepeated(decision));
    if (repeated) return repeated;
    const open = stepsOf(contract, person).filter(isOpen);
    ensure(decided.length === 0 || open.length === 0, 'step-ambiguous', { steps: open.map(({ step }) => step) });
  }
  return stepOf(contract, person, asked);
}

/** The steps that nobody has decided, of a round that goes on. */
export const openSteps = (contract: Contract): readonly Step[] =>
  contract.status === 'review' ? (contract.round?.steps.filter(isOpen) ?? []) : [];

/** What a decision on a step says besides its verdict. */
export function decisionOn(
  contract: KnownContract & { round: Round },
  step: Step,
  person: string,
  { occurredAt }: CommandMetadata,
  known: Known,
) {
  return {
    contractId: contract.contractId,
    round: contract.round.number,
    step: step.step,
    reviewerId: person,
    ...(person !== step.reviewerId && { insteadOf: step.reviewerId }),
    workingMs: workingMsOf(step.clock, occurredAt, known),
    late: occurredAt > step.clock.dueAt,
  };
}

/** What the approval of the last open step leads to: the director's step, or the approved contract (R067). */
export function afterApproval(
  contract: KnownContract & { round: Round },
  approved: Step,
  { occurredAt }: CommandMetadata,
  known: Known,
): readonly Decided<ContractEvent>[] {
  const { contractId, round, terms } = contract;
  if (round.steps.some((step) => isOpen(step) && step.step !== approved.step)) return [];
  const { director } = round;
  if (director.required && !round.steps.some(({ step }) => step === 'director')) {
    const clock = stepClock(occurredAt, director, known.policies.inForce('calendar', occurredAt));
    const opened = { step: 'director' as const, ...chooseDirector(contract, known.staff), clock };
    const about = { contractId, ...whom(contract), round: round.number };
    const data = { ...about, amount: terms.amount, from: director.from, policy: round.policy, opened };
    return [{ type: 'DirectorApprovalRequested', data }];
  }
  return [
    {
      type: 'ContractApproved',
      data: { contractId, ...whom(contract), round: round.number, amount: terms.amount, text: terms.text },
    },
  ];
}

/** Ends a round that nobody is left to review: it goes back to its owner, rather than wait for nobody (G-031). */
export const nobodyLeft = (
  contract: KnownContract & { round: Round },
  metadata: CommandMetadata,
  known: Known,
): readonly Decided<ContractEvent>[] => {
  const { contractId, round } = contract;
  const superseded = openSteps(contract).map(({ step }) => step);
  const by = personOf(metadata);
  return [
    ...overdueBy(contract, openSteps(contract), metadata, known),
    {
      type: 'ContractRecalled',
      data: { contractId, ...whom(contract), round: round.number, by, reason: 'nobody-to-review', superseded },
    },
  ];
};

/** Whom a contract concerns. */
export const whom = ({ dealId, customerId, ownerId, number }: KnownContract) => ({
  ...(dealId !== undefined && { dealId }),
  ...(customerId !== undefined && { customerId }),
  ownerId,
  number,
});
