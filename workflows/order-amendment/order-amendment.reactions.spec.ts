import { send, type Aggregate } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import {
  contract,
  type Contract,
  type ContractEvent,
  type DraftContract,
  type WithdrawContract,
} from '@dealtrail/contracts';
import { order, type ApplyOrderAmendment, type OrderEvent, type RefuseOrderAmendment } from '@dealtrail/orders';
import { company, contractId, ContractStory, dealOfContract } from '../testing/contract-story.js';
import { OrderStory, orderId, place } from '../testing/order-story.js';
import { agreementId, orderAmendmentReactions } from './order-amendment.reactions.js';

const at = '2026-04-20T02:00:00.000Z';
const more = { type: 'AmendOrder', reason: '客戶加購' } as const;
const amounts = { amount: 60_000_000, currency: 'CNY' };
const lines = [{ lineId: '1', description: 'GTX Pro', quantity: 15, value: amounts }];

/** An order of a contract, or of none, whose owner asks for more than the policy lets pass. */
function asked(ofContract = true): OrderStory {
  const story = new OrderStory();
  story.does('li.na', { ...place, ...(ofContract && { contractId, dealId: dealOfContract }) } as typeof place, at);
  story.does('li.na', { ...more, lines }, at);
  return story;
}
const requestOf = (story: OrderStory) => {
  const fact = story.facts.find(({ type }) => type === 'OrderAmendmentRequested');
  if (!fact) throw new Error('nothing was requested');
  return fact;
};
/** The world when the reaction looks. */
const when = (story: OrderStory, signed: Contract = new ContractStory().submitted(at).state) =>
  reactionSpecification<OrderEvent | ContractEvent, typeof company>(orderAmendmentReactions, {
    known: company,
    load: <S>(aggregate: Aggregate<S>) =>
      Promise.resolve((aggregate === (order as Aggregate<unknown>) ? story.state : signed) as S),
  });
const amends = { orderId, amendment: 1 };
const ofAgreement = (event: ContractEvent) => recorded<ContractEvent>(event, `contract-${contractId}`, 7);

describe('when a change of an order needs the contract', () => {
  it('drafts a supplementary agreement on the same deal, for the owner to complete', () => {
    const story = asked();
    const { number } = requestOf(story).data as { number: string };
    return when(story)(requestOf(story)).then(
      send<DraftContract>({
        type: 'DraftContract',
        contractId: agreementId(orderId, 1),
        dealId: dealOfContract,
        customerId: expect.any(String) as string,
        ownerId: 'li.na',
        title: `補充協議 ${number}/1: 12 台 GTX Pro 銷售合同`,
        parties: [{ role: 'buyer', name: '明遠科技有限公司' }],
        amount: amounts,
        paymentTerms: '30 日內付清',
        breachLiability: '按日 0.05% 計',
        deliveryPlan: `變更訂單 ${number}: 客戶加購`,
        amends,
      }),
    );
  });
  it('leaves it to a director where there is no contract, or none is known', async () => {
    const story = asked(false);
    await when(story)(requestOf(story)).then();
    await when(asked(), contract.initialState)(requestOf(asked())).then();
  });
  it('drafts nothing once a director has settled it', () => {
    const story = asked();
    story.does('zhou.hong', { type: 'RefuseOrderAmendment', amendment: 1, reason: '毛利不足' }, at);
    return when(story)(requestOf(story)).then();
  });
});

describe('when the change is not wanted any more', () => {
  const withdraw = (reason: string) =>
    send<WithdrawContract>({ type: 'WithdrawContract', contractId: agreementId(orderId, 1), reason });
  const ended = (type: OrderEvent['type'], by: string, does: Parameters<OrderStory['does']>[1], ofContract = true) => {
    const story = asked(ofContract);
    story.does(by, does, at);
    const fact = story.facts.find((one) => one.type === type);
    if (!fact) throw new Error(`no ${type}`);
    return when(story)(fact);
  };
  const refuse = { type: 'RefuseOrderAmendment', amendment: 1, reason: '毛利不足' } as const;
  const cancel = { type: 'CancelOrder', reason: '客戶取消採購' } as const;
  it('withdraws the agreement, whether it was refused or its order cancelled: nobody signs for nothing', async () => {
    await ended('OrderAmendmentRefused', 'zhou.hong', refuse).then(withdraw('毛利不足'));
    await ended('OrderCancelled', 'li.na', cancel).then(withdraw('訂單已取消 order cancelled: 客戶取消採購'));
  });
  it('withdraws nothing where there is no contract, or no change waits', async () => {
    await ended('OrderAmendmentRefused', 'zhou.hong', refuse, false).then();
    await ended('OrderCancelled', 'li.na', cancel, false).then();
    const story = asked();
    story.does('zhou.hong', refuse, at);
    story.does('li.na', cancel, at);
    const fact = story.facts.find(({ type }) => type === 'OrderCancelled');
    if (!fact) throw new Error('not cancelled');
    await when(story)(fact).then();
  });
});

describe('when a supplementary agreement', () => {
  const of = { contractId, ownerId: 'li.na', by: 'li.na', amends };
  it('is signed, applies the change', () => {
    const data = { ...of, number: 'KCPJR7JZ', round: 2, amount: amounts, signedOn: '2026-04-28' };
    return when(asked())(ofAgreement({ type: 'ContractSigned', data })).then(
      send<ApplyOrderAmendment>({ type: 'ApplyOrderAmendment', ...amends, round: 2 }),
    );
  });
  it('is withdrawn, refuses the change', () =>
    when(asked())(
      ofAgreement({ type: 'ContractWithdrawn', data: { ...of, reason: '客戶取消加購', superseded: [] } }),
    ).then(send<RefuseOrderAmendment>({ type: 'RefuseOrderAmendment', ...amends, reason: '客戶取消加購' })));
  it('is another contract, does nothing', async () => {
    const { amends: _, ...plain } = of;
    const data = { ...plain, number: 'KCPJR7JZ', round: 2, amount: amounts, signedOn: '2026-04-28' };
    await when(asked())(ofAgreement({ type: 'ContractSigned', data })).then();
    await when(asked())(
      ofAgreement({ type: 'ContractWithdrawn', data: { ...plain, reason: '客戶取消', superseded: [] } }),
    ).then();
  });
});
