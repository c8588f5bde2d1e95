import type { ActorKind, Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { KnownOrder } from './order.fold.js';

/** One thing that happened to an order, in its own words. */
export interface Happening {
  readonly at: Instant;
  /** Of the fact. */
  readonly type: string;
  readonly actor: ActorKind;
  /** Brought by an import. */
  readonly history?: true;
  readonly said: Readonly<Record<string, unknown>>;
  /** Decimal position. */
  readonly position: string;
}

/** A daily check (R073). */
export interface PageCheck {
  readonly day: Day;
  readonly at: Instant;
  readonly by: string;
  readonly note?: string;
  readonly late: boolean;
}

/** The whole of an order in one row. */
export interface OrderPageRow {
  readonly orderId: string;
  readonly ownerId: string;
  /** Whoever holds or held a promise or task of it, or was told of a breach; they may read it. */
  readonly assigned: readonly string[];
  /** Lines, deliveries with documents and confirmations, exceptions, amendments, promises with their clocks. */
  readonly order: KnownOrder;
  /** All of them, oldest first. */
  readonly checks: readonly PageCheck[];
  /** Oldest first. */
  readonly happened: readonly Happening[];
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}
