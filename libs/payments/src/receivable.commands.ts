import { ChangePaymentPlan, PlanPayments, ReassignReceivable } from './payment-plan.commands.js';
import { AllocateReceipt, RecordReceipt, RefundReceipt, ReverseReceipt } from './receipt.commands.js';
import { ApproveWriteOff, RefuseWriteOff, RequestWriteOff } from './write-off.commands.js';

/** The single registry of what can be asked of an account. */
export const receivableCommands = [
  PlanPayments,
  ChangePaymentPlan,
  RecordReceipt,
  AllocateReceipt,
  ReverseReceipt,
  RefundReceipt,
  RequestWriteOff,
  ApproveWriteOff,
  RefuseWriteOff,
  ReassignReceivable,
] as const;
export type AnyReceivableCommand = InstanceType<(typeof receivableCommands)[number]>;
