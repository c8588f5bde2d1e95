import { reactions, send, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { HandOverProductFeedback, ProductFeedbackEvent } from '@dealtrail/product-feedback';

/**
 * A departure races with whatever gives an item to somebody: it lists what it finds, and every fact that gives looks at the
 * directory at or after its position. Whichever is later in the log repairs.
 */
export const productFeedbackHandOverReactions = reactions<ProductFeedbackEvent, Known>({
  name: 'productFeedbackHandOver',
  history: true,
  react: {
    ProductFeedbackSubmitted: (event, context) => handOver(event, context),
    ProductFeedbackReassigned: (event, context) => handOver(event, context),
    ProductFeedbackHandedOver: (event, context) => handOver(event, context),
  },
});

/** Gives the part of each who has left on; the rules say whether there is one. */
const handOver = (
  { data: { feedbackId, ownerId, productOwnerId }, position }: Recorded<ProductFeedbackEvent>,
  { known: { staff } }: ReactionContext<Known>,
): readonly Action[] =>
  [...new Set([ownerId, productOwnerId])]
    .filter((id) => !staff.isActive(id))
    .map((from) => send<HandOverProductFeedback>({ type: 'HandOverProductFeedback', feedbackId, from, position }));
