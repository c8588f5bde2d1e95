import type { Event, Instant, Projection, Role } from '@dealtrail/event-sourcing';
import type { PauseCause } from '@dealtrail/cases';
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
  'acknowledge-order', // 待接單確認
  'confirm-delivery', // 待與客戶確認交付
  'complete-documents', // 待備齊隨貨文檔
  'sign-off-delivery', // 待客戶簽收
  'answer-exception', // 待致歉並提出替代方案
  'exception-task', // 待完成的異常處理任務
  'agree-amendment', // 訂單變更待簽補充協議
  'settle-amendment', // 訂單變更待總監審定
  'answer-case', // 待首次響應
  'solve-case', // 待給出初步方案
  'close-case', // 待閉環
  'complaint-stage', // 投訴環節待辦
  'sync-progress', // 待向客戶同步進展
  'record-cause', // 待登記投訴原因
  'close-confirmed-case', // 客戶已確認,登記原因後閉環
  'acknowledge-escalation', // 待確認升級
] as const;
export type WorkKind = (typeof workKinds)[number];

/** Something that waits for a person; gone when it is done. */
export interface WorkItem {
  /** The id of a deal or contract, of a review step `<contractId>/<round>/<step>`, of a part of an order or case `<id>/<part>`. */
  readonly itemId: string;
  readonly kind: WorkKind;
  readonly subject: 'contract' | 'deal' | 'order' | 'case';
  readonly subjectId: string;
  readonly round?: number;
  readonly step?: StepId;
  /** Of an order the promise, e.g. `confirmation/1`, the task or the change; of a case the clock, e.g. `closing`, the cause, the breach. */
  readonly part?: string;
  readonly number: string;
  readonly customerId?: string;
  readonly dealId?: string;
  readonly ownerId: string;
  /** Each may do it; first whose it is. */
  readonly assignees: readonly string[];
  /** Anybody who has this role may do it. */
  readonly role?: Role;
  readonly since: Instant;
  readonly dueAt?: Instant;
  /** Of an answer that takes two things (T14): the one that is there. */
  readonly given?: 'apology' | 'alternative';
  /** Why its clock does not count now: then it has no due instant. */
  readonly paused?: PauseCause;
  /** It waits for nobody now, and is in no list: its case was merged into another, or what it waits for is there already. */
  readonly idle?: 'merged' | 'recorded';
  /** Sorts by `dueAt`, then `since`; what has no limit comes last. */
  readonly urgency: string;
}

export type Item = WorkItem | undefined;

/** What one context adds to the list. */
export type WorkFold<E extends Event> = Pick<Projection<WorkItem, E>, 'keys' | 'project'>;

/** Since when it waits, and until when it may. */
export const timed = (since: Instant, dueAt?: Instant) => ({ since, dueAt, urgency: `${dueAt ?? '~'} ${since}` });

/** It waits no longer. */
export const done = (): Item => undefined;
