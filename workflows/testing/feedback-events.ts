import type { Recorded } from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import type { ProductFeedbackEvent } from '@dealtrail/product-feedback';

export const feedbackId = '4b1d7c2e-9f3a-4e5d-8c6b-0a1f2e3d4c5b';
const customerId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const whom = { feedbackId, number: '9CEQRBMZ', customerId, ownerId: 'li.na', productOwnerId: 'qin.tao' };

const fact = (event: ProductFeedbackEvent): Recorded<ProductFeedbackEvent> =>
  recorded(event, `productFeedback-${feedbackId}`, 0);

/** Li Na's item that Qin Tao answers. */
export const feedbackSubmitted = fact({
  type: 'ProductFeedbackSubmitted',
  data: {
    ...whom,
    ...{ kind: 'improvement', text: '控制面板在強光下看不清', by: 'li.na', via: 'turn' },
    policy: { kind: 'product-feedback', version: 1 },
  },
});
export const feedbackReassigned = fact({
  type: 'ProductFeedbackReassigned',
  data: { ...whom, productOwnerId: 'yu.fei', from: 'qin.tao', by: 'qin.tao', reason: '屬於顯示模組' },
});
export const feedbackAnswered = fact({
  type: 'ProductFeedbackAnswered',
  data: { ...whom, outcome: 'declined', answer: '不做', by: 'qin.tao' },
});
/** From Li Na and Qin Tao, or one of them, to who has it from now on. */
export const feedbackHandedOver = (to: { ownerId?: string; productOwnerId?: string }, answered = false) =>
  fact({
    type: 'ProductFeedbackHandedOver',
    data: { ...whom, ...to, previous: { ownerId: 'li.na', productOwnerId: 'qin.tao' }, answered, position: 1 },
  });
