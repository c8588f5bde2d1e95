import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';
import type {
  CaseKind,
  CaseLevel,
  CasePriority,
  ComplaintStage,
  CountedTime,
  EscalationPost,
  PolicyVersion,
  WaitReason,
} from '@dealtrail/policies';

/** How a customer came to the company (R109). */
export const caseChannels = [
  'hotline', // 服務熱線
  'web', // 在線客服
  'mail', // 郵件
  'visit', // 回訪
  'customerLink', // 客戶鏈接
  'referral', // 轉介
  'other',
] as const;
export type CaseChannel = (typeof caseChannels)[number];

/** Where a case is handed over to (R106): 客服, 技術支持. */
export const caseDepartments = ['customerService', 'technical'] as const;
export type CaseDepartment = (typeof caseDepartments)[number];

/** What is wrong with an imported case; kept as a fact, never repaired in silence. */
export const caseDataFlags = [
  'forwarded-before-received',
  'duplicate-row',
  'unknown-reference',
  'no-channel',
  'no-priority',
  'no-response-date',
] as const;
export type CaseDataFlag = (typeof caseDataFlags)[number];

/**
 * A promise of a case with a clock: the answer (T17), the preliminary solution (T18), the closed loop (T19), a stage of a complaint
 * and which time it was entered (T21), a word of the task force (T20); `silence` ends a resolved case of which the customer
 * says nothing, and is nobody's breach.
 */
export type ClockId =
  'response' | 'solution' | 'closing' | `stage/${ComplaintStage}/${number}` | `sync/${number}` | 'silence';

/** Why a clock does not count for a while. */
export type PauseCause = `wait/${WaitReason}` | 'resolved' | 'closed' | 'merged';

/** A clock as it starts. `dueAt` is the last instant in time, `warnings` are instants before it, rising. */
export interface StartedClock {
  readonly clock: ClockId;
  /** Who is reminded, and late when it is missed. */
  readonly responsibleId: string;
  readonly since: Instant;
  readonly dueAt: Instant;
  readonly warnings: readonly Instant[];
  /** Counted time, ms: all that it has, and after which somebody is reminded. */
  readonly limitMs: number;
  readonly warnMs: readonly number[];
  readonly counts: CountedTime;
  /** Whose working time it counts; absent round the clock. */
  readonly calendar?: PolicyVersion;
  readonly policy: PolicyVersion;
}

export type ClockEnd =
  | 'met'
  /** Nothing is owed any more. */
  | 'superseded'
  /** Of a weekly word: the week passed without one; the next has begun. */
  | 'missed';

/** What a fact does to a clock, at an instant; `countedMs` is what it has counted up to then. */
export type ClockChange =
  | ({ readonly change: 'started' } & StartedClock)
  | {
      readonly change: 'paused';
      readonly clock: ClockId;
      readonly at: Instant;
      readonly countedMs: number;
      readonly cause: PauseCause;
    }
  /** Counts again, of an ended one too (the case was opened again). */
  | {
      readonly change: 'resumed';
      readonly clock: ClockId;
      readonly at: Instant;
      readonly dueAt: Instant;
      readonly warnings: readonly Instant[];
    }
  /** What it has counted stays; how much it has, and by which calendar, is new. Paused, it has no due instant. */
  | {
      readonly change: 'replanned';
      readonly clock: ClockId;
      readonly at: Instant;
      readonly countedMs: number;
      readonly dueAt?: Instant;
      readonly warnings: readonly Instant[];
      readonly limitMs: number;
      readonly warnMs: readonly number[];
      readonly counts: CountedTime;
      readonly calendar?: PolicyVersion;
      readonly cause: 'tier' | 'calendar';
    }
  | { readonly change: 'given'; readonly clock: ClockId; readonly to: string }
  | {
      readonly change: 'ended';
      readonly clock: ClockId;
      readonly at: Instant;
      readonly countedMs: number;
      readonly end: ClockEnd;
    };

