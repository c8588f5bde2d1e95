import { evolve, fold, signal, start } from '@dealtrail/event-sourcing';
import { reactionSpecification } from '@dealtrail/event-sourcing/testing';
import { deal, type DealEvent } from '@dealtrail/deals';
import { testKnown } from '@dealtrail/known/testing';
import { dealId, fact, later, march, registered } from '../testing/deal-events.js';
import { dealFollowUp } from './deal-follow-up.process.js';
import { dealFollowUpReactions } from './deal-follow-up.reactions.js';
import type { DealFollowUp } from './deal-follow-up.state.js';

const when = reactionSpecification(dealFollowUpReactions, {
  known: testKnown({}),
  load: () => Promise.reject(new Error('nothing is to be loaded')),
});
const stages = { kind: 'deal-stages', version: 1 } as const;

/** Every event that the follow-up hears of, with what it is told. */
const news: readonly (readonly [DealEvent, Partial<DealFollowUp>])[] = [
  [
    {
      type: 'DealAdvanced',
      data: { dealId, from: { stage: 'awareness' }, to: { stage: 'interest' }, policy: stages, followUp: later },
    },
    { stage: 'interest', dueAt: later.dueAt, warnAt: later.warnAt, warned: false, stale: false },
  ],
  [
    { type: 'DealGraded', data: { dealId, grade: 'A', reason: '意向明確', followUp: later } },
    { grade: 'A', dueAt: later.dueAt, warnAt: later.warnAt, warned: false, stale: false },
  ],
  [
    { type: 'DealOwnerChanged', data: { dealId, ownerId: 'wang.wei', previousOwnerId: 'li.na' } },
    { ownerId: 'wang.wei' },
  ],
  [
    { type: 'DealReassigned', data: { dealId, ownerId: 'zhao.min', previousOwnerId: 'li.na', position: 4 } },
    { ownerId: 'zhao.min' },
  ],
  [
    {
      type: 'DealMovedBack',
      data: { dealId, from: { stage: 'interest' }, to: { stage: 'awareness' }, policy: stages, reason: '客戶換人' },
    },
    { stage: 'awareness' },
  ],
  [{ type: 'DealLost', data: { dealId, ownerId: 'li.na', reason: '價格', lostOn: '2026-03-09' } }, { closed: true }],
  [
    {
      type: 'DealWon',
      data: { dealId, ownerId: 'li.na', amount: { amount: 451_400, currency: 'USD' }, wonOn: '2026-03-09' },
    },
    { closed: true },
  ],
];

describe('the follow-up of a deal', () => {
  it('starts when a deal is registered', () => when(fact(registered())).then(start(dealFollowUp, dealId)));

  it.each(news)('hears of %p', (event, data) =>
    when(fact(event)).then(signal(dealFollowUp, dealId, { ...fact(event), data })),
  );

  it('wakes when a closed deal is opened again', () => {
    const reopened = fact<DealEvent>({
      type: 'DealReopened',
      data: { dealId, reason: '客戶重新立項', previousStatus: 'lost', followUp: later },
    });
    const data = { closed: false, dueAt: later.dueAt, warnAt: later.warnAt, warned: false, stale: false };
    return when(reopened).then(signal(dealFollowUp, dealId, { ...reopened, data }));
  });

  it('hears of another customer and of no other edit', async () => {
    const edited = (changes: object) =>
      fact<DealEvent>({ type: 'DealEdited', data: { dealId, changes, previous: {} } });
    await when(edited({ title: '新名' })).then();
    const moved = edited({ customerId: 'c' });
    await when(moved).then(signal(dealFollowUp, dealId, { ...moved, data: { customerId: 'c' } }));
  });
});

describe('a deal that should be followed up', () => {
  const open = (...events: readonly DealEvent[]) =>
    dealFollowUp.open(fold(deal, events), { id: dealId, revision: events.length - 1, position: 10 });

  it('is an open one, from its state', () =>
    expect(open(registered())).toEqual({
      workflowId: `dealFollowUp/${dealId}`,
      input: {
        dealId,
        number: 'FJF6CYBM',
        customerId: registered().data.customerId,
        ownerId: 'li.na',
        stage: 'awareness',
        dueAt: march.dueAt,
        warnAt: march.warnAt,
        warned: false,
        stale: false,
        closed: false,
        position: 10,
      },
    }));

  it('is none that is won, lost or unknown', () => {
    for (const [event] of news.slice(-2)) expect(open(registered(), event)).toBeUndefined();
    expect(open()).toBeUndefined();
  });

  it('comes to the same by its news as by the log', () => {
    let state = fold(deal, [registered()]);
    let told = open(registered())?.input as DealFollowUp;
    for (const [event, data] of news.slice(0, 5)) {
      state = evolve(deal, state, event);
      told = { ...told, ...data };
      expect(dealFollowUp.open(state, { id: dealId, revision: 1, position: 10 })?.input).toEqual(told);
    }
  });
});
