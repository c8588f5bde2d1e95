import {
  canonicalJson,
  ensure,
  ensureAllowed,
  ensureFound,
  type CommandMetadata,
  type Decide,
  type Decided,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { AnyContractCommand } from './contract.commands.js';
import { departments, type Department } from '@dealtrail/policies';
import type { ContractEvent, StepId } from './contract.events.js';
import type { Contract, KnownContract, Round, Step } from './contract.fold.js';
import { barred, chooseDirector, superiorOver } from './reviewer-choice.js';
import { stepClock, workingMsOf } from './step-clock.js';

/** Some of the rules of a contract, by command. */
export type ContractRules<T extends AnyContractCommand['type']> = Pick<
  Decide<AnyContractCommand, Contract, ContractEvent, Known>,
  T
>;

export const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);

export function existing(contract: Contract): KnownContract {
  ensureFound(contract.status !== 'none', 'contract-not-found');
  return contract;
}

/** The person who acts: an import or process acts for somebody. */
export const personOf = ({ actor, onBehalfOf }: CommandMetadata): string =>
  actor.kind === 'staff' ? actor.id : (onBehalfOf ?? actor.id);

export const isDepartment = (step: StepId): step is Department => (departments as readonly string[]).includes(step);

export const isOpen = (step: Step): boolean => step.decision === undefined;

/** A contract that has a round of this number, which is the latest. */
export function inRound(state: Contract, number: number): KnownContract & { readonly round: Round } {
  ensureFound(state.status !== 'none', 'contract-not-found');
  const { round } = state;
  ensureFound(round && number <= round.number, 'round-not-found');
  ensure(number === round.number, 'round-is-over', { round: round.number });
  return { ...state, round };
}

/** The steps a person may decide, or has decided; never an author's (four eyes before all). */
export function stepsOf(contract: KnownContract & { round: Round }, person: string): readonly Step[] {
  ensureAllowed(!barred(contract).has(person), 'reviewer-is-author');
  return contract.round.steps.filter(
    (step) => step.reviewerId === person || step.deputyId === person || step.decision?.by === person,
  );
}

/** The one step of a person that is meant: the one named, else the only open one, else the one decided last. */
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

/** The steps that nobody has decided, of a round that goes on. */
export const openSteps = (contract: Contract): readonly Step[] =>
  contract.status === 'review' ? (contract.round?.steps.filter(isOpen) ?? []) : [];

/** The breach of a step at its due instant, and the escalation it calls for (T07, T08, T09). */
export function overdue(
  contract: KnownContract & { round: Round },
  step: Step,
  { staff }: Known,
): readonly Decided<ContractEvent>[] {
  if (step.overdue) return [];
  const { dueAt, workingDays } = step.clock;
  const about = { contractId: contract.contractId, round: contract.round.number, step: step.step };
  const { reviewerId } = step;
  const breach = { ...about, reviewerId, dueAt, workingDays };
  const isDirector = step.step === 'director';
  const without = barred(contract);
  const to = isDirector ? staff.standInFor(reviewerId, { without })?.staffId : superiorOver(staff, reviewerId, without);
  return [
    { type: 'ContractReviewOverdue', data: breach, occurredAt: dueAt },
    ...(to === undefined
      ? []
      : [
          {
            type: 'ContractReviewEscalated' as const,
            data: { ...about, reviewerId, dueAt, to, mayDecide: isDirector },
            occurredAt: dueAt,
          },
        ]),
  ];
}

/** Late is a fact, whoever notices first: the breaches of these steps that nobody has recorded yet, earliest first. */
export const overdueBy = (
  contract: KnownContract & { round: Round },
  steps: readonly Step[],
  { occurredAt }: CommandMetadata,
  known: Known,
): readonly Decided<ContractEvent>[] =>
  steps
    .filter((step) => isOpen(step) && occurredAt > step.clock.dueAt)
    .sort((a, b) => (a.clock.dueAt < b.clock.dueAt ? -1 : 1))
    .flatMap((step) => overdue(contract, step, known));

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

/** Whom a contract concerns. */
export const whom = ({ dealId, customerId, ownerId, number }: KnownContract) => ({
  ...(dealId !== undefined && { dealId }),
  ...(customerId !== undefined && { customerId }),
  ownerId,
  number,
});
