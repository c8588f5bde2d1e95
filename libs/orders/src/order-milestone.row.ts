import type { Instant } from '@dealtrail/event-sourcing';
import type { MilestoneId } from './order.events.js';

export const milestoneKinds = ['acknowledgement', 'confirmation', 'documents', 'signOff', 'response'] as const;
export type MilestoneKind = (typeof milestoneKinds)[number];

/** One promise of an order, with what it came to. */
export interface OrderMilestoneRow {
  /** `<orderId>/<milestone>`. */
  readonly milestoneKey: string;
  readonly orderId: string;
  readonly milestone: MilestoneId;
  readonly kind: MilestoneKind;
  readonly department?: string;
  readonly delivery?: number;
  readonly exceptionId?: string;
  readonly number: string;
  readonly contractId?: string;
  readonly dealId?: string;
  readonly customerId?: string;
  /** While it runs: now; else when it ended. */
  readonly ownerId: string;
  readonly responsibleId: string;
  readonly since: Instant;
  readonly dueAt: Instant;
  /** Warnings on record. */
  readonly reminded: number;
  /** The breach on record; always the due instant. */
  readonly overdueAt?: Instant;
  readonly escalatedTo: readonly string[];
  readonly state: 'open' | 'met' | 'refused' | 'superseded';
  readonly endedAt?: Instant;
  readonly endedBy?: string;
  /** Of one that was met: after its due instant. */
  readonly late?: boolean;
  /** How often it was planned anew, and how many of those clocks were missed. */
  readonly plannedAnew: number;
  readonly missedBefore: number;
  /** Of an answer that takes two things: which are given. */
  readonly apologised: boolean;
  readonly offered: boolean;
  readonly revision: number;
}
