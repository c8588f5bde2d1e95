import { specification } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import type { ContractPlans, PlannedOrder } from './contract-plan.js';
import {
  approved,
  asked,
  by,
  byProcess,
  companyWith,
  contractId,
  dealId,
  drafted,
  financeApproved,
  known,
  legalApproved,
  signed,
  submitted,
  terms,
  text,
  withdrawn,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const cny = (amount: number) => ({ amount, currency: 'CNY' });
const line = (lineId: string, amount: number, quantity = 12) => ({
  lineId,
  description: 'GTX Pro',
  quantity,
  value: cny(amount),
});
const first: PlannedOrder = {
  orderNumber: 'SO-1',
  lines: [line('1', 48_000_000)],
  deliveries: [
    { scheduledOn: '2026-05-20', lines: [{ lineId: '1', quantity: 8 }] },
    { scheduledOn: '2026-06-20', lines: [{ lineId: '1', quantity: 4 }] },
  ],
};
const second: PlannedOrder = { orderNumber: 'SO-2', lines: [line('1', 210_000, 1)], deliveries: [] };
const instalments = [
  { no: 1, label: '預付款', dueOn: '2026-05-15', amount: 14_463_000 },
  { no: 2, label: '驗收款', dueOn: '2026-06-19', amount: 33_747_000 },
] as const;
const plans: ContractPlans = { orderPlan: [first, second], paymentPlan: instalments };
const planned = { ...drafted, data: { ...drafted.data, ...plans } } as ContractEvent;
const draft = { type: 'DraftContract', contractId, dealId, ...terms } as const;
const drafting = (more: object) => given().when(asked({ ...draft, ...more } as never));
const amends = { orderId: '0d6f2a3b-7c1e-4b5a-8f9d-3e2c1b0a9f8e', amendment: 2 };

describe('the plans of a contract', () => {
  it('stand in the draft', () => drafting(plans).then(planned));
  it('stay quiet about the same draft', () => {
    given(planned)
      .when(asked({ ...draft, ...plans } as never))
      .thenNothing();
  });
  it('are told by the signature, so that it is read alone', () =>
    given(planned, submitted, legalApproved, financeApproved, approved)
      .when(asked({ type: 'SignContract', contractId, round: 1, text }, by('li.na')))
      .then({ ...signed, data: { ...signed.data, ...plans } } as ContractEvent));

  it('are refused where their sums are not the amount', () => {
    drafting({ orderPlan: [first] }).thenRefuses('order-plan-differs');
    drafting({ paymentPlan: instalments.slice(1) }).thenRefuses('payment-plan-differs');
    const dollars = { ...second, lines: [{ ...line('1', 210_000), value: { amount: 210_000, currency: 'USD' } }] };
    drafting({ orderPlan: [first, dollars] }).thenRefuses('order-plan-differs');
  });
  it('are refused where they name something twice, or deliver what is not ordered', () => {
    drafting({ orderPlan: [first, { ...second, orderNumber: 'SO-1' }] }).thenRefuses('order-plan-unsound');
    const lines = [line('1', 24_000_000), line('1', 24_000_000)];
    drafting({ orderPlan: [{ ...first, lines }, second] }).thenRefuses('order-plan-unsound');
    for (const delivered of [
      [{ lineId: '2', quantity: 1 }],
      [{ lineId: '1', quantity: 13 }],
      [
        { lineId: '1', quantity: 1 },
        { lineId: '1', quantity: 1 },
      ],
    ])
      drafting({
        orderPlan: [{ ...first, deliveries: [{ scheduledOn: '2026-05-20', lines: delivered }] }, second],
      }).thenRefuses('order-plan-unsound');
    drafting({ paymentPlan: [instalments[0], { ...instalments[1], no: 1 }] }).thenRefuses('payment-plan-unsound');
  });

  it('are revised with the amount, not without', () => {
    const revise = { type: 'ReviseContract', contractId } as const;
    const more = { amount: cny(48_310_000), orderPlan: [first, { ...second, lines: [line('1', 310_000, 1)] }] };
    given(planned)
      .when(asked({ ...revise, amount: cny(48_310_000) }))
      .thenRefuses('order-plan-differs');
    given(planned)
      .when(asked({ ...revise, ...more } as never))
      .thenRefuses('payment-plan-differs');
    const changes = { ...more, paymentPlan: [] };
    const previous = { amount: terms.amount, ...plans };
    given(planned)
      .when(asked({ ...revise, ...changes } as never))
      .then({ type: 'ContractRevised', data: { contractId, by: 'li.na', changes, previous } } as ContractEvent);
  });
});

describe('a supplementary agreement', () => {
  const agreement = { ...drafted, data: { ...drafted.data, amends } } as ContractEvent;
  it('is drafted by a process, in the name of the owner', () =>
    given()
      .when(asked({ ...draft, ownerId: 'li.na', amends } as never, byProcess()))
      .then(agreement));
  it('is drafted for an owner who has just left as well: it goes on to their superior as every contract of theirs does', () =>
    specification(contract, companyWith({ 'li.na': { active: false } }))()
      .when(asked({ ...draft, ownerId: 'li.na', amends } as never, byProcess()))
      .then(agreement));
  it('is drafted by nobody else', () => drafting({ amends }).thenRefuses('amends-is-for-processes'));
  it('is over what the change comes to, and places or plans nothing a second time', () => {
    const revise = { type: 'ReviseContract', contractId } as const;
    given(agreement)
      .when(asked({ ...revise, amount: cny(100) }))
      .thenRefuses('agreement-follows-its-order');
    for (const plan of [{ orderPlan: [first, second] }, { paymentPlan: instalments }])
      given(agreement)
        .when(asked({ ...revise, ...plan } as never))
        .thenRefuses('agreement-follows-its-order');
    const changes = { title: '補充協議' };
    given(agreement)
      .when(asked({ ...revise, ...changes, amount: terms.amount }))
      .then({
        type: 'ContractRevised',
        data: { contractId, by: 'li.na', changes, previous: { title: terms.title } },
      } as ContractEvent);
  });
  it('says what it was for when it is signed or withdrawn', () => {
    given(agreement, submitted, legalApproved, financeApproved, approved)
      .when(asked({ type: 'SignContract', contractId, round: 1, text }, by('li.na')))
      .then({ ...signed, data: { ...signed.data, amends } } as ContractEvent);
    given(agreement)
      .when(asked({ type: 'WithdrawContract', contractId, reason: '客戶取消採購' }, by('li.na')))
      .then({
        ...withdrawn,
        data: { ...withdrawn.data, round: undefined, superseded: [], amends },
      } as ContractEvent);
  });
});
