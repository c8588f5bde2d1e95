import type { Instant } from '@dealtrail/event-sourcing';
import type { CaseKind } from '@dealtrail/policies';
import type { CaseDepartment } from './case.events.js';

/** From when to when somebody had a case, and how it came to them. */
export interface Holding {
  readonly from: Instant;
  /** Absent: they have it. */
  readonly to?: Instant;
  readonly came: 'reported' | 'assigned' | 'handedOver' | 'reassigned' | 'reopened' | 'unmerged';
  readonly department?: CaseDepartment;
  readonly group?: string;
}

/** One person's part of a case (R106): the parts of all add up to the time it was open. */
export interface CaseResponsibilityRow {
  /** `<caseId>/<staffId>`. */
  readonly responsibilityKey: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly customerId?: string;
  readonly orderId?: string;
  readonly productId?: string;
  readonly sellerId?: string;
  readonly holds: boolean;
  /** Had it when it was merged, and has it again when that is undone. */
  readonly heldWhenMerged: boolean;
  readonly since: Instant;
  readonly until?: Instant;
  readonly times: number;
  /** Of stretches that are over, ms. */
  readonly heldMs: number;
  /** Oldest first. */
  readonly holdings: readonly Holding[];
  readonly revision: number;
}
