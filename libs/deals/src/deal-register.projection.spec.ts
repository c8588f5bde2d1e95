import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { DealEvent } from './deal.events.js';
import { dealRegister, type DealRow } from './deal-register.projection.js';
import {
  advanced,
  customerId,
  dealId,
  evidenceAdded,
  goneStale,
  laterClock,
  lost,
  marchClock,
  number,
  registered,
  won,
} from './testing/deal-facts.js';

const stream = `deal-${dealId}`;
const given = (...events: readonly DealEvent[]) =>
  projectionSpecification(dealRegister)(...events.map((event, revision) => recorded(event, stream, revision)));

const row: DealRow = {
  dealId,
  number,
  title: '12 台 GTX Pro',
  customerId,
  productId: 'gtx.pro',
  productName: 'GTX Pro',
  listPrice: { amount: 482_100, currency: 'USD' },
  expected: { amount: 5_700_000, currency: 'USD' },
  amount: 5_700_000,
  currency: 'USD',
  ownerId: 'li.na',
  status: 'open',
  stage: 'awareness',
  registeredOn: '2026-03-02',
  registeredAt: '2026-03-02T01:00:00.000Z',
  lastProgressAt: marchClock.since,
  dueAt: marchClock.dueAt,
  stale: false,
  evidence: [],
  revision: 0,
  lastPosition: '1',
};
const at = (revision: number) => ({ revision, lastPosition: String(revision + 1) });
const closed = { lastProgressAt: undefined, dueAt: undefined, stale: false };

describe('dealRegister', () => {
  it('shows a registered deal as open, with what it is expected to bring', () => given(registered).then(row));

  it('follows edits, owners and evidence', () =>
    given(
      registered,
      {
        type: 'DealEdited',
        data: { dealId, changes: { amount: { amount: 1, currency: 'CNY' }, title: '樣機' }, previous: {} },
      },
      { type: 'DealOwnerChanged', data: { dealId, ownerId: 'wang.wei', previousOwnerId: 'li.na' } },
      { type: 'DealReassigned', data: { dealId, ownerId: 'zhao.min', previousOwnerId: 'wang.wei', position: 9 } },
      evidenceAdded,
      evidenceAdded,
    ).then({
      ...row,
      title: '樣機',
      amount: 1,
      currency: 'CNY',
      expected: { amount: 1, currency: 'CNY' },
      ownerId: 'zhao.min',
      evidence: [{ key: 'needs-report', note: '需求分析報告', addedAt: '2026-03-02T01:00:00.000Z', addedBy: 'tester' }],
      ...at(5),
    }));

  it('follows stages, and how long there was no progress', () => {
    given(registered, goneStale).then({ ...row, stale: true, ...at(1) });
    const there = { ...row, stage: 'consideration', step: 'solution', lastProgressAt: laterClock.since };
    given(registered, goneStale, advanced).then({ ...there, dueAt: laterClock.dueAt, ...at(2) });
  });

  it('counts a won deal at what it was won for', () =>
    given(registered, won).then({
      ...row,
      status: 'won',
      amount: 5_500_000,
      closedOn: '2026-03-20',
      ...closed,
      ...at(1),
    }));

  it('shows why a deal was lost, or that nobody knows', () => {
    const there = { ...row, status: 'lost' as const, closedOn: '2026-03-20', ...closed, ...at(1) };
    given(registered, lost).then({ ...there, lostReason: '價格過高' });
    given(registered, {
      type: 'DealLost',
      data: { dealId, ownerId: 'li.na', lostOn: '2026-03-20', dataQuality: ['no-reason'] },
    }).then({ ...there, lostReason: undefined, dataQuality: ['no-reason'] });
  });

  it('opens a won deal again with what it was expected to bring', () =>
    given(registered, won, {
      type: 'DealReopened',
      data: { dealId, reason: '重新立項', previousStatus: 'won', followUp: laterClock },
    }).then({
      ...row,
      closedOn: undefined,
      lostReason: undefined,
      lastProgressAt: laterClock.since,
      dueAt: laterClock.dueAt,
      ...at(2),
    }));

  it('leaves nothing of a deal that was never registered', () => given(advanced, won, goneStale).then());
});
