import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';
import type { Grade, PolicyVersion } from '@dealtrail/policies';

/** What an imported registration lacks; kept as a fact, never repaired in silence. */
export const registrationFlags = ['no-account', 'no-date'] as const;

/** What is wrong with an imported record. */
export const dealDataFlags = [...registrationFlags, 'no-reason', 'closed-before-registered'] as const;
export type DealDataFlag = (typeof dealDataFlags)[number];

/** A place in the funnel (R035) and, where it is known so finely, in the standard process (R037). */
export interface DealStage {
  readonly stage: string;
  readonly step?: string;
}

/** The promise that a deal does not lie still (T03): decided with each progress, waited for by a workflow. */
export interface FollowUp {
  /** The last progress. */
  readonly since: Instant;
  readonly warnAt: Instant;
  readonly dueAt: Instant;
  readonly days: number;
  /** The grade whose limit was used; an ungraded deal borrows one. */
  readonly grade: Grade;
  readonly policy: PolicyVersion;
}

/** What a deal is about; all of it may be edited while it is open. */
export interface DealTerms {
  readonly title: string;
  readonly customerId?: string;
  readonly productId?: string;
  readonly productName?: string;
  readonly listPrice?: Money;
  /** Expected until the deal is won. */
  readonly amount?: Money;
}

interface Registration extends DealTerms {
  readonly dealId: string;
  readonly number: string;
  readonly ownerId: string;
  readonly grade?: Grade;
  readonly stage: string;
  /** The business day the deal began; none where an imported record has none. */
  readonly registeredOn?: Day;
  readonly dataQuality?: readonly DealDataFlag[];
  readonly policy: PolicyVersion;
  readonly followUp: FollowUp;
}

/** Who a deal goes to, and who answers for that person. */
interface Handover {
  readonly dealId: string;
  readonly ownerId: string;
  readonly previousOwnerId: string;
  readonly superiorId?: string;
}

interface Move {
  readonly dealId: string;
  readonly from: DealStage;
  readonly to: DealStage;
  /** The stages and gates that counted. */
  readonly policy: PolicyVersion;
}

/** What a stale deal asks of its owner and of the owner's superior (R020): to grade it anew. */
interface Staleness extends Omit<FollowUp, 'warnAt'> {
  readonly dealId: string;
  readonly number: string;
  readonly ownerId: string;
  readonly superiorId?: string;
  readonly customerId?: string;
}

/** Whom and what a closed deal counts for. */
interface Closing {
  readonly dealId: string;
  readonly ownerId: string;
  readonly customerId?: string;
  readonly dataQuality?: readonly DealDataFlag[];
}

/** `position`: of the customer's log, where the grade is the customer's. */
interface Grading {
  readonly dealId: string;
  readonly grade: Grade;
  readonly previousGrade?: Grade;
  readonly reason: string;
  readonly position?: number;
  readonly followUp: FollowUp;
}

export type DealEvent =
  | Event<'DealRegistered', Registration>
  | Event<'DealEdited', { dealId: string; changes: Partial<DealTerms>; previous: Partial<DealTerms> }>
  | Event<'DealOwnerChanged', Handover>
  /** The owner had left; `position` is the fact of the staff log that said so. */
  | Event<'DealReassigned', Handover & { readonly position: number }>
  | Event<'DealEvidenceAdded', { dealId: string; key: string; note?: string }>
  | Event<'DealAdvanced', Move & { readonly followUp: FollowUp }>
  /** A step back is no progress: the follow-up clock goes on. */
  | Event<'DealMovedBack', Move & { readonly reason: string }>
  | Event<'DealGraded', Grading>
  | Event<'DealWon', Closing & { readonly amount: Money; readonly wonOn: Day }>
  | Event<'DealLost', Closing & { readonly reason?: string; readonly lostOn: Day }>
  | Event<'DealReopened', { dealId: string; reason: string; previousStatus: 'won' | 'lost'; followUp: FollowUp }>
  | Event<'DealGoingStale', Staleness>
  /** Occurred at its due instant, whenever it was noticed. */
  | Event<'DealGoneStale', Staleness>;

/** Everything a deal's stream (`deal-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const dealEvents = eventSchema<DealEvent>('deal', {
  DealRegistered: { version: 1 },
  DealEdited: { version: 1 },
  DealOwnerChanged: { version: 1 },
  DealReassigned: { version: 1 },
  DealEvidenceAdded: { version: 1 },
  DealAdvanced: { version: 1 },
  DealMovedBack: { version: 1 },
  DealGraded: { version: 1 },
  DealWon: { version: 1 },
  DealLost: { version: 1 },
  DealReopened: { version: 1 },
  DealGoingStale: { version: 1 },
  DealGoneStale: { version: 1 },
});
