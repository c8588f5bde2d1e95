import type { ClientBase } from 'pg';
import { noStream } from '@dealtrail/event-sourcing';
import { expectedBy, type Segment } from './append.js';
import { genesis } from './chain.js';
import { LeastRecentlyUsed } from './least-recently-used.js';

/** The hash an event at this revision has; never wrong, for the log does not change. */
interface Head {
  readonly revision: number;
  readonly hash: string;
}

/** The last hash of each stream that was written or read lately: what the next event's hash stands on. */
export class StreamHeads {
  private readonly cache = new LeastRecentlyUsed<Head>(50_000);

  set(stream: string, revision: number, hash: string): void {
    this.cache.set(stream, { revision, hash });
  }

  /**
   * The segments whose predecessor is in the log, with its hash; one query for all that are not remembered. The others are
   * refused: what they expect is not there, and no one can have seen it.
   */
  async precede(
    client: ClientBase,
    segments: readonly Segment[],
  ): Promise<readonly { readonly segment: Segment; readonly hash: string }[]> {
    const remembered = segments.map((segment) => this.remembered(segment));
    const missing = segments.filter((_, i) => remembered[i] === undefined);
    const stored = missing.length > 0 ? await read(client, missing) : new Map<string, StoredHead>();
    return segments.flatMap((segment, i) => {
      const { hash = remembered[i], actual = noStream } = stored.get(segment.stream) ?? {};
      if (hash) return [{ segment, hash }];
      for (const append of segment.appends) append.refuse(actual);
      return [];
    });
  }

  private remembered(segment: Segment): string | undefined {
    const expected = expectedBy(segment);
    if (expected === noStream) return genesis(segment.stream);
    const head = this.cache.get(segment.stream);
    return head?.revision === expected ? head.hash : undefined;
  }
}

interface StoredHead {
  readonly hash: string | undefined;
  readonly actual: number;
}

async function read(client: ClientBase, segments: readonly Segment[]): Promise<Map<string, StoredHead>> {
  const { rows } = await client.query<{ stream: string; hash: string | null; actual: number }>({
    name: 'heads',
    text: `select s.stream, encode(e.hash, 'hex') as hash,
        coalesce((select l.revision from dealtrail.events l where l.stream = s.stream order by l.revision desc limit 1), -1) as actual
      from unnest($1::text[], $2::integer[]) as s (stream, expected)
      left join dealtrail.events e on e.stream = s.stream and e.revision = s.expected`,
    values: [segments.map(({ stream }) => stream), segments.map(expectedBy)],
  });
  return new Map(rows.map(({ stream, hash, actual }) => [stream, { hash: hash ?? undefined, actual }]));
}
