import { reactions, send, type Action, type ReactionContext } from '@dealtrail/event-sourcing';
import type { CaseEvent, PlanCaseForTier } from '@dealtrail/cases';
import { customer } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';

/** A case is planned by the limits of its customer's tier and grade (R021, D16), once it is known whose it is. */
export const caseTierReactions = reactions<CaseEvent, Known>({
  name: 'caseTier',
  react: {
    CaseReported: ({ data: { caseId, customerId } }, context) => planFor(caseId, customerId, context),
    CaseEdited: ({ data: { caseId, changes } }, context) => planFor(caseId, changes.customerId, context),
  },
});

async function planFor(
  caseId: string,
  customerId: string | undefined,
  { load }: ReactionContext<Known>,
): Promise<readonly Action[]> {
  const whose = customerId === undefined ? undefined : await load(customer, customerId);
  const tiers = [whose?.tier, whose?.grade].filter((tier) => tier !== undefined);
  return tiers.length === 0 ? [] : [send<PlanCaseForTier>({ type: 'PlanCaseForTier', caseId, tiers })];
}
