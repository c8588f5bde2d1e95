import type { Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';
import type { PolicyVersion } from '@dealtrail/policies';
import type {
  ContractDataFlag,
  ContractTerms,
  ContractText,
  DirectorRule,
  ReassignmentCause,
  StepClock,
  StepId,
  Via,
} from './contract.events.js';
import type { ContractStatus, StepDecision } from './contract.fold.js';
import type { AmendedOrder } from './contract-plan.js';

/** How a step came to somebody: first as it opened, then each time it was handed over. */
export interface StepHolder {
  readonly at: Instant;
  readonly reviewerId: string;
  readonly via: Via;
  /** The unit whose head it is. */
  readonly unitId?: string;
  /** Who added or delegated it. */
  readonly by?: string;
  readonly reason?: string;
  /** Of a step that went on because its holder could not act. */
  readonly cause?: ReassignmentCause;
}

/** A clock that was planned anew by another version of the calendar (U-29). */
export interface Replan {
  readonly at: Instant;
  readonly previousDueAt: Instant;
  readonly dueAt: Instant;
  readonly provisional: boolean;
  readonly calendar: PolicyVersion;
}

/** A step of a round with all that became of it. */
export interface PageStep {
  readonly step: StepId;
  readonly reviewerId: string;
  /** May decide as well, since the step was overdue (T09). */
  readonly deputyId?: string;
  readonly addedBy?: StepId;
  readonly holders: readonly StepHolder[];
  readonly clock: StepClock;
  readonly replans: readonly Replan[];
  readonly reminders: readonly { readonly percent: number; readonly at: Instant }[];
  readonly breach?: { readonly dueAt: Instant; readonly reviewerId: string };
  readonly escalation?: { readonly to: string; readonly mayDecide: boolean };
  readonly decision?: StepDecision & {
    readonly at: Instant;
    /** The person whose step it was, where a deputy decided. */
    readonly insteadOf?: string;
    /** Working time since the step opened, ms (R070). */
    readonly workingMs: number;
    readonly late: boolean;
  };
  /** Its clock ended without a decision. */
  readonly supersededAt?: Instant;
}

export type RoundOutcome = Exclude<ContractStatus, 'draft'>;

/** One way through the reviews. */
export interface PageRound {
  readonly number: number;
  readonly submittedAt: Instant;
  readonly submittedBy: string;
  readonly amount: Money;
  readonly text?: ContractText;
  /** Whether it is the text of the round before; absent for the first. */
  readonly sameText?: boolean;
  readonly policy: PolicyVersion;
  readonly checks: readonly string[];
  readonly director: DirectorRule;
  readonly steps: readonly PageStep[];
  /** `review` while it goes on. */
  readonly outcome: RoundOutcome;
  readonly endedAt?: Instant;
  readonly endedBy?: string;
  readonly reason?: string;
}

/** A contract with all its rounds. */
export interface ContractPageRow {
  readonly contractId: string;
  readonly number: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  /** Owners who have left. */
  readonly previousOwners: readonly { readonly at: Instant; readonly ownerId: string }[];
  readonly authors: readonly string[];
  readonly status: ContractStatus;
  readonly terms: ContractTerms;
  /** Something was revised since the last round. */
  readonly revised: boolean;
  readonly draftedAt: Instant;
  readonly draftedBy: string;
  readonly rounds: readonly PageRound[];
  readonly comments: readonly {
    readonly commentId: string;
    readonly round: number;
    readonly at: Instant;
    readonly by: string;
    readonly text: string;
  }[];
  readonly signed?: { readonly at: Instant; readonly by: string; readonly signedOn: Day; readonly text?: ContractText };
  /** What was brought as signed and was not the approved text (G-033). */
  readonly differing: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly round: number;
    readonly approved: string;
    readonly signed: ContractText;
  }[];
  readonly withdrawn?: { readonly at: Instant; readonly by: string; readonly reason: string };
  /** The change of an order it is for (補充協議). */
  readonly amends?: AmendedOrder;
  readonly dataQuality?: readonly ContractDataFlag[];
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

/** Who holds or has decided a step of any round, or was told of its breach; the register's `assigned`. */
export const assignedIn = ({ rounds }: Pick<ContractPageRow, 'rounds'>): readonly string[] => [
  ...new Set(
    rounds.flatMap(({ steps }) =>
      steps
        .flatMap(({ reviewerId, deputyId, escalation, decision }) => [
          reviewerId,
          deputyId,
          escalation?.to,
          decision?.by,
        ])
        .filter((id) => id !== undefined),
    ),
  ),
];
