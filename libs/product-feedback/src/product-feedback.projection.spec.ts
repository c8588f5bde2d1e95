import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { ProductFeedbackEvent } from './product-feedback.events.js';
import { productFeedbackRegister } from './product-feedback.projection.js';
import {
  answered,
  closed,
  closedFor,
  content,
  feedbackId,
  handedOver,
  informed,
  reassigned,
  submitted,
  whom,
} from './testing/feedback-facts.js';

const given = (...events: readonly ProductFeedbackEvent[]) =>
  projectionSpecification(productFeedbackRegister)(
    ...events.map((event, revision) => recorded(event, `productFeedback-${feedbackId}`, revision)),
  );
const at = '2026-03-02T01:00:00.000Z';
const row = (revision: number, change: object = {}) => ({
  ...whom,
  ...content,
  ...{ state: 'submitted' as const, via: 'turn', submittedBy: 'li.na', submittedAt: at },
  ...change,
  revision,
  lastPosition: String(revision + 1),
});
const answer = { outcome: 'planned', answer: '下一版改用高亮面板', plannedFor: '2026-12-31' };
const withAnswer = { ...answer, state: 'answered' as const, answeredBy: 'qin.tao', answeredAt: at };
const withCustomer = { informedOn: '2026-05-20', informedBy: 'li.na', informedNote: '電話告知' };

describe('productFeedback', () => {
  it('shows an item from its submission to its end', () => {
    given(submitted).then(row(0));
    given(submitted, answered).then(row(1, withAnswer));
    given(submitted, answered, informed).then(row(2, { ...withAnswer, ...withCustomer, state: 'informed' }));
    given(submitted, answered, informed, closed).then(
      row(3, { ...withAnswer, ...withCustomer, state: 'closed', closedAt: at, closedFor: undefined }),
    );
  });
  it('says why an item ended early', () =>
    given(submitted, closedFor).then(row(1, { state: 'closed', closedAt: at, closedFor: '客戶撤回' })));
  it('follows who answers it', () => {
    given(submitted, reassigned).then(row(1, { productOwnerId: 'yu.fei' }));
    given(submitted, handedOver).then(row(1, { productOwnerId: 'yu.fei' }));
  });
  it('leaves nothing of an item that was never submitted', () => given(answered, informed, closed).then());
});
