import type { Day } from '@dealtrail/calendar';
import type { Instant } from '@dealtrail/event-sourcing';
import type { DeliveryStatus, LineQuantity, OrderDataFlag } from '@dealtrail/orders';

/** A delivery as the reports and boards read it; whose it is and what it is worth stands with its order. */
export interface DeliveryRow {
  /** `<orderId>/<delivery>`. */
  readonly deliveryKey: string;
  readonly orderId: string;
  readonly delivery: number;
  readonly note?: string;
  readonly status: DeliveryStatus;
  /** The day promised last. */
  readonly scheduledOn: Day;
  /** How often it was moved. */
  readonly moves: number;
  readonly lines: readonly LineQuantity[];
  /** The mandatory ones (R075). */
  readonly documents: readonly string[];
  readonly attached: readonly string[];
  /** Time and criteria of the day promised last (T11): when the customer agreed, until when they had to. */
  readonly confirmedAt?: Instant;
  readonly confirmDueAt?: Instant;
  readonly documentsDueAt?: Instant;
  readonly dispatchedAt?: Instant;
  readonly deliveredOn?: Day;
  /** The day on which the delivery was written down. */
  readonly recordedOn?: Day;
  /** It was delivered without a confirmation (G-038); absent of history, which has none. */
  readonly unconfirmed?: boolean;
  readonly signOffDueAt?: Instant;
  readonly signedAt?: Instant;
  /** What was signed for so far, part by part: of one that is refused, all that stands. */
  readonly taken: readonly LineQuantity[];
  readonly dataQuality?: readonly OrderDataFlag[];
}

/** What of an order its deliveries are measured by. */
export interface OrderContent {
  readonly orderId: string;
  readonly number: string;
  /** The company's own word for it. */
  readonly orderNumber: string;
  readonly ownerId: string;
  readonly customerId?: string;
  readonly cancelled: boolean;
  readonly currency: string;
  readonly vendor?: string;
  readonly country?: string;
  /** How it is shipped, e.g. `Air`. */
  readonly mode?: string;
  readonly lines: readonly ContentLine[];
}

/** `amount`: integer minor units of the whole line. */
export interface ContentLine {
  readonly lineId: string;
  readonly quantity: number;
  readonly amount: number;
}
