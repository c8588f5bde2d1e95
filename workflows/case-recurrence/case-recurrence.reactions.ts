import { reactions, send, type Action, type Recorded } from '@dealtrail/event-sourcing';
import type { CaseEvent, CaseWhom, NoteCaseCause } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';

/** Each cause of a case is noted for its product and for its customer: a second one within the policy's days is a recurrence (R105). */
export const caseRecurrenceReactions = reactions<CaseEvent, Known>({
  name: 'caseRecurrence',
  react: {
    CaseCauseRecorded: (event) => noted(event, event.data.category),
    CaseClosed: (event) => (event.data.cause ? noted(event, event.data.cause.category) : []),
  },
});

const noted = (
  { data: { caseId, productId, customerId }, metadata: { occurredAt: at } }: Recorded & { readonly data: CaseWhom },
  category: string,
): readonly Action[] => {
  const note = (subjectKind: 'product' | 'customer', subjectId: string | undefined) =>
    subjectId === undefined
      ? []
      : [send<NoteCaseCause>({ type: 'NoteCaseCause', category, subjectKind, subjectId, caseId, at })];
  return [...note('product', productId), ...note('customer', customerId)];
};
