import type { ReactionContext } from '@dealtrail/event-sourcing';
import type { ListQuestion, Page } from '@dealtrail/read-store';

/** All ids that a question finds, page after page, at or after the event that asks. */
export async function everyId<Q extends ListQuestion>(
  { ask }: Pick<ReactionContext<unknown>, 'ask'>,
  question: new () => Q,
  parameters: Partial<Q>,
): Promise<readonly string[]> {
  const all: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await ask<Q, Page<string>>(question, { ...parameters, limit: 200, cursor });
    all.push(...items);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return all;
}
