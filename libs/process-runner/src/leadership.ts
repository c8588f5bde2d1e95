import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { LockSession } from '@dealtrail/event-store';

export interface LeadershipOptions {
  readonly database: string | ClientConfig;
  /** What is led; one leader per name and database. */
  readonly name: string;
  /** Done for as long as this process leads; must end soon after its signal aborts. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onFailure?: (error: unknown) => void;
  /** How often a process that does not lead asks again, ms; default 1,000. */
  readonly retryEvery?: number;
}

/**
 * Works while this process holds the advisory lock of that name, and waits for it otherwise, until the signal aborts. The
 * lock goes with its connection: when that is lost the work is told to stop, and another process may take over.
 */
export async function leadWhilePossible(options: LeadershipOptions): Promise<void> {
  const { signal, onFailure, retryEvery = 1_000 } = options;
  while (!signal.aborted) {
    try {
      await leadOnce(options);
    } catch (error) {
      if (!signal.aborted) onFailure?.(error);
    }
    await delay(retryEvery, undefined, { signal }).catch(() => undefined);
  }
}

async function leadOnce({ database, name, work, signal, retryEvery = 1_000 }: LeadershipOptions): Promise<void> {
  const config = typeof database === 'string' ? { connectionString: database } : database;
  const client = new Client({
    ...config,
    keepAlive: true,
    application_name: `dealtrail ${name}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    query_timeout: 15_000,
  });
  const lost = new AbortController();
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort(new Error('the connection that holds the lock has ended')));
  const leading = AbortSignal.any([signal, lost.signal]);
  let session: LockSession | undefined;
  try {
    await client.connect();
    session = await LockSession.of(client);
    // Asked for again and again, not waited for in the server: a waiting statement would hold back its clean-up.
    while (!leading.aborted && !(await takeLock(session, name)))
      await delay(retryEvery, undefined, { signal: leading }).catch(() => undefined);
    if (!leading.aborted) await work(leading);
    if (lost.signal.aborted) throw lost.signal.reason;
  } finally {
    session?.stop();
    await client.end().catch(() => undefined);
  }
}

async function takeLock(session: LockSession, name: string): Promise<boolean> {
  const { rows } = await session.query<{ taken: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
    [`dealtrail ${name}`],
  );
  return rows[0]?.taken === true;
}