/** Whom a case concerns: told again wherever something happens, so that each fact is read alone. */
export interface CaseWhom {
  readonly caseId: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly customerId?: string;
  readonly orderId?: string;
  readonly productId?: string;
  /** Who handles it. */
  readonly ownerId: string;
  /** Who sold, and keeps following after it was handed over (R106). */
  readonly sellerId?: string;
}

interface OfCase extends CaseWhom {
  readonly clocks?: readonly ClockChange[];
}

/** Who said it for the customer: themselves by a link (`linkId`), or a colleague who was told. */
interface CustomerWord {
  readonly linkId?: string;
  readonly by?: string;
  readonly channel?: CaseChannel;
}

/** Why a case came about, and what keeps it from coming again (R105). */
export interface CaseCause {
  /** One of the policy's. */
  readonly category: string;
  readonly rootCause?: string;
  readonly prevention: string;
}

export type CaseEvent =
  /** Starts its clocks at `reportedAt`, however much later it was written down. */
  | Event<
      'CaseReported',
      OfCase & {
        reportedBy?: string;
        linkId?: string;
        channel: CaseChannel;
        subject: string;
        description?: string;
        reportedAt: Instant;
        impact: CaseLevel;
        urgency: CaseLevel;
        priority: CasePriority;
        /** The company's own word for its kind of trouble. */
        category?: string;
        /** The support group that has it, where groups have it and not people. */
        group?: string;
        policy: PolicyVersion;
        dataQuality?: readonly CaseDataFlag[];
        /** Of an import: what comes next is still to be told, so nobody follows it yet. */
        moreToTell?: boolean;
        source?: Readonly<Record<string, string>>;
      }
    >
  | Event<
      'CaseEdited',
      OfCase & {
        by: string;
        changes: {
          subject?: string;
          description?: string;
          category?: string;
          customerId?: string;
          orderId?: string;
          productId?: string;
          sellerId?: string;
          moreToTell?: boolean;
        };
      }
    >
  | Event<
      'CasePriorityChanged',
      OfCase & { by: string; impact: CaseLevel; urgency: CaseLevel; priority: CasePriority; reason?: string }
    >
  /** The first reaction to the customer (R099). */
  | Event<'CaseResponded', OfCase & { by: string; channel?: CaseChannel; note?: string; late: boolean }>
  /** `ownerId` is the new one, who was `to`. */
  | Event<'CaseAssigned', OfCase & { from: string; to: string; group?: string; by: string; reason?: string }>
  /** To service or technical; the seller keeps following (R106). */
  | Event<
      'CaseHandedOver',
      OfCase & { from: string; to: string; department: CaseDepartment; group?: string; by: string; reason?: string }
    >
  /** R100. */
  | Event<'PreliminarySolutionGiven', OfCase & { by: string; solution: string; late: boolean }>
  | Event<'CaseWaitBegun', OfCase & { for: WaitReason; by: string; reason?: string }>
  | Event<'CaseWaitEnded', OfCase & { for: WaitReason; by: string; note?: string }>
  /** Done, as far as the company knows; the customer has the word. */
  | Event<'CaseResolved', OfCase & { by: string; resolution: string }>
  /** By the customer, by a colleague who was told, or by silence. */
  | Event<'CaseResolutionConfirmed', OfCase & CustomerWord & { silence: boolean }>
  | Event<'CaseResolutionRefused', OfCase & CustomerWord & { reason: string }>
  /** The closed loop (R101). `late`: after more than its limit of counted time. */
  | Event<'CaseClosed', OfCase & { by?: string; cause?: CaseCause; late: boolean }>
  /** `times`: the how many-eth. */
  | Event<'CaseReopened', OfCase & CustomerWord & { reason: string; times: number }>
  /** A duplicate of `into`, which keeps the promise; its own clocks pause. */
  | Event<'CaseMerged', OfCase & { into: string; by: string; reason?: string }>
  | Event<'CaseUnmerged', OfCase & { from: string; by: string; reason: string }>
  /** R105. */
  | Event<'CaseCauseRecorded', OfCase & CaseCause & { by: string }>

  /** In the append of the fact that brings it: intake, investigation, handling, feedback (R104). */
  | Event<'ComplaintStageEntered', OfCase & { stage: ComplaintStage; round: number; stageOwnerId: string }>
  | Event<
      'ComplaintStageAssigned',
      OfCase & { stage: ComplaintStage; round: number; from: string; to: string; by: string }
    >

  /** The plan of 24 hours was missed, the loop not closed, or the case opened again (D07). */
  | Event<'TaskForceSuggested', OfCase & { cause: 'solution-overdue' | 'closing-overdue' | 'reopened' }>
  /** With the technical team (R102). */
  | Event<'TaskForceFormed', OfCase & { by: string; reason: string; leadId: string; members: readonly string[] }>
  | Event<
      'TaskForceChanged',
      OfCase & {
        by: string;
        leadId: string;
        members: readonly string[];
        added: readonly string[];
        removed: readonly string[];
      }
    >
  /** The weekly word to the customer (R103); starts the next one's clock. */
  | Event<
      'ProgressSynced',
      OfCase & { sync: number; by: string; channel: CaseChannel; text: string; happenedAt: Instant; late: boolean }
    >
  | Event<'TaskForceEnded', OfCase>

  /** The customer's tier, or a new version of the calendar, plans its clocks anew (U-28, U-29). */
  | Event<'CaseClocksReplanned', OfCase & { cause: 'tier' | 'calendar'; tier?: string; calendar?: PolicyVersion }>
  /** Somebody had left; `position` is the fact of the staff log that said so. What was theirs is `to`'s. */
  | Event<
      'CaseReassigned',
      OfCase & {
        from: string;
        to: string;
        position: number;
        /** The case itself was theirs. */
        owner: boolean;
        /** The stage of the complaint was. */
        stage: boolean;
        /** The task force was, and who is in it now. */
        leadId?: string;
        members?: readonly string[];
        /** The case is merged into another: nobody has it before that is undone. */
        merged?: true;
      }
    >

  /** A warning of a clock has come (R229). */
  | Event<'CaseClockDueSoon', OfCase & { clock: ClockId; responsibleId: string; dueAt: Instant; at: Instant }>
  /** Occurred at its due instant, whenever it was noticed. */
  | Event<'CaseClockOverdue', OfCase & { clock: ClockId; responsibleId: string; dueAt: Instant }>
  /** Follows the breach in the same append (R108): open until `to` acknowledges it; told of the past (`past`), nobody of today has to. */
  | Event<
      'CaseEscalated',
      OfCase & { clock: ClockId; responsibleId: string; dueAt: Instant; to: string; post: EscalationPost; past?: true }
    >
  | Event<'CaseEscalationAcknowledged', OfCase & { clock: ClockId; dueAt: Instant; by: string; answer: string }>;

