import type { Recorded } from '@dealtrail/event-sourcing';
import type { DealEvent } from '@dealtrail/deals';
import { done, timed, type Item, type WorkFold, type WorkKind } from './work-item.row.js';

type Fact<T extends DealEvent['type']> = Recorded<Extract<DealEvent, { readonly type: T }>>;
const ofDeal = ({ data }: { readonly data: { readonly dealId: string } }) => [data.dealId];

type Staleness = Fact<'DealGoingStale' | 'DealGoneStale'>;

const stale =
  (kind: WorkKind, assignees: (data: Staleness['data']) => readonly (string | undefined)[]) =>
  (_: Item, { data, metadata }: Staleness): Item => {
    const { dealId, number, customerId, ownerId, dueAt } = data;
    return {
      itemId: dealId,
      kind,
      ...{ subject: 'deal', subjectId: dealId, number, customerId, dealId, ownerId },
      assignees: assignees(data).filter((id) => id !== undefined),
      ...timed(metadata.occurredAt, dueAt),
    };
  };

/** Only of a stale deal the superior is asked as well (R020). */
const dealHandedOver = (
  item: Item,
  { data: { ownerId, superiorId } }: Fact<'DealOwnerChanged' | 'DealReassigned'>,
): Item => {
  const superiors = item?.kind === 'deal-stale' && superiorId !== undefined ? [superiorId] : [];
  return item && { ...item, ownerId, assignees: [ownerId, ...superiors] };
};

/** What waits of deals: those that nobody follows up (R020). */
export const workOfDeals: WorkFold<DealEvent> = {
  keys: {
    DealGoingStale: ofDeal,
    DealGoneStale: ofDeal,
    DealOwnerChanged: ofDeal,
    DealReassigned: ofDeal,
    DealEdited: ofDeal,
    DealAdvanced: ofDeal,
    DealGraded: ofDeal,
    DealWon: ofDeal,
    DealLost: ofDeal,
  },
  project: {
    DealGoingStale: stale('deal-going-stale', ({ ownerId }) => [ownerId]),
    DealGoneStale: stale('deal-stale', ({ ownerId, superiorId }) => [ownerId, superiorId]),
    DealOwnerChanged: dealHandedOver,
    DealReassigned: dealHandedOver,
    DealEdited: (item, { data: { changes } }) =>
      item && changes.customerId !== undefined ? { ...item, customerId: changes.customerId } : item,
    DealAdvanced: done,
    DealGraded: done,
    DealWon: done,
    DealLost: done,
  },
};
