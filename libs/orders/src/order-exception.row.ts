import type { Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { ExceptionKind } from './order.events.js';

/** One alternative as the report counts it. */
export interface OfferedAlternative {
  readonly alternative: number;
  readonly kind: string;
  readonly description: string;
  /** Minor units of the row's currency. */
  readonly cost: number;
  readonly answer?: 'accepted' | 'declined';
}

/** A task of an exception, as it stands. */
export interface AssignedTask {
  readonly task: number;
  readonly department: string;
  readonly assigneeId: string;
  readonly description: string;
  readonly dueOn?: Day;
  readonly result?: string;
}

/** One exception of an order, with what is done about it and what it costs. */
export interface OrderExceptionRow {
  /** `<order>/<exception>` */
  readonly rowId: string;
  readonly exceptionId: string;
  readonly orderId: string;
  readonly number: string;
  readonly contractId?: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly delivery?: number;
  readonly kind: ExceptionKind;
  readonly description: string;
  readonly happenedAt: Instant;
  readonly declaredAt: Instant;
  /** Absent: the customer said so by a link. */
  readonly declaredBy?: string;
  readonly state: 'open' | 'closed';
  readonly history: boolean;
  /** Until when apology and alternative are due (T14); absent where nobody waits. */
  readonly dueAt?: Instant;
  /** The breach on record; always the due instant. */
  readonly overdueAt?: Instant;
  readonly apologisedAt?: Instant;
  readonly apologisedBy?: string;
  readonly apologyChannel?: string;
  /** Both are there. */
  readonly respondedAt?: Instant;
  readonly alternatives: readonly OfferedAlternative[];
  readonly offered: number;
  readonly accepted: number;
  readonly currency?: string;
  /** Minor units of all that was offered, and of what was accepted. */
  readonly costOffered: number;
  readonly costAccepted: number;
  readonly tasks: readonly AssignedTask[];
  readonly openTasks: number;
  /** Whose tasks they are or were. */
  readonly assigned: readonly string[];
  readonly closedAt?: Instant;
  readonly closedBy?: string;
  readonly result?: string;
  readonly revision: number;
}
