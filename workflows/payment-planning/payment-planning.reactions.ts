import { reactions, send } from '@dealtrail/event-sourcing';
import type { ContractEvent } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import type { PlanPayments } from '@dealtrail/payments';

/** A signature plans the payments of the contract's plan (R080); people may have planned them before, and theirs stands. */
export const paymentPlanningReactions = reactions<ContractEvent, Known>({
  name: 'paymentPlanning',
  react: {
    ContractSigned: ({ data: { contractId, dealId, customerId, ownerId, amount, paymentPlan = [] } }) => {
      if (paymentPlan.length === 0) return [];
      const of = { contractId, dealId, customerId, ownerId, currency: amount.currency };
      return [send<PlanPayments>({ type: 'PlanPayments', ...of, instalments: [...paymentPlan] })];
    },
  },
});
