/** Everything the workflow bundle holds, and nothing else: each export is a workflow of its own name. */
export { calendarReplanning } from './calendar-replanning/calendar-replanning.workflow.js';
export { complaintEscalation } from './complaint-escalation/complaint-escalation.workflow.js';
export { contractApproval } from './contract-approval/contract-approval.workflow.js';
export { dailyCheck } from './daily-check/daily-check.workflow.js';
export { dealFollowUp } from './deal-follow-up/deal-follow-up.workflow.js';
export { deliveryTracking } from './delivery-tracking/delivery-tracking.workflow.js';
export { gradeTakeOver } from './grade-take-over/grade-take-over.workflow.js';
export { leave } from './leave/leave.workflow.js';
export { reassignment } from './reassignment/reassignment.workflow.js';
