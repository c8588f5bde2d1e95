import { contractRegister } from '@dealtrail/contracts';
import { orderRegister } from '@dealtrail/orders';
import type { Question, ReadStore } from '@dealtrail/read-store';

/** The numbers of these contracts, joined when asked; nothing for a contract nobody knows. */
export async function contractNumbersOf(
  store: ReadStore,
  when: Pick<Question, 'minPosition' | 'asOf'>,
  contractIds: readonly (string | undefined)[],
): Promise<{ readonly of: (contractId: string | undefined) => string | undefined; readonly position: string }> {
  const ids = [...new Set(contractIds)].filter((id) => id !== undefined);
  const { answer, position } = await store.ask([contractRegister], when, async (tables) =>
    ids.length === 0
      ? []
      : tables.from(contractRegister).select(['contractId', 'number']).where('contractId', 'in', ids).execute(),
  );
  const numbers = new Map(answer.map(({ contractId, number }) => [contractId, number]));
  return { of: (id) => (id === undefined ? undefined : numbers.get(id)), position };
}

/** What orders are called, by id; nothing for an order nobody knows. */
export interface OrderNumbers {
  readonly of: (orderId: string | undefined) => string | undefined;
  /** Decimal; the lowest checkpoint read. */
  readonly position: string;
}

/** The numbers of these orders, joined when asked. */
export async function orderNumbersOf(
  store: ReadStore,
  when: Pick<Question, 'minPosition' | 'asOf'>,
  orderIds: readonly (string | undefined)[],
): Promise<OrderNumbers> {
  const ids = [...new Set(orderIds)].filter((id) => id !== undefined);
  const { answer, position } = await store.ask([orderRegister], when, async (tables) =>
    ids.length === 0
      ? []
      : tables.from(orderRegister).select(['orderId', 'orderNumber']).where('orderId', 'in', ids).execute(),
  );
  const numbers = new Map(answer.map(({ orderId, orderNumber }) => [orderId, orderNumber]));
  return { of: (id) => (id === undefined ? undefined : numbers.get(id)), position };
}
