import type { Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { StepId } from './contract.events.js';
import type { ContractStatus } from './contract.fold.js';

/** A step of the latest round: whom it waits for, until when, and who has decided it. */
export interface RegisterStep {
  readonly step: StepId;
  readonly reviewerId: string;
  /** May decide as well, since the step was overdue (T09). */
  readonly deputyId?: string;
  /** Told of its breach, to look into it. */
  readonly escalatedTo?: string;
  readonly dueAt: Instant;
  readonly overdue: boolean;
  readonly decidedBy?: string;
}

/** A contract in the register, with the fact that last changed it. */
export interface ContractRow {
  readonly contractId: string;
  readonly number: string;
  readonly title: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  /** Everybody who wrote on it. */
  readonly authors: readonly string[];
  /** Minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly templateId?: string;
  readonly status: ContractStatus;
  /** The latest round; none before the first submission. */
  readonly round?: number;
  readonly policyVersion?: number;
  readonly steps: readonly RegisterStep[];
  /** Who may act on an open step now. */
  readonly waitingFor: readonly string[];
  /** Who holds or has decided a step of any round, or was told of its breach; they may read it. */
  readonly assigned: readonly string[];
  /** The same, of the rounds before the latest. */
  readonly assignedBefore: readonly string[];
  /** The earliest of the open steps. */
  readonly nextDueAt?: Instant;
  /** The breach of an open step is on record. */
  readonly overdue: boolean;
  readonly draftedAt: Instant;
  /** Of the latest round. */
  readonly submittedAt?: Instant;
  readonly approvedAt?: Instant;
  readonly signedOn?: Day;
  /** The text it has now, or was signed with. */
  readonly textSha256?: string;
  /** What was brought as signed is not what was approved, and nothing else has been since (G-033). */
  readonly signedTextDiffers: boolean;
  readonly withdrawnFor?: string;
  readonly dataQuality?: readonly string[];
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

/** What follows from status and steps. */
export function waits(row: ContractRow): ContractRow {
  const { status, steps, assignedBefore } = row;
  const open = status === 'review' ? steps.filter(({ decidedBy }) => decidedBy === undefined) : [];
  return {
    ...row,
    waitingFor: distinct(open.flatMap(deciders)),
    assigned: distinct([...assignedBefore, ...steps.flatMap(readers)]),
    nextDueAt: open.map(({ dueAt }) => dueAt).sort()[0],
    overdue: open.some(({ overdue }) => overdue),
  };
}

export const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
const deciders = ({ reviewerId, deputyId }: RegisterStep): readonly string[] =>
  deputyId === undefined ? [reviewerId] : [reviewerId, deputyId];
const readers = (step: RegisterStep): readonly string[] =>
  [...deciders(step), step.escalatedTo, step.decidedBy].filter((id) => id !== undefined);
