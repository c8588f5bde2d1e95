import { ensure } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';

/** What an order of the plan is for. */
export interface PlannedLine {
  /** Unique in its order. */
  readonly lineId: string;
  readonly description: string;
  readonly category?: string;
  readonly productId?: string;
  readonly quantity: number;
  /** Of the whole line, in the contract's currency. */
  readonly value: Money;
}

export interface PlannedDelivery {
  readonly scheduledOn: Day;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** An order that the signature places (R069). */
export interface PlannedOrder {
  /** Unique in its contract; with it the id of the order. */
  readonly orderNumber: string;
  readonly lines: readonly PlannedLine[];
  /** None: they are scheduled later. */
  readonly deliveries: readonly PlannedDelivery[];
}

/** A part of what the contract brings in, due on a day (R080). */
export interface PlannedInstalment {
  /** Unique in its contract. */
  readonly no: number;
  /** 預付款, 驗收款, 尾款 */
  readonly label: string;
  readonly dueOn: Day;
  /** Minor units of the contract's currency. */
  readonly amount: number;
}

/** What follows from the signature; told by it, so that the fact is read alone. An empty list is no plan. */
export interface ContractPlans {
  readonly orderPlan?: readonly PlannedOrder[];
  readonly paymentPlan?: readonly PlannedInstalment[];
}

/** The change of an order that a supplementary agreement (補充協議) is about: its signature lets it apply. */
export interface AmendedOrder {
  readonly orderId: string;
  readonly amendment: number;
}

/** Refuses `order-plan-unsound`, `order-plan-differs`, `payment-plan-unsound`, `payment-plan-differs`: each sums to the amount. */
export function ensurePlans({ amount, orderPlan = [], paymentPlan = [] }: ContractPlans & { amount: Money }): void {
  if (orderPlan.length > 0) {
    ensure(
      isOnce(orderPlan, ({ orderNumber }) => orderNumber),
      'order-plan-unsound',
      { because: 'order-twice' },
    );
    for (const order of orderPlan) ensureSound(order);
    const lines = orderPlan.flatMap((order) => order.lines);
    const inCurrency = lines.every(({ value }) => value.currency === amount.currency);
    const planned = sum(lines.map(({ value }) => value.amount));
    ensure(inCurrency && planned === amount.amount, 'order-plan-differs', { planned, amount });
  }
  if (paymentPlan.length > 0) {
    ensure(
      isOnce(paymentPlan, ({ no }) => no),
      'payment-plan-unsound',
      { because: 'instalment-twice' },
    );
    const planned = sum(paymentPlan.map((instalment) => instalment.amount));
    ensure(planned === amount.amount, 'payment-plan-differs', { planned, amount });
  }
}

/** Every line once, and no more of it in the deliveries than is ordered. */
function ensureSound({ orderNumber, lines, deliveries }: PlannedOrder): void {
  const unsound = (because: string, lineId?: string) => ({ because, orderNumber, ...(lineId && { lineId }) });
  ensure(
    isOnce(lines, ({ lineId }) => lineId),
    'order-plan-unsound',
    unsound('line-twice'),
  );
  const left = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]));
  for (const delivery of deliveries) {
    ensure(
      isOnce(delivery.lines, ({ lineId }) => lineId),
      'order-plan-unsound',
      unsound('line-twice'),
    );
    for (const { lineId, quantity } of delivery.lines) {
      const of = left.get(lineId);
      ensure(of !== undefined, 'order-plan-unsound', unsound('line-unknown', lineId));
      ensure(quantity <= of, 'order-plan-unsound', unsound('more-than-ordered', lineId));
      left.set(lineId, of - quantity);
    }
  }
}

const isOnce = <T>(all: readonly T[], of: (one: T) => unknown): boolean => new Set(all.map(of)).size === all.length;

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
