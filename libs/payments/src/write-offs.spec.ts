import { specification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { receivable } from './receivable.decider.js';
import type { ReceivableEvent } from './receivable.events.js';
import {
  asked,
  by,
  byImport,
  cny,
  contractId,
  known,
  planned,
  received,
  writeOffApproved,
  writeOffId,
  writeOffRefused,
  writeOffRequested,
} from './testing/receivable-facts.js';

const given = specification(receivable, known);
const requested = (change: object): ReceivableEvent =>
  ({ ...writeOffRequested, data: { ...writeOffRequested.data, ...change } }) as ReceivableEvent;

describe('RequestWriteOff', () => {
  const request = (amount = 500, change: object = {}) =>
    asked(
      {
        type: 'RequestWriteOff',
        contractId,
        writeOffId,
        no: 1,
        amount: cny(amount),
        reason: '尾差',
        ...change,
      } as never,
      by('li.na'),
    );
  it('asks finance below the amount of the policy, from there on a director', () => {
    given(planned).when(request()).then(writeOffRequested);
    const large = { ...planned, data: { ...planned.data, instalments: [{ ...instalment, amount: 2_000_000 }] } };
    given(large as ReceivableEvent)
      .when(request(999_999))
      .then(requested({ amount: 999_999 }));
    given(large as ReceivableEvent)
      .when(request(1_000_000))
      .then(requested({ amount: 1_000_000, approver: 'director' }));
  });
  it('adds up what of the account is given up already, or asked for: many small ones are a large one', () => {
    const large = { ...planned, data: { ...planned.data, instalments: [{ ...instalment, amount: 2_000_000 }] } };
    const other = '3d2b6c4a-0e1f-4f7b-b6a9-3c5d7e9f1a2b';
    const before = requested({ writeOffId: other, amount: 600_000 });
    const decided = (fact: typeof writeOffApproved | typeof writeOffRefused): ReceivableEvent =>
      ({ ...fact, data: { ...fact.data, writeOffId: other, amount: 600_000 } }) as ReceivableEvent;
    const director = requested({ amount: 400_000, approver: 'director' });
    given(large as ReceivableEvent, before)
      .when(request(399_999))
      .then(requested({ amount: 399_999 }));
    given(large as ReceivableEvent, before)
      .when(request(400_000))
      .then(director);
    given(large as ReceivableEvent, before, decided(writeOffApproved))
      .when(request(400_000))
      .then(director);
    given(large as ReceivableEvent, before, decided(writeOffRefused))
      .when(request(400_000))
      .then(requested({ amount: 400_000 }));
  });
  it('asks a director in a currency that the policy does not name', () =>
    given({ ...planned, data: { ...planned.data, currency: 'USD' } } as ReceivableEvent)
      .when(request(500, { amount: { amount: 500, currency: 'USD' } }))
      .then(requested({ currency: 'USD', approver: 'director' })));
  it('stays quiet about the same request, decided or not', () => {
    given(planned, writeOffRequested).when(request()).thenNothing();
    given(planned, writeOffRequested, writeOffRefused).when(request()).thenNothing();
  });
  it('refuses the same request with another amount', () =>
    given(planned, writeOffRequested).when(request(501)).thenRefuses('write-off-already-requested'));
  it('refuses more than is open, another currency, and what is not planned', () => {
    given(planned)
      .when(request(30_000))
      .then(requested({ amount: 30_000 }));
    given(planned).when(request(30_001)).thenRefuses('write-off-exceeds-open');
    given(planned, received(0, 29_501, { no: 1, amount: 29_501 }))
      .when(request(500))
      .thenRefuses('write-off-exceeds-open');
    given(planned)
      .when(request(1, { amount: { amount: 1, currency: 'USD' } }))
      .thenRefuses('currency-differs');
    given(planned)
      .when(request(1, { no: 9 }))
      .thenRefuses('instalment-not-found');
  });
});

const instalment = { no: 1, label: '全款', dueOn: '2026-05-15', amount: 1 };

describe('ApproveWriteOff', () => {
  const approve = (who = 'qian.yi', comment: string | undefined = '同意') =>
    asked({ type: 'ApproveWriteOff', contractId, writeOffId, comment }, by(who));
  it('takes another person with the post', () => {
    given(planned, writeOffRequested).when(approve()).then(writeOffApproved);
    given(planned, writeOffRequested)
      .when(approve('gao.feng'))
      .then({ ...writeOffApproved, data: { ...writeOffApproved.data, approvedBy: 'gao.feng' } } as ReceivableEvent);
  });
  it('believes of the past who decided, whatever their post is today', () =>
    given(planned, writeOffRequested)
      .when(asked({ type: 'ApproveWriteOff', contractId, writeOffId, comment: '同意' }, byImport('zhao.min')))
      .then({ ...writeOffApproved, data: { ...writeOffApproved.data, approvedBy: 'zhao.min' } } as ReceivableEvent));
  it('stays quiet when it is approved', () =>
    given(planned, writeOffRequested, writeOffApproved).when(approve()).thenNothing());
  it('refuses who asked, on no path', () => {
    const own = requested({ requestedBy: 'qian.yi' });
    given(planned, own).when(approve()).thenRefuses('approver-is-requester');
    given(planned, own)
      .when(asked({ type: 'ApproveWriteOff', contractId, writeOffId }, byImport('qian.yi')))
      .thenRefuses('approver-is-requester');
  });
  it('refuses finance what is a director’s, and who is neither', () => {
    const large = requested({ approver: 'director' });
    given(planned, large).when(approve()).thenRefuses('approver-not-entitled');
    given(planned, writeOffRequested).when(approve('zhao.min')).thenRefuses('approver-not-entitled');
  });
  it('refuses what has been paid meanwhile', () =>
    given(planned, writeOffRequested, received(0, 29_501, { no: 1, amount: 29_501 }))
      .when(approve())
      .thenRefuses('write-off-exceeds-open'));
  it('refuses what was decided otherwise, or by somebody else, and what nobody asked for', () => {
    given(planned, writeOffRequested, writeOffRefused).when(approve()).thenRefuses('write-off-decided');
    given(planned, writeOffRequested, writeOffApproved).when(approve('xu.bo')).thenRefuses('write-off-decided');
    given(planned).when(approve()).thenRefuses('write-off-not-found');
  });
});

describe('RefuseWriteOff', () => {
  const refuse = (who = 'qian.yi', reason = '仍可追回') =>
    asked({ type: 'RefuseWriteOff', contractId, writeOffId, reason }, by(who));
  it('leaves the amount open', () => given(planned, writeOffRequested).when(refuse()).then(writeOffRefused));
  it('stays quiet when it is refused', () =>
    given(planned, writeOffRequested, writeOffRefused).when(refuse()).thenNothing());
  it('refuses who asked, who is not entitled, and what was decided otherwise', () => {
    given(planned, requested({ requestedBy: 'qian.yi' }))
      .when(refuse())
      .thenRefuses('approver-is-requester');
    given(planned, requested({ approver: 'director' }))
      .when(refuse())
      .thenRefuses('approver-not-entitled');
    given(planned, writeOffRequested, writeOffApproved).when(refuse()).thenRefuses('write-off-decided');
    given(planned, writeOffRequested, writeOffRefused)
      .when(refuse('qian.yi', '再想想'))
      .thenRefuses('write-off-decided');
  });
});

it('keeps the approver that was decided when it was asked for, whatever the policy says later', () => {
  const content = { directorFrom: { CNY: 1 } };
  const policies = [{ kind: 'write-off', version: 2, content, effectiveFrom: '2026-01-01T00:00:00.000Z' }] as const;
  const people = [{ staffId: 'qian.yi', roles: ['finance'] }] as const;
  specification(receivable, testKnown({ policies, people }))(planned, writeOffRequested)
    .when(asked({ type: 'ApproveWriteOff', contractId, writeOffId, comment: '同意' }))
    .then(writeOffApproved);
});
