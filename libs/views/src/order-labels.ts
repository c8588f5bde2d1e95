import { contractRegister } from '@dealtrail/contracts';
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
