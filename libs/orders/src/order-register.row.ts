import type { Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { MilestoneId } from './order.events.js';
import type { KnownOrder, OrderStatus } from './order.fold.js';

/** An order in the register, with the fact that last changed it. */
export interface OrderRow {
  readonly orderId: string;
  readonly number: string;
  readonly orderNumber: string;
  readonly contractId?: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly status: OrderStatus;
  /** What its lines come to, minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly lineCount: number;
  readonly placedOn?: Day;
  readonly placedAt: Instant;
  /** Brought by an import. */
  readonly history: boolean;
  /** An import is in the middle of its past, or was stopped there: nobody follows it. */
  readonly moreToTell: boolean;
  /** Departments that have not acknowledged it and still owe it (R072). */
  readonly unacknowledged: readonly string[];
  /** A larger amendment waits for the contract. */
  readonly amendmentPending: boolean;
  /** The running promise that is due first. */
  readonly nextMilestone?: MilestoneId;
  readonly nextDueAt?: Instant;
  /** The breach of a running promise is on record. */
  readonly overdue: boolean;
  /** Who answers for a running promise. */
  readonly waitingFor: readonly string[];
  /** Whoever holds or held a promise or task of it, or was told of a breach; they may read it. */
  readonly assigned: readonly string[];
  /** Deliveries that were not cancelled, and of them those that arrived and those that are signed for. */
  readonly deliveries: number;
  readonly delivered: number;
  readonly signed: number;
  /** The first day on which something is still to be delivered. */
  readonly nextDeliveryOn?: Day;
  /** All that is delivered on that day is confirmed with the customer. */
  readonly nextConfirmed?: boolean;
  readonly openExceptions: number;
  readonly lastCheckedOn?: Day;
  readonly heldFor?: string;
  readonly cancelledFor?: string;
  readonly dataQuality?: readonly string[];
  /** Of the fact that placed it, and of the one that completed or cancelled it. */
  readonly openSincePosition: number;
  readonly endedPosition?: number;
  readonly endedAt?: Instant;
  /** As its own fold has it: what the row follows from. */
  readonly order: KnownOrder;
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}
