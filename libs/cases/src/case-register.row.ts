import type { Instant } from '@dealtrail/event-sourcing';
import type { CaseKind, CaseLevel, CasePriority, ComplaintStage, WaitReason } from '@dealtrail/policies';
import type { CaseChannel, CaseDataFlag, CaseDepartment, ClockId } from './case.events.js';
import type { CaseStatus, KnownCase } from './case.fold.js';

/** A case in the register, with the fact that last changed it. */
export interface CaseRow {
  readonly caseId: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly status: CaseStatus;
  readonly subject: string;
  readonly channel: CaseChannel;
  /** The company's own word for its kind of trouble. */
  readonly category?: string;
  readonly group?: string;
  readonly priority: CasePriority;
  readonly impact: CaseLevel;
  readonly urgency: CaseLevel;
  readonly customerId?: string;
  readonly orderId?: string;
  readonly productId?: string;
  readonly ownerId: string;
  /** Keeps following after it was handed over (R106). */
  readonly sellerId?: string;
  readonly reportedBy?: string;
  readonly reportedAt: Instant;
  /** Brought by an import. */
  readonly history: boolean;
  /** An import is in the middle of its past, or was stopped there: nobody follows it. */
  readonly moreToTell: boolean;
  /**
   * Due while it counts; counted ms up to its end, its pause, or since when it last began to count; late: its breach is on record;
   * of: who answers for it, or did when it ended.
   */
  readonly responseDueAt?: Instant;
  readonly responseMs: number;
  readonly responseLate: boolean;
  readonly responseOf: string;
  readonly solutionDueAt?: Instant;
  readonly solutionMs: number;
  readonly solutionLate: boolean;
  readonly solutionOf: string;
  readonly closingDueAt?: Instant;
  readonly closingMs: number;
  readonly closingLate: boolean;
  readonly closingOf: string;
  /** When the first reaction, the preliminary solution or the resolution ended its clock. */
  readonly respondedAt?: Instant;
  readonly respondedBy?: string;
  readonly solvedAt?: Instant;
  readonly solvedBy?: string;
  /** The resolution at hand, or the one of the case as it ended. */
  readonly resolvedAt?: Instant;
  readonly resolvedBy?: string;
  /** The first resolution of all, however often it was opened again. */
  readonly firstResolvedAt?: Instant;
  readonly confirmedAt?: Instant;
  /** By the customer's silence, not by their word. */
  readonly confirmedBySilence?: boolean;
  /** The last time; absent while it is open again. */
  readonly closedAt?: Instant;
  readonly closedBy?: string;
  /** Paused time of the closing clock in stretches that are over, ms. */
  readonly closingPausedMs: number;
  readonly waitingFor?: WaitReason;
  readonly waitingSince?: Instant;
  /** To service or technical; to somebody else, by hand or because one had left. */
  readonly handovers: number;
  readonly assignments: number;
  /** To which it was last handed over. */
  readonly department?: CaseDepartment;
  readonly refusals: number;
  readonly reopened: number;
  readonly mergedInto?: string;
  /** Of a complaint. */
  readonly stage?: ComplaintStage;
  readonly stageRound?: number;
  readonly stageOwnerId?: string;
  /** R105: one of the policy's categories. */
  readonly cause?: string;
  readonly rootCause?: string;
  readonly prevention?: string;
  readonly causeAt?: Instant;
  readonly taskForceSuggested: boolean;
  /** Of a task force that goes on or has ended with the case. */
  readonly taskForceLeadId?: string;
  /** The running clock that is due first; silence is nobody's promise and left out. */
  readonly nextClock?: ClockId;
  readonly nextDueAt?: Instant;
  /** The breach of a clock that has not ended is on record. */
  readonly overdue: boolean;
  /** Who answers for a running clock. */
  readonly responsible: readonly string[];
  /** Who has a part of it today: the owner, who has its stage, the task force; and who has a breach to answer for, closed or not. */
  readonly holders: readonly string[];
  /** Breaches somebody was told of and has not acknowledged. */
  readonly openEscalations: number;
  /** Who has or had a part in it; they may read it. */
  readonly assigned: readonly string[];
  readonly dataQuality?: readonly CaseDataFlag[];
  /** Version of the policy it was reported under. */
  readonly policyVersion: number;
  /** As its own fold has it: what the row follows from. */
  readonly known: KnownCase;
  /** Of the fact that reported it, and of the one that last closed it. */
  readonly openSincePosition: number;
  readonly endedPosition?: number;
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}
