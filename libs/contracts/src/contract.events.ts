import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';
import type { Department, PolicyVersion } from '@dealtrail/policies';
import type { AmendedOrder, ContractPlans } from './contract-plan.js';

/** What an imported contract lacks; kept as a fact, never repaired in silence. */
export const contractDataFlags = ['no-deal', 'no-text', 'no-parties', 'no-amount', 'no-director'] as const;
export type ContractDataFlag = (typeof contractDataFlags)[number];

export const partyRoles = ['seller', 'buyer', 'guarantor'] as const;

/** A company that signs (甲方、乙方). */
export interface ContractParty {
  readonly role: (typeof partyRoles)[number];
  readonly name: string;
}

/** The text of a contract: a file, named by the hash of its content. */
export interface ContractText {
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** What a contract says; all of it may be revised between rounds. */
export interface ContractTerms extends ContractPlans {
  readonly title: string;
  readonly parties: readonly ContractParty[];
  readonly amount: Money;
  /** 付款條款 */
  readonly paymentTerms?: string;
  /** 違約責任 */
  readonly breachLiability?: string;
  /** 交付計劃 */
  readonly deliveryPlan?: string;
  readonly templateId?: string;
  readonly text?: ContractText;
}

/** A department, the director, or the nth reviewer who was added, `added-<n>`. */
export type StepId = Department | 'director' | `added-${number}`;

/** How a step came to its reviewer. */
export type Via = 'asked' | 'policy' | 'role' | 'added' | 'delegated' | 'deputy' | 'head' | 'director' | 'admin';

/** The promise of one step (T07, T08, T09): decided when it opens, waited for by a workflow. */
export interface StepClock {
  readonly since: Instant;
  /** The last instant in time. */
  readonly dueAt: Instant;
  readonly warnings: readonly { readonly percent: number; readonly at: Instant }[];
  readonly workingDays: number;
  /** A year without published days off had a part in it. */
  readonly provisional: boolean;
  readonly calendar: PolicyVersion;
}

/** A step as it opens. */
export interface OpenedStep {
  readonly step: StepId;
  readonly reviewerId: string;
  readonly via: Via;
  /** The unit whose head the reviewer is, where it came that way. */
  readonly unitId?: string;
  /** The step whose reviewer asked for this one. */
  readonly addedBy?: StepId;
  readonly clock: StepClock;
}

/** When the director decides as well; pinned at submission. */
export interface DirectorRule {
  readonly required: boolean;
  /** None: the currency has no threshold, so that every amount counts. */
  readonly from?: Money;
  readonly workingDays: number;
  readonly warnings: readonly number[];
}

interface OfStep {
  readonly contractId: string;
  readonly round: number;
  readonly step: StepId;
}

/** What a decision took. */
interface Decision extends OfStep {
  readonly reviewerId: string;
  /** The person whose step it was, where a deputy decided. */
  readonly insteadOf?: string;
  /** Working time since the step opened, ms (R070). */
  readonly workingMs: number;
  readonly late: boolean;
}

/** The steps whose clocks end here without a decision. */
interface Superseding {
  readonly superseded: readonly StepId[];
}

/** Whom a contract concerns: told again wherever a step opens or somebody must act, so that each fact is read alone. */
interface Whom {
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly number: string;
}

export type ContractEvent =
  | Event<
      'ContractDrafted',
      ContractTerms &
        Whom & {
          contractId: string;
          draftedBy: string;
          amends?: AmendedOrder;
          dataQuality?: readonly ContractDataFlag[];
        }
    >
  | Event<
      'ContractRevised',
      { contractId: string; by: string; changes: Partial<ContractTerms>; previous: Partial<ContractTerms> }
    >
  /** Opens the departments' steps at once; `round` counts from 1. */
  | Event<
      'ContractSubmitted',
      Whom & {
        contractId: string;
        round: number;
        submittedBy: string;
        amount: Money;
        text?: ContractText;
        steps: readonly OpenedStep[];
        checks: readonly string[];
        director: DirectorRule;
        policy: PolicyVersion;
        /** Of an import: its source has the decisions on this round, and they follow. */
        moreToTell?: boolean;
      }
    >
  | Event<'ContractReviewApproved', Decision & { checks: readonly string[]; comment?: string }>
  /** Ends the round for everybody; to be revised. */
  | Event<'ContractReturned', Whom & Decision & Superseding & { reason: string }>
  /** Ends the round for everybody; comes again only as another contract text or other terms. */
  | Event<'ContractRejected', Whom & Decision & Superseding & { reason: string }>
  | Event<'ContractRecalled', Whom & Superseding & { contractId: string; round: number; by: string; reason?: string }>
  | Event<
      'DirectorApprovalRequested',
      Whom & {
        contractId: string;
        round: number;
        amount: Money;
        from?: Money;
        policy: PolicyVersion;
        opened: OpenedStep;
      }
    >
  | Event<'ContractApproved', Whom & { contractId: string; round: number; amount: Money; text?: ContractText }>
  | Event<'ContractReviewDelegated', OfStep & { from: string; to: string; by: string; reason?: string }>
  /** The reviewer could not act any more; `position` is the fact of the staff log that said so. */
  | Event<
      'ContractReviewReassigned',
      OfStep & { from: string; to: string; via: Via; unitId?: string; cause: ReassignmentCause; position: number }
    >
  | Event<
      'ContractReviewerAdded',
      Whom & {
        contractId: string;
        round: number;
        by: string;
        reason?: string;
        amount: Money;
        policy: PolicyVersion;
        opened: OpenedStep;
      }
    >
  | Event<'ContractCommented', { contractId: string; round: number; commentId: string; by: string; text: string }>
  /** A share of the working time has passed (R229). */
  | Event<'ContractReviewDueSoon', OfStep & { reviewerId: string; percent: number; at: Instant; dueAt: Instant }>
  /** Occurred at its due instant, whenever it was noticed. */
  | Event<'ContractReviewOverdue', OfStep & { reviewerId: string; dueAt: Instant; workingDays: number }>
  /** Follows the breach in the same append: to the head; a director's step is opened to the deputy (T09). */
  | Event<'ContractReviewEscalated', OfStep & { reviewerId: string; dueAt: Instant; to: string; mayDecide: boolean }>
  /** New data of the calendar moved open steps; their limits stay (U-29). */
  | Event<
      'ContractReviewsReplanned',
      {
        contractId: string;
        round: number;
        calendar: PolicyVersion;
        steps: readonly { readonly step: StepId; readonly previousDueAt: Instant; readonly clock: StepClock }[];
      }
    >
  /** The owner had left; `position` is the fact of the staff log that said so. Under review: the steps that are open. */
  | Event<
      'ContractReassigned',
      {
        contractId: string;
        from: string;
        to: string;
        position: number;
        round?: number;
        openSteps?: readonly StepId[];
      }
    >
  | Event<
      'ContractSigned',
      Whom &
        ContractPlans & {
          contractId: string;
          round: number;
          by: string;
          amount: Money;
          signedOn: Day;
          text?: ContractText;
          amends?: AmendedOrder;
        }
    >
  /** What was brought as signed is not what was approved (G-033, R068); the contract stays approved. */
  | Event<
      'SignedTextDiffers',
      Whom & { contractId: string; round: number; by: string; approved: string; signed: ContractText }
    >
  | Event<
      'ContractWithdrawn',
      Superseding & {
        contractId: string;
        ownerId: string;
        round?: number;
        by: string;
        reason: string;
        amends?: AmendedOrder;
      }
    >;

/** Why a step goes to somebody else: 離職, 請假, 更換負責人, 轉崗為只讀. */
export const reassignmentCauses = ['departure', 'leave', 'head', 'post'] as const;
export type ReassignmentCause = (typeof reassignmentCauses)[number];

/** Everything a contract's stream (`contract-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const contractEvents = eventSchema<ContractEvent>('contract', {
  ContractDrafted: { version: 1 },
  ContractRevised: { version: 1 },
  ContractSubmitted: { version: 1 },
  ContractReviewApproved: { version: 1 },
  ContractReturned: { version: 1 },
  ContractRejected: { version: 1 },
  ContractRecalled: { version: 1 },
  DirectorApprovalRequested: { version: 1 },
  ContractApproved: { version: 1 },
  ContractReviewDelegated: { version: 1 },
  ContractReviewReassigned: { version: 1 },
  ContractReviewerAdded: { version: 1 },
  ContractCommented: { version: 1 },
  ContractReviewDueSoon: { version: 1 },
  ContractReviewOverdue: { version: 1 },
  ContractReviewEscalated: { version: 1 },
  ContractReviewsReplanned: { version: 1 },
  ContractReassigned: { version: 1 },
  ContractSigned: { version: 1 },
  SignedTextDiffers: { version: 1 },
  ContractWithdrawn: { version: 1 },
});
