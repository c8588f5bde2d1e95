import { reactions, send, type Action, type ReactionContext } from '@dealtrail/event-sourcing';
import { OpenCaseIdsOfCustomer, type CaseEvent, type PlanCaseForTier } from '@dealtrail/cases';
import { customer, type CustomerEvent } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';
import { everyId } from '../every-id.js';

/** A case is planned by the limits of its customer's tier and grade (R021, D16), once it is known whose it is, or they change. */
export const caseTierReactions = reactions<CaseEvent | CustomerEvent, Known>({
  name: 'caseTier',
  react: {
    CaseReported: ({ data: { caseId, customerId } }, context) => planFor(caseId, customerId, context),
    CaseEdited: ({ data: { caseId, changes } }, context) => planFor(caseId, changes.customerId, context),
    CustomerTierAssessed: ({ data: { customerId } }, context) => planAllOf(customerId, context),
    CustomerGraded: ({ data: { customerId } }, context) => planAllOf(customerId, context),
  },
});

async function planAllOf(customerId: string, context: ReactionContext<Known>): Promise<readonly Action[]> {
  const open = await everyId(context, OpenCaseIdsOfCustomer, { customerId });
  return (await Promise.all(open.map((caseId) => planFor(caseId, customerId, context)))).flat();
}

async function planFor(
  caseId: string,
  customerId: string | undefined,
  { load }: ReactionContext<Known>,
): Promise<readonly Action[]> {
  const whose = customerId === undefined ? undefined : await load(customer, customerId);
  const tiers = [whose?.tier, whose?.grade].filter((tier) => tier !== undefined);
  return tiers.length === 0 ? [] : [send<PlanCaseForTier>({ type: 'PlanCaseForTier', caseId, tiers })];
}
