import type { EventStore } from '@dealtrail/event-sourcing';
import type { ReadPool } from '@dealtrail/read-store';
import { iso, prepareOperations } from './operations-schema.js';

/** A store whose chains can be recomputed. */
export type Verifiable = Pick<EventStore, 'subscribe'> & {
  verify(stream: string): Promise<{ readonly events: number; readonly brokenAt?: number }>;
};

/** What is known of the chains; the check goes round the log for ever, a piece at a time. */
export interface Verification {
  /** When the last piece was verified; absent when none was yet. */
  readonly verifiedAt?: string;
  /** When the last round over the whole log was finished. */
  readonly roundAt?: string;
  /** How far this round is, a position of the log. */
  readonly position: string;
  /** Events recomputed so far, all rounds. */
  readonly events: number;
  /** Streams whose hashes are not what their history says. */
  readonly broken: readonly { readonly stream: string; readonly revision: number; readonly foundAt: string }[];
}

/** Events of the log in one piece; each stream among them is verified whole. */
const pieceSize = 100;
/** Of several processes one takes each piece; what it leaves undone is taken again so much later. */
const pieceEvery = '25 seconds';

/** Verifies the streams that the next piece of the log belongs to, unless another process did within the interval. Answers whether it did. */
export async function verifyNext(pool: ReadPool, store: Verifiable, signal?: AbortSignal): Promise<boolean> {
  await prepareOperations(pool);
  const { rows } = await pool.query<{ position: number }>(
    `update operations.verification set taken_at = now()
     where taken_at is null or taken_at < now() - $1::interval returning position`,
    [pieceEvery],
  );
  const [taken] = rows;
  if (!taken) return false;
  const ending = new AbortController();
  const until = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
  for await (const piece of store.subscribe(taken.position, { batchSize: pieceSize, signal: until })) {
    let events = 0;
    for (const stream of new Set(piece.events.map(({ stream }) => stream))) {
      const verified = await store.verify(stream);
      events += verified.events;
      await note(pool, stream, verified.brokenAt);
    }
    await pool.query(
      `update operations.verification set position = $1, verified_at = now(), events = events + $2,
         round_at = case when $3 then now() else round_at end`,
      [piece.live ? 0 : piece.position, events, piece.live],
    );
    break;
  }
  ending.abort();
  return true;
}

async function note(pool: ReadPool, stream: string, brokenAt: number | undefined): Promise<void> {
  if (brokenAt === undefined) await pool.query('delete from operations.broken_chains where stream = $1', [stream]);
  else
    await pool.query(
      `insert into operations.broken_chains (stream, revision) values ($1, $2)
       on conflict (stream) do update set revision = excluded.revision`,
      [stream, brokenAt],
    );
}

/** What the check has come to. */
export async function readVerification(pool: ReadPool): Promise<Verification> {
  await prepareOperations(pool);
  const [state, broken] = await Promise.all([
    pool.query<{ verifiedAt: string | null; roundAt: string | null; position: number; events: number }>(
      `select ${iso('verified_at')} as "verifiedAt", ${iso('round_at')} as "roundAt", position, events
       from operations.verification`,
    ),
    pool.query<Verification['broken'][number]>(
      `select stream, revision, ${iso('found_at')} as "foundAt" from operations.broken_chains order by found_at limit 100`,
    ),
  ]);
  const { verifiedAt, roundAt, position = 0, events = 0 } = state.rows[0] ?? {};
  return {
    ...(verifiedAt && { verifiedAt }),
    ...(roundAt && { roundAt }),
    position: String(position),
    events,
    broken: broken.rows,
  };
}
