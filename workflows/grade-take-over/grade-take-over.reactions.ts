import { reactions, send, start, type Action, type ReactionContext } from '@dealtrail/event-sourcing';
import { customer, type CustomerEvent } from '@dealtrail/customers';
import { deal, type DealEvent, type GradeDeal } from '@dealtrail/deals';
import { gradeReason } from './grade-reason.js';
import { gradeTakeOver } from './grade-take-over.process.js';

/** A grading and a new deal may meet from either side: the grading goes to all open deals, an ungraded deal asks its customer. */
export const gradeTakeOverReactions = reactions<CustomerEvent | DealEvent>({
  name: 'gradeTakeOver',
  react: {
    CustomerGraded: ({ data: { customerId } }) => [start(gradeTakeOver, customerId)],
    DealRegistered: ({ data: { dealId, customerId, grade }, position }, context) =>
      customerId === undefined || grade !== undefined ? [] : ofCustomer(dealId, customerId, position, context),
    DealEdited: async ({ data: { dealId, changes }, position }, context) => {
      if (changes.customerId === undefined) return [];
      const edited = await context.load(deal, dealId);
      return edited.status === 'open' && edited.grade === undefined
        ? ofCustomer(dealId, changes.customerId, position, context)
        : [];
    },
  },
});

/** At least as new as the deal's fact; a grading after it has a later position and stands, whichever comes first. */
async function ofCustomer(
  dealId: string,
  customerId: string,
  position: number,
  { load }: ReactionContext<unknown>,
): Promise<readonly Action[]> {
  const its = await load(customer, customerId);
  if (its?.grade === undefined) return [];
  const reason = gradeReason(its.registration.number);
  return [send<GradeDeal>({ type: 'GradeDeal', dealId, grade: its.grade, reason, position })];
}
