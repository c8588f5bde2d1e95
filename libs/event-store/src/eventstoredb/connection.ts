import { setTimeout as delay } from 'node:timers/promises';
import type { Position } from '@dealtrail/event-sourcing';
import { unavailable } from '../failures.js';
import { EventStoreDbClient } from './client.js';
import { isAway } from './failures.js';
import type { Tail } from './tail.js';

/** With so many failures in a row a client is given up: it may hold on to an address that is gone. */
const mostFailures = 8;

/** Waits between tries, ms: the client fails at once while nobody is there, and asked again at once it does so again. */
export function* backOff(): Generator<number, never> {
  for (let wait = 25; ; wait = Math.min(wait * 2, 1_000)) yield wait;
}

/** The client there is now, replaced when it keeps failing. */
export class Connection {
  private client: EventStoreDbClient;
  private failures = 0;
  /** Why the last call failed, as long as none has gone well since. */
  lastError: Error | undefined;
  /** How often the client was replaced. */
  replaced = 0;

  constructor(
    private readonly url: string,
    private readonly connectionWait: number,
  ) {
    this.client = new EventStoreDbClient(url);
  }

  /** One call; what it throws is what the client throws. */
  async use<T>(work: (client: EventStoreDbClient) => Promise<T>): Promise<T> {
    const { client } = this;
    try {
      const answer = await work(client);
      this.failures = 0;
      this.lastError = undefined;
      return answer;
    } catch (error) {
      if (isAway(error)) this.failed(client, error);
      throw error;
    }
  }

  /** A call that changes nothing, repeated for a while when nobody answers; then throws `Unavailable`. */
  async ask<T>(work: (client: EventStoreDbClient) => Promise<T>): Promise<T> {
    const giveUp = Date.now() + this.connectionWait;
    for (const wait of backOff())
      try {
        return await this.use(work);
      } catch (error) {
        if (!isAway(error)) throw error;
        if (Date.now() + wait > giveUp) throw unavailable(error);
        await delay(wait);
      }
    throw new Error('unreachable');
  }

  /** Follows all streams with one of these prefixes. */
  follow(after: Position, prefixes: readonly string[], most: number): Tail {
    const { client } = this;
    const tail = client.follow(after, prefixes, most);
    tail.onFailure = (error) => this.failed(client, error);
    return tail;
  }

  close(): void {
    void this.client.dispose().catch(() => undefined);
  }

  private failed(client: EventStoreDbClient, error: unknown): void {
    this.lastError = error instanceof Error ? error : new Error(String(error));
    if (client !== this.client || ++this.failures < mostFailures) return;
    this.failures = 0;
    this.replaced++;
    this.client = new EventStoreDbClient(this.url);
    void client.dispose().catch(() => undefined);
  }
}
