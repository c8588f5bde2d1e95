import type { AnyProcess } from '@dealtrail/event-sourcing';
import { CaseIdsPlannedBefore, OpenCaseIdsOf } from '@dealtrail/cases';
import { ContractIdsPlannedBefore, OpenContractIdsOf, OpenReviewStepsOf } from '@dealtrail/contracts';
import { OpenReceivableIdsOf } from '@dealtrail/payments';
import { OpenProductFeedbackIdsOf } from '@dealtrail/product-feedback';
import { OpenDealIdsOf, OpenDealIdsOfCustomer } from '@dealtrail/deals';
import { OpenOrderIdsOf } from '@dealtrail/orders';
import { calendarReplanning } from './calendar-replanning/calendar-replanning.process.js';
import { complaintEscalation } from './complaint-escalation/complaint-escalation.process.js';
import { contractApproval } from './contract-approval/contract-approval.process.js';
import { dealFollowUp } from './deal-follow-up/deal-follow-up.process.js';
import { deliveryTracking } from './delivery-tracking/delivery-tracking.process.js';
import { leave } from './leave/leave.process.js';
import { reassignment } from './reassignment/reassignment.process.js';

/** Every process whose end is on record: what reconcile compares with Temporal. */
export const processes: readonly AnyProcess[] = [
  dealFollowUp,
  reassignment,
  leave,
  contractApproval,
  deliveryTracking,
  complaintEscalation,
  calendarReplanning,
];

/** What processes may ask of the read side; each an activity beside the commands. */
export const processQuestions = [
  OpenDealIdsOf,
  OpenDealIdsOfCustomer,
  OpenContractIdsOf,
  OpenOrderIdsOf,
  OpenCaseIdsOf,
  OpenReceivableIdsOf,
  OpenProductFeedbackIdsOf,
  OpenReviewStepsOf,
  ContractIdsPlannedBefore,
  CaseIdsPlannedBefore,
] as const;
