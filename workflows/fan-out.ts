import type { CommandResult, Position } from '@dealtrail/event-sourcing';
import { attempt, type Keeping } from './clock.js';

/** One page of ids, at or after a position. */
export interface IdPage {
  readonly items: readonly string[];
  readonly nextCursor?: string;
  /** Decimal. */
  readonly position: string;
}

/** What to do to each of many. */
export interface FanOut {
  /** Where it goes on and at least how new it must be; decimal. */
  readonly page: (from: { readonly cursor?: string; readonly minPosition: string }) => Promise<IdPage>;
  readonly each: (id: string) => Promise<CommandResult>;
  readonly onAttention: Keeping['onAttention'];
  /** True when there is no point in going on. */
  readonly until: () => boolean;
}

/** Commands under way at once. */
const width = 20;

/**
 * Does something to each id of a question, page by page, and asks again at or after what it did until nothing new turns up.
 * Gives the position up to which all was looked at, and whether every command was taken; a refused one is marked.
 */
export async function fanOut(
  since: Position,
  { page, each, onAttention, until }: FanOut,
): Promise<{ readonly upTo: Position; readonly complete: boolean }> {
  const seen = new Set<string>();
  let upTo = since;
  let complete = true;
  for (let cursor: string | undefined, found = 1; !until() && (cursor !== undefined || found > 0);) {
    if (cursor === undefined) found = 0;
    const { items, nextCursor, position } = await page({ ...(cursor && { cursor }), minPosition: String(upTo) });
    const fresh = items.filter((id) => !seen.has(id));
    for (let at = 0; at < fresh.length && !until(); at += width)
      await Promise.all(
        fresh.slice(at, at + width).map(async (id) => {
          seen.add(id);
          const done = async (): Promise<void> => {
            const { position } = await each(id);
            upTo = Math.max(upTo, position); // read after the wait: others have moved it meanwhile
          };
          const taken = await attempt(id, done, { onAttention });
          complete &&= taken;
        }),
      );
    found += fresh.length;
    cursor = nextCursor;
    if (cursor === undefined && found === 0) upTo = Math.max(upTo, Number(position));
  }
  return { upTo, complete: complete && !until() };
}
