import type { ClientConfig } from 'pg';
import { SteadyConnection } from './steady-connection.js';

/** Hears of new events from one listening connection and wakes those who wait for them. */
export class WakeUp {
  private count = 0;
  private readonly sleepers = new Set<() => void>();
  readonly connection: SteadyConnection;

  constructor(config: ClientConfig, onErased: (person: string) => void) {
    this.connection = new SteadyConnection(config, async (client) => {
      client.on('notification', ({ channel, payload = '' }) => {
        if (channel === 'dealtrail_erased') onErased(payload);
        else this.wakeAll();
      });
      await client.query('listen dealtrail_events; listen dealtrail_erased');
      this.wakeAll(); // whatever happened while nobody listened
    });
  }

  /** Taken before a read: `sleep` returns at once when anything has happened since. */
  get ticket(): number {
    return this.count;
  }

  /** Until something happens after the ticket was taken, at most `limit` ms, or until the signal is aborted. */
  async sleep(ticket: number, limit: number, signal: AbortSignal): Promise<void> {
    if (ticket !== this.count || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, limit);
      signal.addEventListener('abort', wake, { once: true });
      this.sleepers.add(wake);
    });
  }

  private wakeAll(): void {
    this.count++;
    for (const wake of this.sleepers) wake();
  }
}