/** Everything a case's stream (`case-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const caseEvents = eventSchema<CaseEvent>('case', {
  CaseReported: { version: 1 },
  CaseEdited: { version: 1 },
  CasePriorityChanged: { version: 1 },
  CaseResponded: { version: 1 },
  CaseAssigned: { version: 1 },
  CaseHandedOver: { version: 1 },
  PreliminarySolutionGiven: { version: 1 },
  CaseWaitBegun: { version: 1 },
  CaseWaitEnded: { version: 1 },
  CaseResolved: { version: 1 },
  CaseResolutionConfirmed: { version: 1 },
  CaseResolutionRefused: { version: 1 },
  CaseClosed: { version: 1 },
  CaseReopened: { version: 1 },
  CaseMerged: { version: 1 },
  CaseUnmerged: { version: 1 },
  CaseCauseRecorded: { version: 1 },
  ComplaintStageEntered: { version: 1 },
  ComplaintStageAssigned: { version: 1 },
  TaskForceSuggested: { version: 1 },
  TaskForceFormed: { version: 1 },
  TaskForceChanged: { version: 1 },
  ProgressSynced: { version: 1 },
  TaskForceEnded: { version: 1 },
  CaseClocksReplanned: { version: 1 },
  CaseReassigned: { version: 1 },
  CaseClockDueSoon: { version: 1 },
  CaseClockOverdue: { version: 1 },
  CaseEscalated: { version: 1 },
  CaseEscalationAcknowledged: { version: 1 },
});
