import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { OpenCaseIdsOfCustomer, type CaseEvent, type PlanCaseForTier } from '@dealtrail/cases';
import { company, facts } from '@dealtrail/cases/testing';
import type { CustomerEvent } from '@dealtrail/customers';
import { caseTierReactions } from './case-tier.reactions.js';

const { caseId, otherCaseId, customerId } = facts;
const asked: unknown[] = [];
const when = (customer: object | undefined) =>
  reactionSpecification(caseTierReactions, {
    known: company.known,
    load: <S>() => Promise.resolve(customer as S),
    ask: <Q extends object, A>(question: new () => Q, { customerId: whose }: Partial<Q> & { customerId?: string }) => {
      asked.push([question, whose]);
      return Promise.resolve({ items: [caseId, otherCaseId], position: '7' } as A);
    },
  });
const of = (fact: CaseEvent): Recorded<CaseEvent> => recorded(fact, `case-${caseId}`, 1);
const plan = (tiers: string[], id = caseId) => send<PlanCaseForTier>({ type: 'PlanCaseForTier', caseId: id, tiers });
const edited = (changes: object) => of(facts.fact('CaseEdited', { ...facts.edited.data, changes }));

describe('a case of a customer', () => {
  it('is planned for their tier and grade when it is reported, and when it is known whose it is', async () => {
    await when({ tier: 'key', grade: 'A' })(of(facts.reported)).then(plan(['key', 'A']));
    await when({ grade: 'B' })(edited({ customerId })).then(plan(['B']));
  });
  it('is planned as any other once it is a customer’s who has neither: the one before may have had', () =>
    when({})(edited({ customerId })).then(plan([])));
  it('is planned for them when it is opened again, for what changed while it was closed moved nothing', async () => {
    await when({ tier: 'key' })(of(facts.reopened)).then(plan(['key']));
    await when({})(of(facts.reopened)).then(plan([]));
  });
  it('stays as it is where they have neither, or nothing is said of them', async () => {
    await when({})(of(facts.reported)).then();
    await when(undefined)(of(facts.reported)).then();
    await when({ tier: 'key' })(edited({ subject: '反覆關機' })).then();
  });
  it('is planned anew when the customer is put in another tier or grade, each that is open', async () => {
    const changed: CustomerEvent = {
      type: 'CustomerTierAssessed',
      data: { customerId, tier: 'key', reason: '年採購額' },
    };
    const fact = recorded(changed, `customer-${customerId}`, 3);
    await when({ tier: 'key' })(fact).then(plan(['key']), plan(['key'], otherCaseId));
    expect(asked).toEqual([[OpenCaseIdsOfCustomer, customerId]]);
  });
});
