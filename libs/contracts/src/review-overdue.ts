import type { CommandMetadata, Decided } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { ContractEvent } from './contract.events.js';
import { isOpen, type KnownContract, type Round, type Step } from './contract.fold.js';
import { barred, mayDecide, superiorOver } from './reviewer-choice.js';

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
  const mayServe = (id: string): boolean => mayDecide(staff, id);
  const to = isDirector
    ? staff.standInFor(reviewerId, { without, mayServe })?.staffId
    : superiorOver(staff, reviewerId, without);
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
