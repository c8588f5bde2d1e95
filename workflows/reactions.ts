import type { Reactions } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { calendarReplanningReactions } from './calendar-replanning/calendar-replanning.reactions.js';
import { caseRecurrenceReactions } from './case-recurrence/case-recurrence.reactions.js';
import { caseMergeReactions } from './case-merge/case-merge.reactions.js';
import { caseReassignmentReactions } from './case-reassignment/case-reassignment.reactions.js';
import { caseTierReactions } from './case-tier/case-tier.reactions.js';
import { complaintEscalationReactions } from './complaint-escalation/complaint-escalation.reactions.js';
import { contractApprovalReactions } from './contract-approval/contract-approval.reactions.js';
import { contractReassignmentReactions } from './contract-reassignment/contract-reassignment.reactions.js';
import { dailyCheckReactions } from './daily-check/daily-check.reactions.js';
import { customerAnswerReactions } from './customer-answer/customer-answer.reactions.js';
import { dealFollowUpReactions } from './deal-follow-up/deal-follow-up.reactions.js';
import { dealOutcomeReactions } from './deal-outcome/deal-outcome.reactions.js';
import { deliveryTrackingReactions } from './delivery-tracking/delivery-tracking.reactions.js';
import { gradeTakeOverReactions } from './grade-take-over/grade-take-over.reactions.js';
import { leaveReactions } from './leave/leave.reactions.js';
import { neededPeopleReactions } from './needed-people/needed-people.reactions.js';
import { orderAmendmentReactions } from './order-amendment/order-amendment.reactions.js';
import { orderEscalationReactions } from './order-escalation/order-escalation.reactions.js';
import { orderPlacementReactions } from './order-placement/order-placement.reactions.js';
import { orderReassignmentReactions } from './order-reassignment/order-reassignment.reactions.js';
import { paymentPlanningReactions } from './payment-planning/payment-planning.reactions.js';
import { caseRemindersReactions } from './reminders/case-reminders.reactions.js';
import { orderRemindersReactions } from './reminders/order-reminders.reactions.js';
import { productFeedbackHandOverReactions } from './product-feedback-hand-over/product-feedback-hand-over.reactions.js';
import { receivableReassignmentReactions } from './receivable-reassignment/receivable-reassignment.reactions.js';
import { remindersReactions } from './reminders/reminders.reactions.js';
import { reassignmentReactions } from './reassignment/reassignment.reactions.js';

/** All that happens next: what the reaction runner runs, by names that must not change (their checkpoints bear them). */
export const reactionTables: readonly Reactions<never, Known>[] = [
  dealFollowUpReactions,
  reassignmentReactions,
  gradeTakeOverReactions,
  neededPeopleReactions,
  leaveReactions,
  contractApprovalReactions,
  contractReassignmentReactions,
  receivableReassignmentReactions,
  productFeedbackHandOverReactions,
  dealOutcomeReactions,
  orderPlacementReactions,
  paymentPlanningReactions,
  orderAmendmentReactions,
  orderReassignmentReactions,
  orderEscalationReactions,
  deliveryTrackingReactions,
  caseTierReactions,
  caseMergeReactions,
  caseReassignmentReactions,
  complaintEscalationReactions,
  calendarReplanningReactions,
  remindersReactions,
  orderRemindersReactions,
  caseRemindersReactions,
  dailyCheckReactions,
  customerAnswerReactions,
  caseRecurrenceReactions,
];
