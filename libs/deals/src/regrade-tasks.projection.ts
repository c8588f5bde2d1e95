import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { DealEvent } from './deal.events.js';

/** A stale deal that its owner, or the owner's superior, is to grade anew (R020); gone with any progress. */
export interface RegradeTask {
  readonly dealId: string;
  readonly number: string;
  readonly ownerId: string;
  readonly superiorId?: string;
  readonly customerId?: string;
  /** The grade whose limit has passed. */
  readonly grade: string;
  readonly days: number;
  readonly lastProgressAt: Instant;
  readonly dueAt: Instant;
  /** Decimal position of the fact that asked for it. */
  readonly position: string;
}

type Fact<T extends DealEvent['type']> = Recorded<Extract<DealEvent, { type: T }>>;

const key = ({ data: { dealId } }: { readonly data: { readonly dealId: string } }) => [dealId];
const done = () => undefined;
const handedOver = (task: RegradeTask | undefined, { data }: Fact<'DealOwnerChanged' | 'DealReassigned'>) =>
  task && { ...task, ownerId: data.ownerId, superiorId: data.superiorId };

/** 待重新評級: what staleness asks of people. */
export const regradeTasks = projection<RegradeTask, DealEvent>({
  name: 'regradeTasks',
  version: 1,
  key: 'dealId',
  columns: {
    dealId: 'text',
    number: 'text',
    ownerId: 'text',
    superiorId: 'text',
    customerId: 'text',
    grade: 'text',
    days: 'integer',
    lastProgressAt: 'instant',
    dueAt: 'instant',
    position: 'text',
  },
  indexes: [['ownerId'], ['superiorId'], ['dueAt']],
  keys: {
    DealGoneStale: key,
    DealOwnerChanged: key,
    DealReassigned: key,
    DealEdited: key,
    DealAdvanced: key,
    DealGraded: key,
    DealWon: key,
    DealLost: key,
  },
  project: {
    DealGoneStale: (_, { data, position }) => {
      const { since, policy: _policy, ...rest } = data;
      return { ...rest, lastProgressAt: since, position: String(position) };
    },
    DealOwnerChanged: handedOver,
    DealReassigned: handedOver,
    DealEdited: (task, { data: { changes } }) =>
      task && changes.customerId !== undefined ? { ...task, customerId: changes.customerId } : task,
    DealAdvanced: done,
    DealGraded: done,
    DealWon: done,
    DealLost: done,
  },
});
