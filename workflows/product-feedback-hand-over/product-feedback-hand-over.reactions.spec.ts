import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import type { HandOverProductFeedback, ProductFeedbackEvent } from '@dealtrail/product-feedback';
import { feedbackHandedOver, feedbackId, feedbackReassigned, feedbackSubmitted } from '../testing/feedback-events.js';
import { productFeedbackHandOverReactions } from './product-feedback-hand-over.reactions.js';

/** The company when the reaction looks: these have left by then. */
const when = (...gone: readonly string[]) =>
  reactionSpecification(productFeedbackHandOverReactions, {
    known: testKnown({
      people: [
        { staffId: 'li.na', roles: ['rep'] },
        { staffId: 'qin.tao', roles: ['technical'] },
        { staffId: 'yu.fei', roles: ['technical'] },
      ].map((person) => ({ ...person, active: !gone.includes(person.staffId) }) as never),
    }),
    load: () => Promise.reject(new Error('nothing is to be loaded')),
    ask: () => Promise.reject(new Error('nothing is to be asked')),
  });
const handOver = (from: string, { position }: Recorded<ProductFeedbackEvent>) =>
  send<HandOverProductFeedback>({ type: 'HandOverProductFeedback', feedbackId, from, position });

describe('when product feedback is given to somebody', () => {
  it('goes on from a product owner who has left meanwhile', async () => {
    await when('qin.tao')(feedbackSubmitted).then(handOver('qin.tao', feedbackSubmitted));
    await when('yu.fei')(feedbackReassigned).then(handOver('yu.fei', feedbackReassigned));
    const again = feedbackHandedOver({ productOwnerId: 'yu.fei' });
    await when('yu.fei')(again).then(handOver('yu.fei', again));
  });
  it('goes on from a seller who has left meanwhile, and from both', () =>
    when(
      'qin.tao',
      'li.na',
    )(feedbackSubmitted).then(handOver('li.na', feedbackSubmitted), handOver('qin.tao', feedbackSubmitted)));
  it('stays with who is there', () => when('yu.fei')(feedbackSubmitted).then());
});
