import { send, start, type Aggregate } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { customer, type Customer, type CustomerEvent } from '@dealtrail/customers';
import type { Deal, GradeDeal } from '@dealtrail/deals';
import { customerId, dealId, fact, registered } from '../testing/deal-events.js';
import { gradeTakeOver } from './grade-take-over.process.js';
import { gradeTakeOverReactions } from './grade-take-over.reactions.js';

const company = (grade?: 'A' | 'B' | 'C'): Customer => ({
  registration: { customerId, number: '7WJG9R2T', name: '華東機械' },
  profile: { name: '華東機械' },
  ...(grade && { grade }),
});
const ungraded = { status: 'open', ownerId: 'li.na' } as Deal;
const when = (grade?: 'A' | 'B' | 'C') =>
  reactionSpecification(gradeTakeOverReactions, {
    known: {},
    load: <S>(aggregate: Aggregate<S>) =>
      Promise.resolve((aggregate === (customer as Aggregate<unknown>) ? company(grade) : ungraded) as S),
  });
const graded = send<GradeDeal>({
  type: 'GradeDeal',
  dealId,
  grade: 'A',
  reason: '隨客戶 7WJG9R2T 評級 graded with its customer',
  position: fact(registered()).position,
});
const moved = fact({ type: 'DealEdited', data: { dealId, changes: { customerId }, previous: {} } });

describe('the grade of a customer', () => {
  it('goes to all its open deals', () => {
    const event: CustomerEvent = { type: 'CustomerGraded', data: { customerId, grade: 'A', reason: '年採購額' } };
    return when('A')(recorded(event, `customer-${customerId}`, 4)).then(start(gradeTakeOver, customerId));
  });
  it('is taken over by a new deal', () => when('A')(fact(registered())).then(graded));
  it('is taken over by a deal that moves to the customer', () => when('A')(moved).then(graded));
  it('leaves a deal alone that brought its own', () => when('A')(fact(registered({ grade: 'C' }))).then());
  it('is not made up for a customer without one', () => when()(fact(registered())).then());
  it('does not concern a deal without a customer', () => when('A')(fact(registered({ customerId: undefined }))).then());
});
