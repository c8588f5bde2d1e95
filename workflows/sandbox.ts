/** Everything the workflow bundle holds, and nothing else: each export is a workflow of its own name. */
export { dealFollowUp } from './deal-follow-up/deal-follow-up.workflow.js';
