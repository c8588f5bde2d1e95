import type { CaseEvent, NoteCaseCause } from '@dealtrail/cases';
import { send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { caseRecurrenceReactions } from './case-recurrence.reactions.js';

const caseId = 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b';
const customerId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const whom = {
  caseId,
  number: 'PEHZ1GJ4',
  kind: 'complaint',
  customerId,
  productId: 'gtx.pro',
  ownerId: 'luo.jia',
} as const;
const cause = { category: 'product-quality', prevention: '出廠前逐台老化測試' };
const at = '2026-03-04T02:00:00.000Z';

const when = reactionSpecification(caseRecurrenceReactions, {
  known: testKnown({}),
  load: () => Promise.reject(new Error('nothing is to be loaded')),
  ask: () => Promise.reject(new Error('nothing is to be asked')),
});
const fact = (event: CaseEvent) => recorded(event, `case-${caseId}`, 3, { occurredAt: at });
const note = (subjectKind: 'product' | 'customer', subjectId: string) =>
  send<NoteCaseCause>({ type: 'NoteCaseCause', category: 'product-quality', subjectKind, subjectId, caseId, at });

describe('when the cause of a case is known', () => {
  it('is noted for its product and its customer, recorded alone or along with its closing', async () => {
    const both = [note('product', 'gtx.pro'), note('customer', customerId)];
    await when(fact({ type: 'CaseCauseRecorded', data: { ...whom, ...cause, by: 'luo.jia' } })).then(...both);
    await when(fact({ type: 'CaseClosed', data: { ...whom, cause, by: 'luo.jia', late: false } })).then(...both);
  });
  it('is noted for what is known of the case', () => {
    const data = { ...whom, customerId: undefined, ...cause, by: 'luo.jia' };
    return when(fact({ type: 'CaseCauseRecorded', data })).then(note('product', 'gtx.pro'));
  });
  it('leaves a case alone that closes without one', () =>
    when(fact({ type: 'CaseClosed', data: { ...whom, by: 'luo.jia', late: false } })).then());
});
