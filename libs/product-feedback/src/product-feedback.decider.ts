import {
  decider,
  DomainError,
  ensure,
  ensureAllowed,
  ensureFound,
  personOf,
  same,
  shortNumber,
} from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { ensureMayOwn } from '@dealtrail/staff';
import { ensureMayAnswer, routed } from './feedback-routing.js';
import type { AnyProductFeedbackCommand } from './product-feedback.commands.js';
import { productFeedbackEvents, type FeedbackContent, type ProductFeedbackEvent } from './product-feedback.events.js';
import { evolveFeedback, type KnownFeedback, type ProductFeedback } from './product-feedback.fold.js';

function existing(item: ProductFeedback): KnownFeedback {
  ensureFound(item, 'feedback-not-found');
  return item;
}

/** An item that goes on. */
function open(item: ProductFeedback): KnownFeedback {
  const found = existing(item);
  ensure(!found.closed, 'feedback-closed');
  return found;
}

const whom = ({ submitted, ownerId, productOwnerId }: KnownFeedback) => {
  const { feedbackId, number, customerId } = submitted;
  return { feedbackId, number, customerId, ownerId, productOwnerId };
};

const said = ({ customerId, dealId, contractId, orderId, productId, productName, kind, text }: FeedbackContent) => ({
  ...{ customerId, dealId, contractId, orderId, productId, productName, kind, text },
});

/** The rules of product feedback (產品反饋): a seller brings it, who answers for the product answers, the customer hears of it. */
export const productFeedback = decider<AnyProductFeedbackCommand, ProductFeedbackEvent, ProductFeedback, Known>({
  events: productFeedbackEvents,
  id: ({ feedbackId }) => feedbackId,
  subject: (item, command) => {
    if (item) return { owners: [item.ownerId], assigned: [item.productOwnerId] };
    return { owners: command.type === 'SubmitProductFeedback' ? [command.ownerId ?? command.metadata.actor.id] : [] };
  },
  initialState: undefined,
  decide: {
    SubmitProductFeedback: ({ feedbackId, metadata, ...asked }, item, known) => {
      const by = personOf(metadata);
      const ownerId = asked.ownerId ?? by;
      if (item) {
        const { submitted } = item;
        const again =
          same(said(asked), said(submitted)) &&
          ownerId === submitted.ownerId &&
          by === submitted.by &&
          (asked.productOwnerId ?? submitted.productOwnerId) === submitted.productOwnerId;
        ensure(again, 'feedback-already-submitted');
        return [];
      }
      ensureMayOwn(known.staff, ownerId);
      if (asked.productOwnerId !== undefined) ensureMayAnswer(known.staff, asked.productOwnerId);
      const { version: policy } = known.policies.inForce('product-feedback', metadata.occurredAt);
      const route =
        asked.productOwnerId === undefined
          ? routed({ feedbackId, productId: asked.productId, ownerId }, metadata, known)
          : { productOwnerId: asked.productOwnerId, via: 'asked' as const, policy };
      const data = { feedbackId, number: shortNumber(feedbackId), ...said(asked), ownerId, by, ...route };
      return [{ type: 'ProductFeedbackSubmitted', data }];
    },

    ReassignProductFeedback: ({ productOwnerId, reason, metadata }, state, { staff }) => {
      const item = open(state);
      if (item.productOwnerId === productOwnerId) return [];
      ensure(!item.answer, 'feedback-already-answered');
      ensureMayAnswer(staff, productOwnerId);
      const data = { ...whom(item), productOwnerId, from: item.productOwnerId, by: personOf(metadata), reason };
      return [{ type: 'ProductFeedbackReassigned', data }];
    },

    AnswerProductFeedback: ({ outcome, answer, plannedFor, metadata }, state) => {
      const item = existing(state);
      const by = personOf(metadata);
      ensureAllowed(by === item.productOwnerId, 'not-the-product-owner');
      const data = { ...whom(item), outcome, answer, plannedFor, by };
      if (item.answer) {
        ensure(same({ ...item.answer, outcome, answer, plannedFor, by }, item.answer), 'feedback-already-answered');
        return [];
      }
      open(item);
      ensure(plannedFor === undefined || outcome === 'planned', 'day-is-for-what-is-planned');
      return [{ type: 'ProductFeedbackAnswered', data }];
    },

    InformCustomerOfAnswer: ({ informedOn, note, metadata }, state) => {
      const item = existing(state);
      const told = { informedOn, note, by: personOf(metadata) };
      if (item.informed) {
        ensure(same({ ...item.informed, ...told }, item.informed), 'customer-already-informed');
        return [];
      }
      open(item);
      ensure(item.answer, 'feedback-not-answered');
      ensure(informedOn <= dayOf(metadata.occurredAt), 'informed-in-the-future');
      return [{ type: 'CustomerInformedOfAnswer', data: { ...whom(item), ...told } }];
    },

    CloseProductFeedback: ({ reason, metadata }, state) => {
      const item = existing(state);
      if (item.closed) {
        ensure(same(item.closed.reason, reason), 'feedback-closed');
        return [];
      }
      ensure(item.informed ?? reason, 'customer-not-informed');
      return [{ type: 'ProductFeedbackClosed', data: { ...whom(item), by: personOf(metadata), reason } }];
    },

    HandOverProductFeedback: ({ from, position, metadata }, state, known) => {
      const item = existing(state);
      if (item.closed || known.staff.isActive(from)) return [];
      const isOwner = item.ownerId === from;
      const isAnswering = item.productOwnerId === from && !item.answer;
      if (!isOwner && !isAnswering) return [];
      const ownerId = isOwner ? known.staff.superiorOf(from) : item.ownerId;
      if (ownerId === undefined) throw new DomainError('nobody-to-hand-over-to');
      const { feedbackId, productId } = item.submitted;
      const productOwnerId = isAnswering
        ? routed({ feedbackId, productId, ownerId }, metadata, known).productOwnerId
        : item.productOwnerId;
      const previous = { ownerId: item.ownerId, productOwnerId: item.productOwnerId };
      const answered = item.answer !== undefined;
      const data = { ...whom(item), ownerId, productOwnerId, previous, answered, position };
      return [{ type: 'ProductFeedbackHandedOver', data }];
    },
  },
  evolve: evolveFeedback,
});
