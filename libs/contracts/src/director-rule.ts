import type { Money } from '@dealtrail/money';
import type { ContractApprovalPolicy } from '@dealtrail/policies';
import type { DirectorRule } from './contract.events.js';

/** Whether the director decides on an amount as well: from the threshold of its currency on, and where there is none (R067). */
export function directorRule({ amount, currency }: Money, policy: ContractApprovalPolicy): DirectorRule {
  const from = policy.directorFrom[currency];
  return {
    required: from === undefined || amount >= from,
    ...(from !== undefined && { from: { amount: from, currency } }),
    workingDays: policy.directorDays,
    warnings: policy.directorWarnings,
  };
}
