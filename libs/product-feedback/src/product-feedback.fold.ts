import type { Evolve } from '@dealtrail/event-sourcing';
import type { ProductFeedbackEvent } from './product-feedback.events.js';

type Data<T extends ProductFeedbackEvent['type']> = Extract<ProductFeedbackEvent, { type: T }>['data'];

/** An item that exists. */
export interface KnownFeedback {
  /** As it was submitted, to tell its repeat from another item. */
  readonly submitted: Data<'ProductFeedbackSubmitted'>;
  readonly ownerId: string;
  readonly productOwnerId: string;
  readonly answer?: Data<'ProductFeedbackAnswered'>;
  readonly informed?: Data<'CustomerInformedOfAnswer'>;
  readonly closed?: Data<'ProductFeedbackClosed'>;
}

/** What rules read of an item. */
export type ProductFeedback = KnownFeedback | undefined;

/** How facts become the state of an item. */
export const evolveFeedback: Evolve<ProductFeedback, ProductFeedbackEvent> = {
  ProductFeedbackSubmitted: (_, { data }) => ({
    submitted: data,
    ownerId: data.ownerId,
    productOwnerId: data.productOwnerId,
  }),
  ProductFeedbackReassigned: (item, { data: { productOwnerId } }) => item && { ...item, productOwnerId },
  ProductFeedbackAnswered: (item, { data }) => item && { ...item, answer: data },
  CustomerInformedOfAnswer: (item, { data }) => item && { ...item, informed: data },
  ProductFeedbackClosed: (item, { data }) => item && { ...item, closed: data },
  ProductFeedbackHandedOver: (item, { data: { ownerId, productOwnerId } }) =>
    item && { ...item, ownerId, productOwnerId },
};
