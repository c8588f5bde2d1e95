import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { unavailable } from './failures.js';

/** How long a server may take to end a connection it is asked to end, ms. */
const politeFor = 1_000;

/** One connection that comes back by itself; losing it never ends the process. */
export class SteadyConnection {
  private client: Client | undefined;
  private stopping = new AbortController();
  private connecting: Promise<void> | undefined;
  private readonly waiting = new Set<() => void>();
  /** Why it was lost last, as long as it is away. */
  lastError: Error | undefined;

  /** `prepare` runs on each new connection before anybody gets it. */
  constructor(
    private readonly config: ClientConfig,
    private readonly prepare: (client: Client) => Promise<void> = () => Promise.resolve(),
  ) {}

  get connected(): boolean {
    return this.client !== undefined;
  }

  /** Throws when the first connection cannot be made. */
  async start(): Promise<void> {
    this.stopping = new AbortController();
    await this.connect();
  }

  /** The connection; waits up to `limit` ms for one that is coming back, then throws `Unavailable`. */
  async ready(limit: number): Promise<Client> {
    if (!this.client && !this.stopping.signal.aborted)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, limit);
        this.waiting.add(done);
      });
    if (!this.client) throw unavailable(this.lastError);
    return this.client;
  }

  /** Gives a connection up that no longer answers; what runs on it fails. */
  drop(client: Client, reason: Error): void {
    this.lost(client, reason);
    client.connection.stream.destroy(); // `end` would wait for what is under way
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.connecting;
    const { client } = this;
    this.client = undefined;
    for (const done of this.waiting) done();
    if (!client) return;
    const silent = setTimeout(() => client.connection.stream.destroy(), politeFor);
    await client.end().catch(() => undefined);
    clearTimeout(silent);
  }

  private async connect(): Promise<void> {
    const client = new Client(this.config);
    // Both may come, in either order, also while `connect` or `prepare` is still under way.
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('the connection was closed')));
    try {
      await client.connect();
      await this.prepare(client);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.lastError = undefined;
    for (const done of this.waiting) done();
  }

  private lost(client: Client, error: Error): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.lastError = error;
    this.connecting ??= this.comeBack().finally(() => (this.connecting = undefined));
  }

  private async comeBack(): Promise<void> {
    const { signal } = this.stopping;
    for (let wait = 25; !signal.aborted && !this.client; wait = Math.min(wait * 2, 1_000)) {
      try {
        await this.connect();
      } catch (error) {
        this.lastError = error as Error;
        await delay(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
