import { send, type Aggregate } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { customerLinkFold, type CustomerLink, type CustomerLinkEvent } from '@dealtrail/customer-links';
import type { Known } from '@dealtrail/known';
import type { OrderEvent } from '@dealtrail/orders';
import { reminderIdOf, type RaiseReminder } from '@dealtrail/reminders';
import { orderId, OrderStory } from '../testing/order-story.js';
import { orderRemindersReactions } from './order-reminders.reactions.js';

const linkId = '5b0f1d0a-6c3e-4d41-9a53-1f1f7d7c2b90';
const subject = { category: 'order', id: orderId, part: '1' } as const;
const story = new OrderStory().placed('2026-04-20T02:00:00.000Z');
const refused = recorded<CustomerLinkEvent>(
  { type: 'CustomerLinkAnswerRefused', data: { linkId, code: 'delivery-was-moved' } },
  `customerLink-${linkId}`,
  2,
);
const when = (link: Partial<CustomerLink> | undefined) =>
  reactionSpecification<OrderEvent | CustomerLinkEvent, Known>(orderRemindersReactions, {
    known: undefined as unknown as Known,
    load: <S>(aggregate: Aggregate<S>) =>
      Promise.resolve((aggregate === (customerLinkFold as Aggregate<unknown>) ? link : story.state) as S),
  });

describe('when the record did not take what a customer answered by a link', () => {
  it('tells the owner of today, for the customer was told that somebody will contact them', () =>
    when({ linkId, subject, ownerId: 'who.had.it' })(refused).then(
      send<RaiseReminder>({
        type: 'RaiseReminder',
        reminderId: reminderIdOf(refused.id, 'li.na'),
        staffId: 'li.na',
        kind: 'customer-answer-not-taken',
        at: refused.metadata.occurredAt,
        about: subject,
        number: expect.stringMatching(/^[0-9A-Z]{8}$/) as string,
      }),
    ));
  it('tells who has the case today, where it was about one', () => {
    const about = { category: 'case', id: orderId, part: 'resolution' } as const;
    return when({ linkId, subject: about, ownerId: 'who.had.it' })(refused).then(
      send<RaiseReminder>({
        type: 'RaiseReminder',
        reminderId: reminderIdOf(refused.id, 'li.na'),
        staffId: 'li.na',
        kind: 'customer-answer-not-taken',
        at: refused.metadata.occurredAt,
        about,
        number: expect.stringMatching(/^[0-9A-Z]{8}$/) as string,
      }),
    );
  });
  it('tells nobody of a link that is not there', () => when(undefined)(refused).then());
});
