import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';
import type { OrderDepartment, PolicyVersion } from '@dealtrail/policies';

/** What is wrong with an imported order; kept as a fact, never repaired in silence. */
export const orderDataFlags = [
  'no-order-date',
  'no-customer',
  'recorded-before-delivered',
  'delivered-before-ordered',
  'delivered-before-quoted',
  'no-weight',
  'no-freight',
  'unknown-reference',
  /** The source does not say who signed for what it delivered: with the delivery all is known that ever will be. */
  'no-sign-off',
] as const;
export type OrderDataFlag = (typeof orderDataFlags)[number];

/** What is ordered. */
export interface OrderLine {
  /** Unique in its order; people's own word for it, e.g. `1` or a source's row id. */
  readonly lineId: string;
  readonly description: string;
  /** Decides which documents go with it (R075). */
  readonly category?: string;
  readonly productId?: string;
  readonly quantity: number;
  /** Of the whole line; in the order's currency. */
  readonly value: Money;
  /** Of an import: what its source says of the line besides, word for word. */
  readonly source?: Readonly<Record<string, string>>;
}

/** So much of a line; `promisedOn` where it was promised for another day than its delivery. */
export interface LineQuantity {
  readonly lineId: string;
  readonly quantity: number;
  readonly promisedOn?: Day;
}

export const exceptionKinds = [
  'production-delay', // 生產延誤
  'logistics-blocked', // 物流受阻
  'quality', // 質量問題
  'quantity', // 數量短缺
  'documents', // 文檔缺失
  'refused', // 客戶拒簽
  'other',
] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/**
 * A promise of an order with a clock (流程節點): that a department acknowledges it (R072), that a delivery is confirmed (T11), has
 * its documents (T12) and is signed for (T13), that an exception is answered (T14).
 */
export type MilestoneId =
  | `acknowledgement/${OrderDepartment}`
  | `confirmation/${number}`
  | `documents/${number}`
  | `signOff/${number}`
  | `response/${string}`;

/** What else of an order waits for somebody: a task of an exception, a change that was asked for. */
export type OrderPart = `task/${string}/${number}` | `amendment/${number}`;

/** Decided when it opens, waited for by a workflow. Warnings are instants before `dueAt`, rising. */
export interface MilestoneClock {
  readonly since: Instant;
  /** The last instant in time. */
  readonly dueAt: Instant;
  readonly warnings: readonly Instant[];
  /** Minutes over which processes may spread what they do about it (policy `spreadMinutes`); absent: none. `dueAt` stays. */
  readonly spreadMinutes?: number;
}

/** A milestone as it opens. */
export interface OpenedMilestone {
  readonly milestone: MilestoneId;
  /** Who is reminded, and late when it is missed. */
  readonly responsibleId: string;
  readonly clock: MilestoneClock;
}

/** A document that a delivery needs (R075), as the policy in force said when it was scheduled. */
export interface RequiredDocument {
  readonly id: string;
  readonly mandatory: boolean;
}

