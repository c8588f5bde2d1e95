import type { Instant } from '@dealtrail/event-sourcing';
import type { StepId } from '@dealtrail/contracts';

export const workKinds = [
  'review-contract', // 待審核
  'contract-returned', // 已退回,待修訂
  'contract-rejected', // 已駁回,待修訂或作廢
  'contract-recalled', // 已撤回,待修訂或作廢
  'sign-contract', // 待簽訂
  'signed-text-differs', // 簽訂文本與批准文本不符
  'deal-going-stale', // 即將逾期未跟進
  'deal-stale', // 待重新評級
] as const;
export type WorkKind = (typeof workKinds)[number];

/** Something that waits for a person; gone when it is done. */
export interface WorkItem {
  /** The id of a deal or contract, of a review step `<contractId>/<round>/<step>`. */
  readonly itemId: string;
  readonly kind: WorkKind;
  readonly subject: 'contract' | 'deal';
  readonly subjectId: string;
  readonly round?: number;
  readonly step?: StepId;
  readonly number: string;
  readonly customerId?: string;
  readonly dealId?: string;
  readonly ownerId: string;
  /** Each may do it; first whose it is. */
  readonly assignees: readonly string[];
  readonly since: Instant;
  readonly dueAt?: Instant;
  /** Sorts by `dueAt`, then `since`; what has no limit comes last. */
  readonly urgency: string;
}

/** Since when it waits, and until when it may. */
export const timed = (since: Instant, dueAt?: Instant) => ({ since, dueAt, urgency: `${dueAt ?? '~'} ${since}` });
