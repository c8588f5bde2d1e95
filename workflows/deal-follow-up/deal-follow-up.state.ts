import type { Instant, Position, ProcessDescription } from '@dealtrail/event-sourcing';
import { shownTime } from '../shown-time.js';

/** What the follow-up of one open deal goes by (R020, T03). */
export interface DealFollowUp {
  readonly dealId: string;
  /** The short number people read. */
  readonly number: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly stage: string;
  /** A, B or C; none counts as the policy says. */
  readonly grade?: string;
  /** Progress is promised until then, and warned of at `warnAt`; decided with the last progress. */
  readonly dueAt: Instant;
  readonly warnAt: Instant;
  /** That it is going stale is on record. */
  readonly warned: boolean;
  /** That it has gone stale is on record: nothing is due until the next progress. */
  readonly stale: boolean;
  /** Won or lost. */
  readonly closed: boolean;
  /** Of the last event this knows of. */
  readonly position: Position;
}

/** The line and the search attributes of a follow-up. */
export const describeDealFollowUp = (deal: DealFollowUp): ProcessDescription => ({
  summary: `商機跟進 deal ${deal.number} · ${deal.stage}${deal.grade ? ` · ${deal.grade}` : ''}`,
  ...(deal.customerId !== undefined && { customer: deal.customerId }),
  owner: deal.ownerId,
  stage: deal.stage,
  ...(!deal.stale && !deal.closed && { nextDue: deal.dueAt }),
  overdue: deal.stale,
});

/** What a manager reads of a follow-up in Temporal's UI. */
export const detailsOfDealFollowUp = (deal: DealFollowUp): string =>
  [
    `### 商機 Deal ${deal.number}`,
    `- 負責人 owner: ${deal.ownerId}`,
    `- 階段 stage: ${deal.stage}, 等級 grade: ${deal.grade ?? '未評 none'}`,
    `- ${standing(deal)}`,
  ].join('\n');

function standing({ closed, stale, warned, dueAt, warnAt }: DealFollowUp): string {
  if (closed) return '已結束 closed';
  if (stale)
    return `長期無進展 no progress since its limit (${shownTime(dueAt)}); 待重新評級 to be graded again (R020)`;
  if (warned) return `即將逾期 going stale; 應於 progress promised until ${shownTime(dueAt)}`;
  return `應於 progress promised until ${shownTime(dueAt)}; 提醒 warning at ${shownTime(warnAt)}`;
}
