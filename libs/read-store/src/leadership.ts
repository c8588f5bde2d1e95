import type { PoolClient, QueryResultRow } from 'pg';
import { LockSession } from '@dealtrail/event-store';
import type { ReadPool } from './read-pool.js';

/** Tries to lead tables, by advisory lock; answers those it got. `session` locks last as long as the connection. */
export async function takeTables(
  client: { query<R extends QueryResultRow>(text: string, values: unknown[]): Promise<{ rows: R[] }> },
  tables: readonly string[],
  until: 'session' | 'transaction',
): Promise<readonly string[]> {
  const lock = until === 'session' ? 'pg_try_advisory_lock' : 'pg_try_advisory_xact_lock';
  const { rows } = await client.query<{ name: string; taken: boolean }>(
    `select name, ${lock}(hashtextextended('read model ' || name, 0)) as taken from unnest($1::text[]) as name`,
    [tables],
  );
  return rows.filter(({ taken }) => taken).map(({ name }) => name);
}

/** Holds the locks of the tables that this process leads on one connection of its own; losing it loses them all. */
export class Leadership {
  private client: PoolClient | undefined;
  private session: LockSession | undefined;
  private readonly held = new Set<string>();

  constructor(
    private readonly pool: ReadPool,
    private readonly onLost: (error: unknown) => void,
  ) {}

  get tables(): ReadonlySet<string> {
    return this.held;
  }

  /** Tries for these tables; answers those newly taken. Also shows that the connection is still there. */
  async take(tables: readonly string[]): Promise<readonly string[]> {
    try {
      this.session ??= await this.connect();
      const wanted = tables.filter((table) => !this.held.has(table));
      const taken = await takeTables(this.session, wanted, 'session');
      for (const table of taken) this.held.add(table);
      return taken;
    } catch (error) {
      this.lose(error);
      throw error;
    }
  }

  /** Gives everything up. */
  close(): void {
    this.held.clear();
    const { client, session } = this;
    this.client = this.session = undefined;
    session?.stop();
    client?.release(true);
  }

  private async connect(): Promise<LockSession> {
    const client = await this.pool.connect();
    this.client = client;
    client.on('error', (error) => {
      if (client === this.client) this.lose(error);
    });
    return LockSession.of(client);
  }

  private lose(error: unknown): void {
    const had = this.client !== undefined;
    this.close();
    if (had) this.onLost(error);
  }
}
