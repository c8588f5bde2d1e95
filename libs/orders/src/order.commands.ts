import { deliveryCommands } from './order-delivery.commands.js';
import { exceptionCommands } from './order-exceptions.commands.js';
import {
  AcknowledgeOrder,
  AmendOrder,
  ApplyOrderAmendment,
  CancelOrder,
  CheckOrderStatus,
  EndOrderImport,
  HoldOrder,
  PlaceOrder,
  RefuseOrderAmendment,
  ReleaseOrder,
} from './order-placing.commands.js';
import { ReassignOrder, RecordOrderMilestoneOverdue, RemindOrderMilestone } from './order-process.commands.js';

/** The single registry of what can be asked of an order. */
export const orderCommands = [
  PlaceOrder,
  AcknowledgeOrder,
  CheckOrderStatus,
  AmendOrder,
  ApplyOrderAmendment,
  RefuseOrderAmendment,
  HoldOrder,
  ReleaseOrder,
  EndOrderImport,
  CancelOrder,
  ...deliveryCommands,
  ...exceptionCommands,
  RemindOrderMilestone,
  RecordOrderMilestoneOverdue,
  ReassignOrder,
] as const;
export type AnyOrderCommand = InstanceType<(typeof orderCommands)[number]>;
