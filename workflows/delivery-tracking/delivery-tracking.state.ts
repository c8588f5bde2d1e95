import type { Instant, Position, ProcessDescription } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { DeliveryStatus, MilestoneEnd, MilestoneId } from '@dealtrail/orders';
import { shownTime } from '../shown-time.js';

/** A promise of a delivery, as its process waits for it. */
export interface TrackedMilestone {
  readonly milestone: MilestoneId;
  readonly responsibleId: string;
  readonly since: Instant;
  /** The last instant in time. */
  readonly dueAt: Instant;
  /** The warnings that are not on record yet. */
  readonly warnAt: readonly Instant[];
  /** Those on record. */
  readonly reminded: readonly Instant[];
  /** How much later than an instant this run does what falls due at it, ms: many fall due at one. The instants stay. */
  readonly spreadMs: number;
  /** The breach is on record. */
  readonly overdue: boolean;
  readonly escalatedTo?: string;
  readonly ended?: MilestoneEnd;
}

/** A delivery counts from 1; `order` has what belongs to the order as a whole. */
export type DeliveryPart = `${number}` | 'order';

/** What is promised of one delivery of an order, or of the order as a whole (R072–R076, R083; T11–T14). */
export interface DeliveryTracking {
  readonly orderId: string;
  /** The short number people read. */
  readonly number: string;
  readonly part: DeliveryPart;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly scheduledOn?: Day;
  /** How the delivery stands. */
  readonly stage: DeliveryStatus | 'order';
  /** One that is planned anew replaces the one before. */
  readonly milestones: readonly TrackedMilestone[];
  /** Nothing is promised any more: signed for, refused or cancelled, and all answered. */
  readonly ended: boolean;
  /** Of the last event this knows of. */
  readonly position: Position;
}

/** Whether there is still an instant to wait for. */
export const isKept = ({ ended, overdue }: TrackedMilestone): boolean => ended === undefined && !overdue;

/** The line and the search attributes of a delivery. */
export function describeDeliveryTracking(tracking: DeliveryTracking): ProcessDescription {
  const { number, part, customerId, ownerId, stage, milestones, ended } = tracking;
  const [nextDue] = milestones
    .filter(isKept)
    .map(({ dueAt }) => dueAt)
    .sort();
  return {
    summary: `訂單交付 order ${number} · ${part === 'order' ? '全單 whole order' : `delivery ${part}`}`,
    ...(customerId !== undefined && { customer: customerId }),
    owner: ownerId,
    stage,
    ...(!ended && nextDue !== undefined && { nextDue }),
    overdue: milestones.some(({ overdue, ended: end }) => overdue && end === undefined),
  };
}

const stages: Readonly<Record<DeliveryTracking['stage'], string>> = {
  order: '訂單 order',
  scheduled: '已排期 scheduled',
  dispatched: '已發貨 dispatched',
  delivered: '已送達 delivered',
  signed: '已簽收 signed for',
  refused: '已拒簽 refused',
  cancelled: '已取消 cancelled',
};

const titles: Readonly<Record<string, string>> = {
  'acknowledgement/operations': '運營接單 acknowledgement by operations',
  'acknowledgement/finance': '財務接單 acknowledgement by finance',
  'acknowledgement/logistics': '物流接單 acknowledgement by logistics',
  confirmation: '交付確認 confirmation',
  documents: '交付文檔 documents',
  signOff: '客戶簽收 sign-off',
  response: '致歉與替代方案 apology and alternative',
};

const ends: Readonly<Record<MilestoneEnd, string>> = {
  met: '已完成 met',
  superseded: '已失效 superseded',
  refused: '已拒簽 refused',
};

/** What a manager reads of a delivery in Temporal's UI. */
export const detailsOfDeliveryTracking = (tracking: DeliveryTracking): string =>
  [
    tracking.part === 'order'
      ? `### 訂單 Order ${tracking.number}`
      : `### 訂單 Order ${tracking.number}, 第 ${tracking.part} 批交付 delivery ${tracking.part}`,
    `- 負責人 owner: ${tracking.ownerId}`,
    ...(tracking.scheduledOn === undefined ? [] : [`- 交付日期 delivery on: ${tracking.scheduledOn}`]),
    `- 階段 stage: ${stages[tracking.stage]}${tracking.ended ? '; 已結束 ended' : ''}`,
    ...tracking.milestones.map((one) => `- **${titleOf(one.milestone)}**: ${one.responsibleId}; ${standing(one)}`),
  ].join('\n');

const titleOf = (milestone: MilestoneId): string =>
  titles[milestone] ?? titles[milestone.split('/')[0] ?? ''] ?? milestone;

function standing({ since, dueAt, reminded, overdue, escalatedTo, ended }: TrackedMilestone): string {
  const due = `開始 since ${shownTime(since)}; 到期 due ${shownTime(dueAt)}`;
  const told = reminded.length > 0 ? `; 已提醒 reminded ${reminded.map(shownTime).join(', ')}` : '';
  const late = overdue ? '; **已逾期 overdue**' : '';
  const escalated = escalatedTo === undefined ? '' : `, 已上報 escalated to ${escalatedTo}`;
  return `${due}${told}${late}${escalated}${ended === undefined ? '' : `; ${ends[ended]}`}`;
}
