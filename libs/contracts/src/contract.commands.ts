import {
  DraftContract,
  RecallContract,
  ReviseContract,
  SignContract,
  SubmitContract,
  WithdrawContract,
} from './contract-draft.commands.js';
import {
  ReassignContract,
  ReassignContractReview,
  RecordContractReviewOverdue,
  RemindContractReviewer,
  ReplanContractReviews,
} from './contract-process.commands.js';
import {
  AddContractReviewer,
  ApproveContract,
  CommentContract,
  DelegateContractReview,
  RejectContract,
  ReturnContract,
} from './contract-review.commands.js';

/** The single registry of what can be asked of a contract. */
export const contractCommands = [
  DraftContract,
  ReviseContract,
  SubmitContract,
  ApproveContract,
  ReturnContract,
  RejectContract,
  RecallContract,
  DelegateContractReview,
  AddContractReviewer,
  CommentContract,
  SignContract,
  WithdrawContract,
  RemindContractReviewer,
  RecordContractReviewOverdue,
  ReassignContractReview,
  ReassignContract,
  ReplanContractReviews,
] as const;
export type AnyContractCommand = InstanceType<(typeof contractCommands)[number]>;