/** A file that was uploaded before, by the hash of its content. */
export interface AttachedFile {
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** Whom an order concerns: told again wherever something opens or ends, so that each fact is read alone. */
export interface OrderWhom {
  readonly orderId: string;
  readonly number: string;
  readonly contractId?: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
}

interface OfDelivery {
  readonly orderId: string;
  /** Counts from 1. */
  readonly delivery: number;
}
interface OfException {
  readonly orderId: string;
  readonly exceptionId: string;
}
interface OfMilestone {
  readonly orderId: string;
  readonly milestone: MilestoneId;
  readonly responsibleId: string;
  readonly dueAt: Instant;
}

/** Who said it for the customer: themselves by a link (`linkId`), or a colleague who was told. */
interface CustomerWord {
  /** Absent: a colleague recorded it. */
  readonly linkId?: string;
  readonly by?: string;
  /** How a colleague was told, e.g. by telephone. */
  readonly channel?: string;
  /** When the customer said so. */
  readonly happenedAt: Instant;
}

/** What an amendment changes; absent members stay. */
export interface OrderChanges {
  readonly lines?: readonly OrderLine[];
}

export type OrderEvent =
  /** Opens the acknowledgements of the departments. `scheduling`: what must be planned at once (R069). */
  | Event<
      'OrderPlaced',
      OrderWhom & {
        placedBy: string;
        /** The company's own word for it: of a contract's plan its number, of an import the source's. */
        orderNumber: string;
        placedOn?: Day;
        currency: string;
        lines: readonly OrderLine[];
        value: Money;
        policy: PolicyVersion;
        dataQuality?: readonly OrderDataFlag[];
        /** Of an import: more of its past follows, up to `OrderImportEnded`. */
        moreToTell?: boolean;
        source?: Readonly<Record<string, string>>;
      }
    >
  /** In the append that places it: production and logistics plan from here (R069, G-034). */
  | Event<'OrderSchedulingRequested', OrderWhom & { opened: readonly OpenedMilestone[] }>
  | Event<'OrderAcknowledged', OrderWhom & { department: OrderDepartment; by: string; note?: string }>
  /** Larger than the policy lets pass: asks for a new round of the contract. */
  | Event<
      'OrderAmendmentRequested',
      OrderWhom & {
        amendment: number;
        by: string;
        reason: string;
        changes: OrderChanges;
        previous: OrderChanges;
        value: Money;
      }
    >
  | Event<
      'OrderAmended',
      OrderWhom & {
        amendment: number;
        by: string;
        reason: string;
        changes: OrderChanges;
        previous: OrderChanges;
        value: Money;
        /** The contract's round that approved it, where it needed one. */
        round?: number;
      }
    >
  | Event<'OrderAmendmentRefused', OrderWhom & { amendment: number; reason: string }>
  | Event<'OrderHeld', OrderWhom & { by: string; reason: string }>
  | Event<'OrderReleased', OrderWhom & { by: string }>
  /** Its past is told as far as its source goes, or by hand: from now on its promises are kept. */
  | Event<'OrderImportEnded', OrderWhom & { by: string }>
  /** Ends its deliveries and their clocks. */
  | Event<
      'OrderCancelled',
      OrderWhom & {
        by: string;
        reason: string;
        superseded: readonly MilestoneId[];
        /** The change that was asked for, which nobody settles any more. */
        parts?: readonly OrderPart[];
      }
    >
  /** All that was ordered is signed for, all exceptions closed; acknowledgements nobody gave are superseded. */
  | Event<'OrderCompleted', OrderWhom & { superseded?: readonly MilestoneId[] }>
  /** The owner had left; `position` is the fact of the staff log that said so. */
  | Event<
      'OrderReassigned',
      {
        orderId: string;
        from: string;
        to: string;
        position: number;
        /** That were theirs, and are the new owner's. */
        milestones: readonly MilestoneId[];
        /** Those that run and stay whose they are. */
        others?: readonly MilestoneId[];
        /** The exceptions that are open. */
        exceptions?: readonly string[];
        /** What else of it waits for somebody. */
        parts?: readonly OrderPart[];
      }
    >
  /** Of somebody who had left and did not own the order: their promises go to `to`. */
  | Event<
      'OrderMilestonesReassigned',
      { orderId: string; from: string; to: string; position: number; milestones: readonly MilestoneId[] }
    >
  /** The daily check of an order (R073, T10); `day` is the working day it is for. */
  | Event<'OrderStatusChecked', OrderWhom & { day: Day; by: string; note?: string; late: boolean }>
  | Event<
      'DeliveryScheduled',
      OrderWhom &
        OfDelivery & {
          by: string;
          /** The number on the delivery note (送貨單號). */
          note?: string;
          scheduledOn: Day;
          lines: readonly LineQuantity[];
          documents: readonly RequiredDocument[];
          /** None for history that is over. */
          opened: readonly OpenedMilestone[];
          /** The limits it is followed under, pinned. */
          policy: PolicyVersion;
        }
    >
  /** A confirmation for the day before is kept, and superseded (D03); goods that are on their way stay so. */
  | Event<
      'DeliveryRescheduled',
      OrderWhom &
        OfDelivery & {
          by: string;
          from: Day;
          to: Day;
          reason: string;
          supersedesConfirmation: boolean;
          opened: readonly OpenedMilestone[];
        }
    >
  | Event<
      'DeliveryCancelled',
      OrderWhom & OfDelivery & { by: string; reason: string; superseded: readonly MilestoneId[] }
    >
  /** Time and acceptance criteria, with the customer (R074). */
  | Event<'DeliveryConfirmed', OrderWhom & OfDelivery & CustomerWord & { scheduledOn: Day; criteria: string }>
  | Event<'DeliveryDocumentAttached', OfDelivery & { document: string; file: AttachedFile; by: string }>
  /** All that are mandatory are there (T12). */
  | Event<'DeliveryDocumentsCompleted', OrderWhom & OfDelivery>
  | Event<
      'DeliveryDispatched',
      OrderWhom & OfDelivery & { by: string; happenedAt: Instant; carrier?: string; trackingNumber?: string }
    >
  /** The customer has the goods; opens the sign-off (T13), which runs from `happenedAt`. */
  | Event<
      'DeliveryDelivered',
      OrderWhom &
        OfDelivery & {
          by: string;
          happenedAt: Instant;
          deliveredOn: Day;
          /** The day it was written down, where it is known apart (imports). */
          recordedOn?: Day;
          /** Mandatory documents that were missing, and why it was delivered all the same. */
          withoutDocuments?: { readonly missing: readonly string[]; readonly reason: string };
          unconfirmed: boolean;
          opened: readonly OpenedMilestone[];
          superseded: readonly MilestoneId[];
          dataQuality?: readonly OrderDataFlag[];
        }
    >
  /** `accepted`: what was signed for now; `complete`: nothing of the delivery is left to sign for. */
  | Event<
      'DeliverySignedOff',
      OrderWhom &
        OfDelivery &
        CustomerWord & { accepted: readonly LineQuantity[]; complete: boolean; late: boolean; remarks?: string }
    >
  /** Stops the clock as refused, and opens the exception `exceptionId` in the same append (D04). */
  | Event<'DeliverySignOffRefused', OrderWhom & OfDelivery & CustomerWord & { reason: string; exceptionId: string }>
  | Event<
      'OrderExceptionDeclared',
      OrderWhom &
        OfException & {
          delivery?: number;
          kind: ExceptionKind;
          description: string;
          by?: string;
          happenedAt: Instant;
          /** The order's: of what its alternatives may cost. */
          currency?: string;
          opened: readonly OpenedMilestone[];
        }
    >
  | Event<
      'CustomerApologised',
      OrderWhom & OfException & { by: string; channel: string; text?: string; happenedAt: Instant }
    >
  | Event<
      'AlternativeOffered',
      OrderWhom &
        OfException & {
          alternative: number;
          kind: string;
          description: string;
          cost: Money;
          by: string;
          policy: PolicyVersion;
        }
    >
  | Event<'AlternativeAccepted', OrderWhom & OfException & CustomerWord & { alternative: number; cost: Money }>
  | Event<'AlternativeDeclined', OrderWhom & OfException & CustomerWord & { alternative: number; reason?: string }>
  /** What a department does about it (R085). */
  | Event<
      'ExceptionTaskAssigned',
      OrderWhom &
        OfException & {
          task: number;
          department: string;
          assigneeId: string;
          description: string;
          dueOn?: Day;
          by: string;
        }
    >
  | Event<'ExceptionTaskCompleted', OrderWhom & OfException & { task: number; by: string; result: string }>
  /** With apology, accepted alternative and every task done (G-041). `cost`: of what was accepted. */
  | Event<'OrderExceptionClosed', OrderWhom & OfException & { by: string; result: string; cost: Money }>

