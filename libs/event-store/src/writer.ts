import type { Client, ClientConfig } from 'pg';
import type { AppendResult, Clock } from '@dealtrail/event-sourcing';
import { AppendQueue } from './append-queue.js';
import { expectedBy, segments, type PendingAppend } from './append.js';
import { encodeBatch, type Batch } from './batch.js';
import { isConnectionLost, isFaultOfData, outcomeUnknown, translated, unavailable } from './failures.js';
import type { PersonKeys } from './person-keys.js';
import { SteadyConnection } from './steady-connection.js';
import { StreamHeads } from './stream-heads.js';

export interface WriterOptions {
  readonly config: ClientConfig;
  readonly clock: Clock;
  readonly personKeys: PersonKeys;
  /** Most appends waiting; more are refused. */
  readonly queueCapacity: number;
  /** How long an append waits for a connection that is away, ms. */
  readonly connectionWait: number;
  /** How long it is tried to learn what became of a batch whose answer was lost, ms. */
  readonly outcomeWait: number;
  /** A call without an answer for so long, ms, counts as a lost connection. */
  readonly answerWait: number;
}

/** Where an event that is already in the log lies. */
interface Stored {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recorded_at: string;
}

/** What one call did: the head before it, each segment's revision before it, and what was there of those that did not fit. */
interface Outcome {
  readonly head: number;
  readonly actual: readonly number[];
  readonly stored: ReadonlyMap<string, Stored>;
}

/** Takes all that waits, appends it in one commit on a connection of its own, and tells everyone what became of it. */
export class Writer {
  readonly heads = new StreamHeads();
  readonly queue: AppendQueue;
  readonly connection: SteadyConnection;

  constructor(private readonly options: WriterOptions) {
    this.queue = new AppendQueue((batch) => this.commit(batch), options.queueCapacity);
    this.connection = new SteadyConnection({ ...options.config, pipeline: true }, async (client) => {
      // A server may be set up to acknowledge before it is on disk; events never are.
      await client.query(
        "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
      );
      // What is read under the lock must be what the lock has let through.
      await client.query("set default_transaction_isolation = 'read committed'");
      // The best plan does not depend on what is appended; planning anew costs as much as a small append.
      await client.query("set plan_cache_mode = 'force_generic_plan'");
    });
  }

  /** Settles every append, save those it returns for the next batch. */
  private async commit(queued: readonly PendingAppend[]): Promise<readonly PendingAppend[]> {
    const appends: PendingAppend[] = [];
    for (const append of queued)
      if (append.baseless) append.refuse();
      else appends.push(append);
    if (appends.length === 0) return [];
    try {
      const sent = await this.send(appends);
      return sent ? this.settle(sent.batch, sent.outcome) : [];
    } catch (error) {
      if (isFaultOfData(error) && appends.length > 1) {
        // Halves find the culprit in a few calls; the order within a stream is kept.
        const middle = Math.ceil(appends.length / 2);
        return [...(await this.commit(appends.slice(0, middle))), ...(await this.commit(appends.slice(middle)))];
      }
      for (const append of appends) append.reject(translated(error));
      return [];
    }
  }

  /** Sends one batch until its outcome is known; the ids make a repeat harmless. */
  private async send(appends: readonly PendingAppend[]): Promise<{ batch: Batch; outcome: Outcome } | undefined> {
    let batch: Batch | undefined;
    let sent = false;
    let inDoubt = false;
    for (const giveUp = Date.now() + this.options.outcomeWait; ;) {
      const client = await this.connected(inDoubt, giveUp);
      const watchdog = setTimeout(
        () => this.connection.drop(client, new Error('the server did not answer')),
        this.options.answerWait,
      );
      try {
        batch ??= await this.prepare(client, appends);
        if (!batch) return undefined;
        sent = true;
        return { batch, outcome: await call(client, batch) };
      } catch (error) {
        // What fails here left nothing behind, but an earlier sending may have.
        if (!isConnectionLost(error)) throw inDoubt && !isFaultOfData(error) ? outcomeUnknown(error) : error;
        inDoubt = sent;
        this.connection.drop(client, error as Error);
        if (Date.now() > giveUp) throw inDoubt ? outcomeUnknown(error) : unavailable(error);
      } finally {
        clearTimeout(watchdog);
      }
    }
  }

