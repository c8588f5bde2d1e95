import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { ProductFeedbackEvent } from './product-feedback.events.js';

export const feedbackStates = ['submitted', 'answered', 'informed', 'closed'] as const;
export type FeedbackState = (typeof feedbackStates)[number];

/** An item with all that became of it. */
export interface ProductFeedbackRow {
  readonly feedbackId: string;
  readonly number: string;
  readonly state: FeedbackState;
  readonly customerId: string;
  readonly dealId?: string;
  readonly contractId?: string;
  readonly orderId?: string;
  readonly productId?: string;
  readonly productName?: string;
  readonly kind: string;
  readonly text: string;
  readonly ownerId: string;
  readonly productOwnerId: string;
  readonly via: string;
  readonly submittedBy: string;
  readonly submittedAt: Instant;
  readonly outcome?: string;
  readonly answer?: string;
  readonly plannedFor?: Day;
  readonly answeredBy?: string;
  readonly answeredAt?: Instant;
  readonly informedOn?: Day;
  readonly informedBy?: string;
  readonly informedNote?: string;
  readonly closedAt?: Instant;
  /** Why it ended before the customer knew an answer. */
  readonly closedFor?: string;
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

const key = ({ data: { feedbackId } }: { readonly data: { readonly feedbackId: string } }) => [feedbackId];
const changed = (
  row: ProductFeedbackRow | undefined,
  { revision, position, data: { ownerId, productOwnerId } }: Recorded<ProductFeedbackEvent>,
  change: Partial<ProductFeedbackRow> = {},
): ProductFeedbackRow | undefined =>
  row && { ...row, ownerId, productOwnerId, ...change, revision, lastPosition: String(position) };

/** 產品反饋: every item ever submitted. */
export const productFeedbackRegister = projection<ProductFeedbackRow, ProductFeedbackEvent>({
  name: 'productFeedback',
  version: 1,
  key: 'feedbackId',
  columns: {
    feedbackId: 'text',
    number: 'text',
    state: 'text',
    customerId: 'text',
    dealId: 'text',
    contractId: 'text',
    orderId: 'text',
    productId: 'text',
    productName: 'text',
    kind: 'text',
    text: 'text',
    ownerId: 'text',
    productOwnerId: 'text',
    via: 'text',
    submittedBy: 'text',
    submittedAt: 'instant',
    outcome: 'text',
    answer: 'text',
    plannedFor: 'date',
    answeredBy: 'text',
    answeredAt: 'instant',
    informedOn: 'date',
    informedBy: 'text',
    informedNote: 'text',
    closedAt: 'instant',
    closedFor: 'text',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [['ownerId'], ['productOwnerId'], ['customerId'], ['productId'], ['state'], ['submittedAt'], ['answeredAt']],
  keys: {
    ProductFeedbackSubmitted: key,
    ProductFeedbackReassigned: key,
    ProductFeedbackAnswered: key,
    CustomerInformedOfAnswer: key,
    ProductFeedbackClosed: key,
    ProductFeedbackHandedOver: key,
  },
  project: {
    ProductFeedbackSubmitted: (_, { data: { by, policy: _policy, ...data }, metadata, revision, position }) => ({
      ...data,
      state: 'submitted',
      submittedBy: by,
      submittedAt: metadata.occurredAt,
      revision,
      lastPosition: String(position),
    }),
    ProductFeedbackReassigned: (row, event) => changed(row, event),
    ProductFeedbackAnswered: (row, event) => {
      const { outcome, answer, plannedFor, by: answeredBy } = event.data;
      const answeredAt = event.metadata.occurredAt;
      return changed(row, event, { state: 'answered', outcome, answer, plannedFor, answeredBy, answeredAt });
    },
    CustomerInformedOfAnswer: (row, event) => {
      const { informedOn, by: informedBy, note: informedNote } = event.data;
      return changed(row, event, { state: 'informed', informedOn, informedBy, informedNote });
    },
    ProductFeedbackClosed: (row, event) =>
      changed(row, event, { state: 'closed', closedAt: event.metadata.occurredAt, closedFor: event.data.reason }),
    ProductFeedbackHandedOver: (row, event) => changed(row, event),
  },
});
