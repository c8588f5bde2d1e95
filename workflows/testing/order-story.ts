import {
  decide,
  evolve,
  type Action,
  type Actor,
  type Aggregate,
  type Instant,
  type Intention,
  type ReactionContext,
  type Reactions,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import type { Known } from '@dealtrail/known';
import { testKnown, type TestPolicy } from '@dealtrail/known/testing';
import { order, type AnyOrderCommand, type Order, type OrderEvent } from '@dealtrail/orders';
import type { Sent } from './time-skipping.js';

export const orderId = '0d6f2a3b-7c1e-4b5a-8f9d-3e2c1b0a9f8e';
export const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** A seller with a superior; somebody for each department; a director. */
export const orderCompany = (policies: readonly TestPolicy[] = []): Known =>
  testKnown({
    units: [{ unitId: 'sales', kind: 'department', head: 'zhao.min' }],
    people: [
      { staffId: 'li.na', roles: ['rep'], unitId: 'sales' },
      { staffId: 'zhao.min', roles: ['salesManager'], unitId: 'sales' },
      { staffId: 'sun.hao', roles: ['operations'], superior: 'zhou.hong' },
      { staffId: 'he.jing', roles: ['finance'] },
      { staffId: 'qin.tao', roles: ['technical'] },
      { staffId: 'zhou.hong', roles: ['director'] },
      { staffId: 'admin', roles: ['admin'] },
    ],
    policies,
  });

export type Does = Intention<AnyOrderCommand> extends infer I ? (I extends I ? Omit<I, 'orderId'> : never) : never;
const process: Actor = { kind: 'process', id: `deliveryTracking/${orderId}/1` };

/** One order as the real rules make it, fact by fact. */
export class OrderStory {
  state: Order = order.initialState;
  readonly facts: Recorded<OrderEvent>[] = [];

  constructor(
    public known: Known = orderCompany(),
    private readonly first = 11,
  ) {}

  /** Somebody does something; gives the facts that follow. */
  does(who: string | Actor, what: Does, occurredAt: Instant): readonly Recorded<OrderEvent>[] {
    const actor: Actor = typeof who === 'string' ? { kind: 'staff', id: who } : who;
    const commandId = `command-${this.facts.length}`;
    const isHistory = actor.kind === 'import';
    const metadata = { commandId, actor, correlationId: commandId, occurredAt, ...(isHistory && { history: true }) };
    const command = { ...what, orderId, metadata } as AnyOrderCommand;
    return decide(order, command, this.state, this.known).map(({ occurredAt: dated, ...event }) => {
      const fact = recorded(event as OrderEvent, `order-${orderId}`, this.facts.length, {
        ...metadata,
        position: this.first + this.facts.length,
        occurredAt: dated ?? occurredAt,
        recordedAt: occurredAt,
      });
      this.state = evolve(order, this.state, fact);
      this.facts.push(fact);
      return fact;
    });
  }

  /** Its process does something. */
  answers({ type, body, at }: Sent): readonly Recorded<OrderEvent>[] {
    return this.does(process, { type, ...body } as Does, at);
  }

  /** Placed for Li Na. */
  placed(at: Instant): this {
    this.does('li.na', place, at);
    return this;
  }

  /** With one delivery of all of it. */
  scheduled(on: string, at: Instant): this {
    this.does('li.na', schedule(on), at);
    return this;
  }

  /** What a table of reactions makes of a fact. */
  async reactionsTo(table: Reactions<never, Known>, fact: Recorded<OrderEvent>): Promise<readonly Action[]> {
    const load = <S>(aggregate: Aggregate<S>): Promise<S> =>
      aggregate === (order as Aggregate<unknown>)
        ? Promise.resolve(this.state as S)
        : Promise.reject(new Error('not this one'));
    const ask = (): Promise<never> => Promise.reject(new Error('not asked'));
    const react = table.react as Record<
      string,
      (event: Recorded<OrderEvent>, context: ReactionContext<Known>) => Promise<Action[]>
    >;
    return (await react[fact.type]?.(fact, { known: this.known, load, ask })) ?? [];
  }
}

const value = { amount: 48_210_000, currency: 'CNY' };

export const place: Does = {
  type: 'PlaceOrder',
  customerId,
  orderNumber: 'SO-2026-0117',
  lines: [{ lineId: '1', description: 'GTX Pro', quantity: 12, value }],
  value,
};

export const schedule = (scheduledOn: string, delivery = 1, quantity = 12): Does => ({
  type: 'ScheduleDelivery',
  delivery,
  scheduledOn,
  lines: [{ lineId: '1', quantity }],
});

export const move = (scheduledOn: string, delivery = 1): Does => ({
  type: 'RescheduleDelivery',
  delivery,
  scheduledOn,
  reason: '客戶場地未就緒',
});

export const confirm = (scheduledOn: string, delivery = 1): Does => ({
  type: 'ConfirmDelivery',
  delivery,
  scheduledOn,
  criteria: '外觀完好,通電自檢通過',
});

export const attachManual: Does = {
  type: 'AttachDeliveryDocument',
  delivery: 1,
  document: 'manual',
  file: { sha256: '9f'.repeat(32), name: '使用手冊.pdf', type: 'application/pdf', size: 48_213 },
};
