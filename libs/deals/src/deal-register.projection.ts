import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';
import type { DealEvent, DealTerms, FollowUp } from './deal.events.js';

export const dealStatuses = ['open', 'won', 'lost'] as const;
export type DealStatus = (typeof dealStatuses)[number];

/** What a gate asked for, as it was shown. */
export interface ShownEvidence {
  readonly key: string;
  readonly note?: string;
  readonly addedAt: Instant;
  readonly addedBy: string;
}

/** A deal in the register, with the fact that last changed it. */
export interface DealRow {
  readonly dealId: string;
  readonly number: string;
  readonly title: string;
  readonly customerId?: string;
  readonly productId?: string;
  readonly productName?: string;
  readonly ownerId: string;
  readonly status: DealStatus;
  readonly stage: string;
  readonly step?: string;
  readonly grade?: string;
  /** Minor units of `currency`: as expected until the deal is won, then as won. */
  readonly amount?: number;
  readonly currency?: string;
  readonly listPrice?: Money;
  readonly expected?: Money;
  readonly registeredOn?: Day;
  readonly registeredAt: Instant;
  /** The day it was won or lost. */
  readonly closedOn?: Day;
  readonly lostReason?: string;
  /** Of an open deal: its last progress, and until when there must be more (T03). */
  readonly lastProgressAt?: Instant;
  readonly dueAt?: Instant;
  /** Its due instant passed without progress, and that is on record. */
  readonly stale: boolean;
  readonly evidence: readonly ShownEvidence[];
  readonly dataQuality?: readonly string[];
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

type Fact<T extends DealEvent['type']> = Recorded<Extract<DealEvent, { type: T }>>;

const key = ({ data: { dealId } }: { readonly data: { readonly dealId: string } }) => [dealId];

/** A step for a deal that is there; a fact about one that is not leaves nothing. */
const change =
  <T extends DealEvent['type']>(fold: (event: Fact<T>, row: DealRow) => Partial<DealRow>) =>
  (row: DealRow | undefined, event: Fact<T>): DealRow | undefined =>
    row && { ...row, ...fold(event, row), revision: event.revision, lastPosition: String(event.position) };

const progress = ({ since, dueAt }: FollowUp): Partial<DealRow> => ({ lastProgressAt: since, dueAt, stale: false });
const closed = { lastProgressAt: undefined, dueAt: undefined, stale: false };
const valued = (value: Money | undefined) => ({ amount: value?.amount, currency: value?.currency });
const flagged = ({ dataQuality = [] }: DealRow, more: readonly string[] = []): Partial<DealRow> =>
  more.length > 0 ? { dataQuality: [...new Set([...dataQuality, ...more])] } : {};
const edited = ({ amount, ...rest }: Partial<DealTerms>): Partial<DealRow> =>
  amount ? { ...rest, expected: amount, ...valued(amount) } : rest;

/** 商機名冊: every deal ever registered, as it stands. */
export const dealRegister = projection<DealRow, DealEvent>({
  name: 'dealRegister',
  version: 1,
  key: 'dealId',
  columns: {
    dealId: 'text',
    number: 'text',
    title: 'text',
    customerId: 'text',
    productId: 'text',
    productName: 'text',
    ownerId: 'text',
    status: 'text',
    stage: 'text',
    step: 'text',
    grade: 'text',
    amount: 'amount',
    currency: 'text',
    listPrice: 'json',
    expected: 'json',
    registeredOn: 'date',
    registeredAt: 'instant',
    closedOn: 'date',
    lostReason: 'text',
    lastProgressAt: 'instant',
    dueAt: 'instant',
    stale: 'boolean',
    evidence: 'json',
    dataQuality: 'texts',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [
    ['ownerId'],
    ['customerId'],
    ['number'],
    ['title'],
    ['amount'],
    ['registeredOn'],
    ['registeredAt'],
    ['closedOn'],
    ['dueAt'],
  ],
  keys: {
    DealRegistered: key,
    DealEdited: key,
    DealOwnerChanged: key,
    DealReassigned: key,
    DealEvidenceAdded: key,
    DealAdvanced: key,
    DealMovedBack: key,
    DealGraded: key,
    DealWon: key,
    DealLost: key,
    DealReopened: key,
    DealGoneStale: key,
  },
  project: {
    DealRegistered: (_, { data, metadata: { occurredAt }, revision, position }) => {
      const { amount, followUp, policy: _policy, ...rest } = data;
      const clock = { lastProgressAt: followUp.since, dueAt: followUp.dueAt, stale: false };
      const money = { expected: amount, ...valued(amount) };
      const fact = { registeredAt: occurredAt, revision, lastPosition: String(position) };
      return { ...rest, ...money, ...clock, ...fact, status: 'open', evidence: [] };
    },
    DealEdited: change(({ data }) => edited(data.changes)),
    DealOwnerChanged: change(({ data: { ownerId } }) => ({ ownerId })),
    DealReassigned: change(({ data: { ownerId } }) => ({ ownerId })),
    DealEvidenceAdded: change(({ data: { key, note }, metadata: { occurredAt, actor } }, { evidence }) => ({
      evidence: [
        ...evidence.filter((shown) => shown.key !== key),
        { key, note, addedAt: occurredAt, addedBy: actor.id },
      ],
    })),
    DealAdvanced: change(({ data: { to, followUp } }) => ({
      stage: to.stage,
      step: to.step,
      ...progress(followUp),
    })),
    DealMovedBack: change(({ data: { to } }) => ({ stage: to.stage, step: to.step })),
    DealGraded: change(({ data: { grade, followUp } }) => ({ grade, ...progress(followUp) })),
    DealWon: change(({ data: { amount, wonOn, dataQuality } }, row) => ({
      status: 'won',
      closedOn: wonOn,
      ...valued(amount),
      ...flagged(row, dataQuality),
      ...closed,
    })),
    DealLost: change(({ data: { reason, lostOn, dataQuality } }, row) => ({
      status: 'lost',
      closedOn: lostOn,
      lostReason: reason,
      ...flagged(row, dataQuality),
      ...closed,
    })),
    DealReopened: change(({ data: { followUp } }, { expected }) => ({
      status: 'open',
      closedOn: undefined,
      lostReason: undefined,
      ...valued(expected),
      ...progress(followUp),
    })),
    DealGoneStale: change(() => ({ stale: true })),
  },
});
