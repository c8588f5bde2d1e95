import { caseHandling } from './case-handling.js';
import { contractApproval } from './contract-approval.js';
import { dealStages } from './deal-stages.js';
import { followUp } from './follow-up.js';
import { orderDelivery } from './order-delivery.js';
import type { PolicyKind } from './policy-kind.js';
import { productFeedback } from './product-feedback.js';
import { workingCalendar } from './working-calendar.js';
import { writeOff } from './write-off.js';

/** Every kind of policy by the id of its stream; a new kind is one file and one line here. */
export const policyKinds = {
  'deal-stages': dealStages,
  'follow-up': followUp,
  calendar: workingCalendar,
  'contract-approval': contractApproval,
  'order-delivery': orderDelivery,
  'write-off': writeOff,
  'product-feedback': productFeedback,
  'case-handling': caseHandling,
} as const;

export type PolicyKindId = keyof typeof policyKinds;

/** What a kind's policy says. */
export type PolicyContent<K extends PolicyKindId = PolicyKindId> = (typeof policyKinds)[K]['first'];

export const policyKindIds = Object.keys(policyKinds) as PolicyKindId[];

/** The same table, for whom any kind will do. */
export const policyKind = (kind: PolicyKindId): PolicyKind<object> => policyKinds[kind];
