import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import type { ProductFeedbackEvent } from '@dealtrail/product-feedback';
import { reminderIdOf, type RaiseReminder, type ReminderKind } from '@dealtrail/reminders';
import {
  feedbackAnswered,
  feedbackHandedOver,
  feedbackId,
  feedbackReassigned,
  feedbackSubmitted,
} from '../testing/feedback-events.js';
import { remindersReactions } from './reminders.reactions.js';

const when = reactionSpecification(remindersReactions, {
  known: testKnown({}),
  load: () => Promise.reject(new Error('nothing is to be loaded')),
  ask: () => Promise.reject(new Error('nothing is to be asked')),
});
const told = (staffId: string, kind: ReminderKind, { id, metadata }: Recorded<ProductFeedbackEvent>) =>
  send<RaiseReminder>({
    type: 'RaiseReminder',
    reminderId: reminderIdOf(id, staffId),
    staffId,
    kind,
    at: metadata.occurredAt,
    about: { category: 'productFeedback', id: feedbackId },
    number: '9CEQRBMZ',
  });

describe('product feedback', () => {
  it('when it is submitted, tells who answers for the product', () =>
    when(feedbackSubmitted).then(told('qin.tao', 'product-feedback-assigned', feedbackSubmitted)));
  it('when somebody else is to answer it, tells them', () =>
    when(feedbackReassigned).then(told('yu.fei', 'product-feedback-assigned', feedbackReassigned)));
  it('when it is answered, tells the seller, who tells the customer', () =>
    when(feedbackAnswered).then(told('li.na', 'product-feedback-answered', feedbackAnswered)));
  it('when the product owner has left, tells who answers instead', async () => {
    const handedOver = feedbackHandedOver({ productOwnerId: 'yu.fei' });
    await when(handedOver).then(told('yu.fei', 'product-feedback-assigned', handedOver));
  });
  it('when the seller has left, tells the new one of an answer that is there, and else nobody', async () => {
    const answered = feedbackHandedOver({ ownerId: 'zhao.min' }, true);
    await when(answered).then(told('zhao.min', 'product-feedback-answered', answered));
    await when(feedbackHandedOver({ ownerId: 'zhao.min' })).then();
  });
});