  /** A connection; while an outcome is unknown it is waited for longer, but nobody else has to wait with it. */
  private async connected(inDoubt: boolean, giveUp: number): Promise<Client> {
    for (;;)
      try {
        return await this.connection.ready(this.options.connectionWait);
      } catch (cause) {
        this.queue.rejectWaiting(unavailable(cause));
        if (!inDoubt) throw cause;
        if (Date.now() > giveUp) throw outcomeUnknown(cause);
      }
  }

  private async prepare(client: Client, appends: readonly PendingAppend[]): Promise<Batch | undefined> {
    const preceded = await this.heads.precede(client, segments(appends));
    if (preceded.length === 0) return undefined;
    return encodeBatch(
      client,
      preceded.map(({ segment }) => segment),
      preceded.map(({ hash }) => hash),
      this.options.clock.now(),
      this.options.personKeys,
    );
  }

  private settle({ segments, recordedAt, hashes }: Batch, outcome: Outcome): readonly PendingAppend[] {
    let position = outcome.head;
    return segments.flatMap((segment, i) => {
      const actual = outcome.actual[i] ?? Number.NaN;
      if (actual !== expectedBy(segment)) return settleConflict(segment.appends, actual, outcome.stored);
      for (const append of segment.appends) {
        position += append.events.length;
        append.resolve({ revision: append.revision, position, recordedAt });
      }
      const [last, hash] = [segment.appends.at(-1), hashes[i]];
      if (last && hash) this.heads.set(segment.stream, last.revision, hash);
      return [];
    });
  }
}

async function call(client: Client, { segments, values }: Batch): Promise<Outcome> {
  const { rows } = await client.query<{ head: string; actual: number[] }>({
    name: 'append',
    text: 'select head, actual from dealtrail.append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    values: [...values],
  });
  const [{ head, actual } = { head: '0', actual: [] }] = rows;
  const lost = segments.filter((segment, i) => actual[i] !== expectedBy(segment)).flatMap(({ appends }) => appends);
  return { head: Number(head), actual, stored: lost.length > 0 ? await whereStored(client, lost) : new Map() };
}

async function whereStored(client: Client, appends: readonly PendingAppend[]): Promise<Map<string, Stored>> {
  const ids = appends.flatMap(({ events }) => events.map(({ id }) => id));
  const { rows } = await client.query<Stored & { id: string }>(
    'select id, stream, revision, position, recorded_at from dealtrail.events where id = any($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * A chain of appends that did not fit: those that are already there, at their very place, are answered as the first time. What
 * comes behind fits when the stream is where it expects it, and goes again; else it is refused.
 */
function settleConflict(
  appends: readonly PendingAppend[],
  actual: number,
  stored: ReadonlyMap<string, Stored>,
): readonly PendingAppend[] {
  for (const [i, append] of appends.entries()) {
    const answer = earlierAnswer(append, stored);
    if (answer) append.resolve(answer);
    else if (i > 0 && append.expected === actual) return appends.slice(i);
    else {
      for (const refused of appends.slice(i)) refused.refuse(actual);
      break;
    }
  }
  return [];
}

function earlierAnswer({ stream, expected, events }: PendingAppend, stored: ReadonlyMap<string, Stored>) {
  let answer: AppendResult | undefined;
  for (const [i, { id }] of events.entries()) {
    const there = stored.get(id);
    if (there?.stream !== stream || there.revision !== expected + 1 + i) return undefined;
    answer = { revision: there.revision, position: Number(there.position), recordedAt: there.recorded_at };
  }
  return answer;
}
