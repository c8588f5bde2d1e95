import { send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { ContractEvent, PlannedInstalment } from '@dealtrail/contracts';
import { testKnown } from '@dealtrail/known/testing';
import type { PlanPayments } from '@dealtrail/payments';
import { contractId, dealOfContract } from '../testing/contract-story.js';
import { paymentPlanningReactions } from './payment-planning.reactions.js';

const when = reactionSpecification(paymentPlanningReactions, {
  known: testKnown({}),
  load: () => Promise.reject(new Error('the signature is read alone')),
});
const instalments = [
  { no: 1, label: '預付款', dueOn: '2026-05-15', amount: 14_463_000 },
  { no: 2, label: '驗收款', dueOn: '2026-06-19', amount: 33_747_000 },
];
const whom = { dealId: dealOfContract, ownerId: 'li.na' };
const signed = (paymentPlan?: readonly PlannedInstalment[]) =>
  recorded<ContractEvent>(
    {
      type: 'ContractSigned',
      data: {
        contractId,
        ...whom,
        number: 'KCPJR7JZ',
        round: 1,
        by: 'li.na',
        amount: { amount: 48_210_000, currency: 'CNY' },
        signedOn: '2026-03-05',
        ...(paymentPlan && { paymentPlan }),
      },
    },
    `contract-${contractId}`,
    7,
  );

describe('when a contract is signed', () => {
  it('plans its payments', () =>
    when(signed(instalments)).then(
      send<PlanPayments>({ type: 'PlanPayments', contractId, ...whom, currency: 'CNY', instalments }),
    ));
  it('plans none where it has no plan', async () => {
    await when(signed()).then();
    await when(signed([])).then();
  });
});
