import { reactions, send, type Action, type ReactionContext } from '@dealtrail/event-sourcing';
import { OpenCaseIdsOfCustomer, type CaseEvent, type PlanCaseForTier } from '@dealtrail/cases';
import { customer, type CustomerEvent } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';
import { everyId } from '../every-id.js';

/**
 * A case is planned by the limits of its customer's tier and grade (R021, D16), once it is known whose it is, or they change; and
 * when it is opened again, for nothing of a closed one is planned. Who has neither may have it from somebody who had.
 */
export const caseTierReactions = reactions<CaseEvent | CustomerEvent, Known>({
  name: 'caseTier',
  react: {
    /** It has the limits of whoever is in no tier. */
    CaseReported: async ({ data: { caseId, customerId } }, context) => {
      const tiers = await tiersOf(customerId, context);
      return tiers.length === 0 ? [] : [plan(caseId, tiers)];
    },
    CaseEdited: ({ data: { caseId, changes } }, context) => planFor(caseId, changes.customerId, context),
    CaseReopened: ({ data: { caseId, customerId } }, context) => planFor(caseId, customerId, context),
    CustomerTierAssessed: ({ data: { customerId } }, context) => planAllOf(customerId, context),
    CustomerGraded: ({ data: { customerId } }, context) => planAllOf(customerId, context),
  },
});

async function planAllOf(customerId: string, context: ReactionContext<Known>): Promise<readonly Action[]> {
  const open = await everyId(context, OpenCaseIdsOfCustomer, { customerId });
  return (await Promise.all(open.map((caseId) => planFor(caseId, customerId, context)))).flat();
}

type Loads = Pick<ReactionContext<Known>, 'load'>;

const planFor = async (caseId: string, customerId: string | undefined, context: Loads): Promise<readonly Action[]> =>
  customerId === undefined ? [] : [plan(caseId, await tiersOf(customerId, context))];

const plan = (caseId: string, tiers: string[]): Action =>
  send<PlanCaseForTier>({ type: 'PlanCaseForTier', caseId, tiers });

async function tiersOf(customerId: string | undefined, { load }: Loads): Promise<string[]> {
  const whose = customerId === undefined ? undefined : await load(customer, customerId);
  return [whose?.tier, whose?.grade].filter((tier) => tier !== undefined);
}
