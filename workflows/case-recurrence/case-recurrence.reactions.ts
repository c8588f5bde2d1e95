import { reactions, send, type Action } from '@dealtrail/event-sourcing';
import { caseDecider, type CaseEvent, type NoteCaseCause } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';

/**
 * The cause of each case that closes is noted for its product and for its customer: a second one within the policy's days is a
 * recurrence (R105). Until then a cause may be put right, and what was noted could not be.
 */
export const caseRecurrenceReactions = reactions<CaseEvent, Known>({
  name: 'caseRecurrence',
  react: {
    CaseClosed: async ({ data: { caseId, productId, customerId }, metadata: { occurredAt: at } }, { load }) => {
      const closed = await load(caseDecider, caseId);
      const category = closed.status === 'none' ? undefined : closed.cause?.category;
      if (category === undefined) return [];
      const note = (subjectKind: 'product' | 'customer', subjectId: string | undefined): readonly Action[] =>
        subjectId === undefined
          ? []
          : [send<NoteCaseCause>({ type: 'NoteCaseCause', category, subjectKind, subjectId, caseId, at })];
      return [...note('product', productId), ...note('customer', customerId)];
    },
  },
});
