import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import type { ReassignReceivable, ReceivableEvent } from '@dealtrail/payments';
import { receivableReassignmentReactions } from './receivable-reassignment.reactions.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const fact = (event: ReceivableEvent): Recorded<ReceivableEvent> => recorded(event, `receivable-${contractId}`, 0);
const planned = fact({
  type: 'PaymentsPlanned',
  data: { contractId, ownerId: 'li.na', number: 'KCPJR7JZ', currency: 'CNY', by: 'li.na', instalments: [] },
});
const reassigned = fact({
  type: 'ReceivableReassigned',
  data: { contractId, from: 'sun.li', to: 'li.na', position: 1, instalments: [], receiptIds: [], writeOffIds: [] },
});
const when = (active: boolean) =>
  reactionSpecification(receivableReassignmentReactions, {
    known: testKnown({ people: [{ staffId: 'li.na', roles: ['rep'], active }] }),
    load: () => Promise.reject(new Error('nothing is to be loaded')),
    ask: () => Promise.reject(new Error('nothing is to be asked')),
  });

describe.each([
  ['planned', planned],
  ['given on', reassigned],
])('when an account is %s', (_, event) => {
  it('gives it on from an owner who has left meanwhile', () =>
    when(false)(event).then(
      send<ReassignReceivable>({ type: 'ReassignReceivable', contractId, from: 'li.na', position: event.position }),
    ));
  it('leaves it with an owner who is there', () => when(true)(event).then());
});
