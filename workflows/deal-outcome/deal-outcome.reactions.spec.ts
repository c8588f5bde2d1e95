import { evolve, fold, send, type Aggregate, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { contract, type ContractEvent, type WithdrawContract } from '@dealtrail/contracts';
import { deal, type DealEvent, type WinDeal } from '@dealtrail/deals';
import {
  approve,
  contractId,
  ContractStory,
  draft,
  dealOfContract as dealId,
  text,
} from '../testing/contract-story.js';
import { fact, later, registered } from '../testing/deal-events.js';
import { dealOutcomeReactions } from './deal-outcome.reactions.js';

const lost: DealEvent = {
  type: 'DealLost',
  data: { dealId, ownerId: 'li.na', reason: '價格高於競爭對手', lostOn: '2026-03-09' },
};
const reopened: DealEvent = {
  type: 'DealReopened',
  data: { dealId, reason: '客戶重新立項', previousStatus: 'lost', followUp: later },
};
const won: DealEvent = {
  type: 'DealWon',
  data: { dealId, ownerId: 'li.na', amount: { amount: 1, currency: 'CNY' }, wonOn: '2026-03-09' },
};
const morning = '2026-03-10T01:00:00.000Z';

/** Contracts beside a deal of these facts. */
const beside = (facts: readonly DealEvent[], story = new ContractStory(), pages: readonly (readonly string[])[] = []) =>
  reactionSpecification(dealOutcomeReactions, {
    known: story.known,
    load: <S>(aggregate: Aggregate<S>) =>
      Promise.resolve((aggregate === (contract as Aggregate<unknown>) ? story.state : fold(deal, facts)) as S),
    ask: <Q, A>(_: new () => Q, parameters: object) => {
      const n = Number((parameters as { cursor?: string }).cursor ?? 0);
      return Promise.resolve({ items: pages[n], ...(n + 1 < pages.length && { nextCursor: String(n + 1) }) } as A);
    },
  });

/** Li Na's contract, approved by both and signed. */
function signed(signedOn = '2026-03-10'): readonly [ContractStory, Recorded<ContractEvent>] {
  const story = new ContractStory().submitted(morning);
  for (const who of ['fang.yuan', 'he.jing']) story.does(who, approve, morning);
  const [fact] = story.does('li.na', { type: 'SignContract', round: 1, text, signedOn }, morning);
  if (!fact) throw new Error('not signed');
  return [story, fact];
}
const amount = { amount: 48_210_000, currency: 'CNY' };
const withdraw = (id: string, reason: string) =>
  send<WithdrawContract>({ type: 'WithdrawContract', contractId: id, reason });
const because = '商機已輸單 deal lost: 價格高於競爭對手';

describe('when a contract is signed', () => {
  it('wins its deal, on the day of the signature', () => {
    const [story, fact] = signed();
    return beside(
      [registered()],
      story,
    )(fact).then(send<WinDeal>({ type: 'WinDeal', dealId, amount, wonOn: '2026-03-10' }));
  });
  it('wins it on the day it was registered, where the signature is older', () => {
    const [story, fact] = signed('2026-02-27');
    return beside(
      [registered()],
      story,
    )(fact).then(send<WinDeal>({ type: 'WinDeal', dealId, amount, wonOn: '2026-03-02' }));
  });
  it('leaves a deal alone that is won or lost', async () => {
    const [story, fact] = signed();
    await beside([registered(), won], story)(fact).then();
    await beside([registered(), lost], story)(fact).then();
  });
});

describe('when a deal is lost', () => {
  it('withdraws its open contracts, all pages of them', () =>
    beside([registered(), lost], undefined, [['a', 'b'], ['c']])(fact(lost)).then(
      ...['a', 'b', 'c'].map((id) => withdraw(id, because)),
    ));
  it('withdraws nothing of a deal that is open again when this comes late: its new contracts are no part of the loss', () =>
    beside([registered(), lost, reopened], undefined, [['a']])(fact(lost)).then());
  it('withdraws nothing where there is none', () => beside([registered(), lost], undefined, [[]])(fact(lost)).then());
});

describe('when a contract is written for a deal', () => {
  const written = (): readonly [ContractStory, readonly Recorded<ContractEvent>[]] => {
    const story = new ContractStory();
    const drafted = story.does('li.na', draft(), morning);
    const revised = story.does('li.na', { type: 'ReviseContract', title: '新名' }, morning);
    return [story, [...drafted, ...revised, ...story.does('li.na', { type: 'SubmitContract' }, morning)]];
  };

  it('withdraws it when the deal is lost, drafted, revised and submitted alike', async () => {
    const [story, facts] = written();
    expect(facts.map(({ type }) => type)).toEqual(['ContractDrafted', 'ContractRevised', 'ContractSubmitted']);
    for (const one of facts) await beside([registered(), lost], story)(one).then(withdraw(contractId, because));
  });
  it('withdraws it when there is no such deal', async () => {
    const [story, facts] = written();
    for (const one of facts)
      await beside([], story)(one).then(withdraw(contractId, '商機不存在 the deal does not exist'));
  });
  it('leaves it while the deal is open, again or still, or won', async () => {
    const [story, facts] = written();
    for (const one of facts) {
      await beside([registered()], story)(one).then();
      await beside([registered(), lost, reopened], story)(one).then();
      await beside([registered(), won], story)(one).then();
    }
  });
  it('withdraws it when the deal is not in reach of who drafted it', async () => {
    const [story, [drafted]] = written();
    if (!drafted) throw new Error('not drafted');
    await beside(
      [registered({ ownerId: 'zhao.min' })],
      story,
    )(drafted).then(withdraw(contractId, '商機不在起草人範圍內 the deal is not in reach of who drafted it'));
    const byManager = new ContractStory();
    const [hers] = byManager.does('zhao.min', draft(), morning);
    if (!hers) throw new Error('not drafted');
    await beside([registered()], byManager)(hers).then();
  });
  it('leaves the agreement that a change of an order needs, whoever has the order or has left', async () => {
    const [story, [drafted]] = written();
    if (drafted?.type !== 'ContractDrafted') throw new Error('not drafted');
    const amends = { orderId: '0d6f2a3b-7c1e-4b5a-8f9d-3e2c1b0a9f8e', amendment: 1 };
    const agreement = { ...drafted, data: { ...drafted.data, draftedBy: 'who.left', amends } };
    await beside([registered({ ownerId: 'zhao.min' })], story)(agreement).then();
  });
  it('leaves alone what history brings', () => expect(dealOutcomeReactions.history).toBeUndefined());
  it('does not mind a contract that came without a deal', () => {
    const { dealId: _, ...without } = (written()[1][0]?.data ?? {}) as { dealId?: string };
    const event = { type: 'ContractDrafted', data: without } as ContractEvent;
    expect(evolve(contract, contract.initialState, event).status).toBe('draft');
    return beside([])(recorded(event, `contract-${contractId}`)).then();
  });
});
