import { eventSchema, type Event } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { PolicyVersion } from '@dealtrail/policies';

/** What a customer has to say of a product: 缺陷、改進、新功能、價格、競品、服務、其他. */
export const feedbackKinds = [
  'defect',
  'improvement',
  'new-feature',
  'price',
  'competitor',
  'service',
  'other',
] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];

/** 採納、列入計劃、不採納 */
export const feedbackOutcomes = ['accepted', 'planned', 'declined'] as const;
export type FeedbackOutcome = (typeof feedbackOutcomes)[number];

/** How it came to who answers it. */
export type FeedbackRoute = 'asked' | 'policy' | 'turn';

/** What was said, of what, and by whom. */
export interface FeedbackContent {
  readonly customerId: string;
  readonly dealId?: string;
  readonly contractId?: string;
  readonly orderId?: string;
  readonly productId?: string;
  readonly productName?: string;
  readonly kind: FeedbackKind;
  readonly text: string;
}

/** Whom an item concerns: told in every fact, so that each is read alone. */
interface Whom {
  readonly feedbackId: string;
  readonly number: string;
  readonly customerId: string;
  /** The seller, who tells the customer. */
  readonly ownerId: string;
  /** Who answers it. */
  readonly productOwnerId: string;
}

export type ProductFeedbackEvent =
  | Event<
      'ProductFeedbackSubmitted',
      Whom & FeedbackContent & { by: string; via: FeedbackRoute; policy: PolicyVersion }
    >
  /** Somebody else answers it from now on: `productOwnerId`. */
  | Event<'ProductFeedbackReassigned', Whom & { from: string; by: string; reason: string }>
  | Event<'ProductFeedbackAnswered', Whom & { outcome: FeedbackOutcome; answer: string; plannedFor?: Day; by: string }>
  | Event<'CustomerInformedOfAnswer', Whom & { informedOn: Day; note?: string; by: string }>
  /** Without a reason once the customer knows the answer. */
  | Event<'ProductFeedbackClosed', Whom & { by: string; reason?: string }>
  /** Seller or product owner had left; `position` is the fact of the staff log that said so. */
  | Event<
      'ProductFeedbackHandedOver',
      Whom & {
        previous: { readonly ownerId: string; readonly productOwnerId: string };
        answered: boolean;
        position: number;
      }
    >;

/** Everything an item's stream (`productFeedback-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const productFeedbackEvents = eventSchema<ProductFeedbackEvent>('productFeedback', {
  ProductFeedbackSubmitted: { version: 1 },
  ProductFeedbackReassigned: { version: 1 },
  ProductFeedbackAnswered: { version: 1 },
  CustomerInformedOfAnswer: { version: 1 },
  ProductFeedbackClosed: { version: 1 },
  ProductFeedbackHandedOver: { version: 1 },
});
