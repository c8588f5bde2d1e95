import type { ClientBase, QueryResultRow } from 'pg';

/** How long a session that holds locks may be silent before the server ends it, ms; it says something five times as often. */
const mostSilenceMs = 10_000;

/**
 * A session that holds locks. A process that is killed loses them with its connection, at once; one that is frozen, or whose
 * machine is gone, must not keep them: it falls silent, and the server ends its session. Statements go one after another.
 */
export class LockSession {
  private last: Promise<unknown> = Promise.resolve();
  private readonly beat: NodeJS.Timeout;

  private constructor(
    private readonly client: ClientBase,
    silenceMs: number,
  ) {
    this.beat = setInterval(() => void this.query('select 1').catch(() => undefined), silenceMs / 5);
    this.beat.unref();
  }

  static async of(client: ClientBase, silenceMs = mostSilenceMs): Promise<LockSession> {
    const seconds = Math.max(1, Math.round(silenceMs / 2_000));
    await client.query(
      `set idle_session_timeout = ${silenceMs}; set tcp_user_timeout = ${silenceMs};
       set tcp_keepalives_idle = ${seconds}; set tcp_keepalives_interval = ${seconds}; set tcp_keepalives_count = 2`,
    );
    return new LockSession(client, silenceMs);
  }

  query<R extends QueryResultRow>(text: string, values: unknown[] = []): Promise<{ rows: R[] }> {
    const mine = this.last.then(() => this.client.query<R>(text, values));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** The connection remains its owner's. */
  stop(): void {
    clearInterval(this.beat);
  }
}
