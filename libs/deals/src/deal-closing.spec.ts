import { specification } from '@dealtrail/event-sourcing/testing';
import { deal } from './deal.decider.js';
import type { DealEvent } from './deal.events.js';
import { asked, byImport, customerId, dealId, known, laterClock, lost, registered, won } from './testing/deal-facts.js';

const given = specification(deal, known);
const on10March = { occurredAt: '2026-03-10T01:00:00.000Z' };

const on20March = { occurredAt: '2026-03-20T09:00:00.000Z' };

describe('WinDeal', () => {
  const win = { type: 'WinDeal', dealId, amount: { amount: 5_500_000, currency: 'USD' } } as const;
  it('wins it today', () => given(registered).when(asked(win, on20March)).then(won));
  it('stays quiet about the same win, on another day too', () =>
    given(registered, won)
      .when(asked(win, { occurredAt: '2026-03-25T09:00:00.000Z' }))
      .thenNothing());
  it('refuses another amount, and a deal that is lost', () => {
    given(registered, won)
      .when(asked({ ...win, amount: { amount: 1, currency: 'USD' } }))
      .thenRefuses('deal-already-won');
    given(registered, lost).when(asked(win)).thenRefuses('deal-already-lost');
  });
  it('leaves nothing when the process of a signed contract comes too late', () => {
    const actor = { kind: 'process', id: 'dealOutcome' } as const;
    const amount = { amount: 1, currency: 'USD' };
    given(registered, won)
      .when(asked({ ...win, amount }, { actor }))
      .thenNothing();
    given(registered, lost).when(asked(win, { actor })).thenNothing();
  });
  it('refuses a day ahead, and one before the deal began', () => {
    given(registered)
      .when(asked({ ...win, wonOn: '2026-03-21' }, on20March))
      .thenRefuses('won-in-the-future');
    given(registered)
      .when(asked({ ...win, wonOn: '2026-03-01' }, on20March))
      .thenRefuses('won-before-registered');
  });
});

describe('history that contradicts itself', () => {
  const early = '2026-03-01';
  it('is kept with a flag', () => {
    given(registered)
      .when(asked({ type: 'WinDeal', dealId, amount: { amount: 5_500_000, currency: 'USD' }, wonOn: early }, byImport))
      .then({
        type: 'DealWon',
        data: {
          dealId,
          ownerId: 'li.na',
          customerId,
          amount: { amount: 5_500_000, currency: 'USD' },
          wonOn: early,
          dataQuality: ['closed-before-registered'],
        },
      });
    given(registered)
      .when(asked({ type: 'LoseDeal', dealId, lostOn: early }, byImport))
      .then({
        type: 'DealLost',
        data: {
          dealId,
          ownerId: 'li.na',
          customerId,
          lostOn: early,
          dataQuality: ['no-reason', 'closed-before-registered'],
        },
      });
  });
});

describe('LoseDeal', () => {
  const lose = { type: 'LoseDeal', dealId, reason: '價格過高' } as const;
  it('loses it with the reason', () => given(registered).when(asked(lose, on20March)).then(lost));
  it('stays quiet about the same loss', () => given(registered, lost).when(asked(lose)).thenNothing());
  it('refuses a loss without a reason', () =>
    given(registered)
      .when(asked({ type: 'LoseDeal', dealId }))
      .thenRefuses('reason-missing'));
  it('takes one from history, with a flag', () =>
    given(registered)
      .when(asked({ type: 'LoseDeal', dealId, lostOn: '2026-03-20' }, { ...byImport, ...on20March }))
      .then({
        type: 'DealLost',
        data: { dealId, ownerId: 'li.na', customerId, lostOn: '2026-03-20', dataQuality: ['no-reason'] },
      }));
  it('refuses a won deal', () => given(registered, won).when(asked(lose)).thenRefuses('deal-already-won'));
});

describe('ReopenDeal', () => {
  const reopen = { type: 'ReopenDeal', dealId, reason: '客戶重新立項' } as const;
  const reopened: DealEvent = {
    type: 'DealReopened',
    data: { dealId, reason: '客戶重新立項', previousStatus: 'lost', followUp: laterClock },
  };
  it('opens it again with a new clock', () => given(registered, lost).when(asked(reopen, on10March)).then(reopened));
  it('stays quiet when that is done', () => given(registered, lost, reopened).when(asked(reopen)).thenNothing());
  it('refuses an open deal', () => given(registered).when(asked(reopen)).thenRefuses('deal-is-open'));
});