  /** A warning of a clock has come (R229). */
  | Event<'OrderMilestoneDueSoon', OrderWhom & OfMilestone & { at: Instant }>
  /** Occurred at its due instant, whenever it was noticed. */
  | Event<'OrderMilestoneOverdue', OrderWhom & OfMilestone>
  /** Follows the breach in the same append: to the superior; of T14 to the director too when the customer's grade is A. */
  | Event<'OrderMilestoneEscalated', OrderWhom & OfMilestone & { to: string }>;

/** Everything an order's stream (`order-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const orderEvents = eventSchema<OrderEvent>('order', {
  OrderPlaced: { version: 1 },
  OrderSchedulingRequested: { version: 1 },
  OrderAcknowledged: { version: 1 },
  OrderAmendmentRequested: { version: 1 },
  OrderAmended: { version: 1 },
  OrderAmendmentRefused: { version: 1 },
  OrderHeld: { version: 1 },
  OrderReleased: { version: 1 },
  OrderImportEnded: { version: 1 },
  OrderCancelled: { version: 1 },
  OrderCompleted: { version: 1 },
  OrderReassigned: { version: 1 },
  OrderMilestonesReassigned: { version: 1 },
  OrderStatusChecked: { version: 1 },
  DeliveryScheduled: { version: 1 },
  DeliveryRescheduled: { version: 1 },
  DeliveryCancelled: { version: 1 },
  DeliveryConfirmed: { version: 1 },
  DeliveryDocumentAttached: { version: 1 },
  DeliveryDocumentsCompleted: { version: 1 },
  DeliveryDispatched: { version: 1 },
  DeliveryDelivered: { version: 1 },
  DeliverySignedOff: { version: 1 },
  DeliverySignOffRefused: { version: 1 },
  OrderExceptionDeclared: { version: 1 },
  CustomerApologised: { version: 1 },
  AlternativeOffered: { version: 1 },
  AlternativeAccepted: { version: 1 },
  AlternativeDeclined: { version: 1 },
  ExceptionTaskAssigned: { version: 1 },
  ExceptionTaskCompleted: { version: 1 },
  OrderExceptionClosed: { version: 1 },
  OrderMilestoneDueSoon: { version: 1 },
  OrderMilestoneOverdue: { version: 1 },
  OrderMilestoneEscalated: { version: 1 },
});
