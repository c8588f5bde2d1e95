import type { Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { DeliveryRow, OrderContent } from './delivery.row.js';

/** What there is to see to of a delivery. */
export const deliveryConcerns = [
  'not-delivered', // 已過交付日
  'unconfirmed', // 未確認
  'confirmation-late', // 逾期未確認
  'documents-missing', // 文檔不齊
  'documents-late', // 文檔逾期
  'delivered-unconfirmed', // 未經確認即送達
  'sign-off-running', // 待簽收
  'sign-off-late', // 逾期未簽收
] as const;
export type DeliveryConcern = (typeof deliveryConcerns)[number];

type Kept =
  | 'orderId'
  | 'delivery'
  | 'note'
  | 'status'
  | 'scheduledOn'
  | 'moves'
  | 'confirmedAt'
  | 'confirmDueAt'
  | 'documentsDueAt'
  | 'dispatchedAt'
  | 'deliveredOn'
  | 'signOffDueAt'
  | 'signedAt';

/** A delivery as people see it, with what depends on when it is asked. */
export interface ShownDelivery extends Pick<DeliveryRow, Kept> {
  /** Of the order. */
  readonly number: string;
  readonly orderNumber: string;
  readonly customerId?: string;
  readonly customerName?: string;
  readonly ownerId: string;
  readonly ownerName: string;
  /** Mandatory and not there. */
  readonly documentsMissing: readonly string[];
  readonly concerns: readonly DeliveryConcern[];
  /** Without its confirmation: not given in time, or delivered without (G-038). */
  readonly flagged: boolean;
}

/** Whose a delivery is. */
export type OfOrder = Pick<OrderContent, 'number' | 'orderNumber' | 'customerId' | 'ownerId'>;

export interface DeliveryNames {
  readonly customer: (customerId: string | undefined) => string | undefined;
  readonly person: (staffId: string) => string;
}

/** Late is a fact of the clock: past its due instant, whether or not the breach is on record. */
export function shownDelivery(
  row: DeliveryRow & OfOrder,
  names: DeliveryNames,
  asked: { readonly now: Instant; readonly today: Day },
): ShownDelivery {
  const { orderId, delivery, note, status, scheduledOn, moves, number, orderNumber, customerId, ownerId } = row;
  const { confirmedAt, confirmDueAt, documentsDueAt, dispatchedAt, deliveredOn, signOffDueAt, signedAt } = row;
  const documentsMissing = row.documents.filter((one) => !row.attached.includes(one));
  const concerns = concernsOf(row, documentsMissing.length > 0, asked);
  return {
    ...{ orderId, delivery, note, status, scheduledOn, moves, number, orderNumber, customerId, ownerId },
    ...{ confirmedAt, confirmDueAt, documentsDueAt, dispatchedAt, deliveredOn, signOffDueAt, signedAt },
    customerName: names.customer(customerId),
    ownerName: names.person(ownerId),
    documentsMissing,
    concerns,
    flagged: concerns.includes('confirmation-late') || concerns.includes('delivered-unconfirmed'),
  };
}

function concernsOf(
  { status, scheduledOn, confirmedAt, confirmDueAt, documentsDueAt, signOffDueAt, unconfirmed }: DeliveryRow,
  isMissing: boolean,
  { now, today }: { readonly now: Instant; readonly today: Day },
): readonly DeliveryConcern[] {
  const isPast = (due: Instant | undefined): boolean => due !== undefined && due < now;
  const found = (is: boolean, concern: DeliveryConcern): readonly DeliveryConcern[] => (is ? [concern] : []);
  if (status === 'scheduled' || status === 'dispatched')
    return [
      ...found(scheduledOn < today, 'not-delivered'),
      ...found(confirmedAt === undefined, isPast(confirmDueAt) ? 'confirmation-late' : 'unconfirmed'),
      ...found(isMissing, isPast(documentsDueAt) ? 'documents-late' : 'documents-missing'),
    ];
  const flagged = found(unconfirmed === true && status !== 'cancelled', 'delivered-unconfirmed');
  if (status !== 'delivered' || signOffDueAt === undefined) return flagged;
  return [...flagged, isPast(signOffDueAt) ? 'sign-off-late' : 'sign-off-running'];
}
