import { dealRegister } from '@dealtrail/deals';
import type { Question, ReadStore } from '@dealtrail/read-store';

/** What deals are called; nothing for a deal nobody knows. */
export interface DealLabels {
  readonly of: (dealId: string | undefined) => { readonly number: string; readonly title: string } | undefined;
  /** Decimal; the checkpoint read. */
  readonly position: string;
}

/** The numbers and titles of these deals, joined when asked. */
export async function dealLabelsOf(
  store: ReadStore,
  when: Pick<Question, 'minPosition' | 'asOf'>,
  dealIds: readonly (string | undefined)[],
): Promise<DealLabels> {
  const ids = [...new Set(dealIds)].filter((id) => id !== undefined);
  const { answer, position } = await store.ask([dealRegister], when, async (tables) =>
    ids.length === 0
      ? []
      : tables.from(dealRegister).select(['dealId', 'number', 'title']).where('dealId', 'in', ids).execute(),
  );
  const deals = new Map(answer.map((deal) => [deal.dealId, deal]));
  return { of: (dealId) => (dealId === undefined ? undefined : deals.get(dealId)), position };
}
