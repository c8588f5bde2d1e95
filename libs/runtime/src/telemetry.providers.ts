import type { OnApplicationShutdown, Provider } from '@nestjs/common';
import { EventLog } from '@dealtrail/event-store';
import { ReadPool } from '@dealtrail/read-store';
import { observeProcess, Telemetry } from '@dealtrail/telemetry';
import { Configuration } from './configuration.js';
import { version } from './version.js';

/** Begins what a process tells of itself, and sends the last of it when the process ends. */
class TelemetryLifecycle implements OnApplicationShutdown {
  private readonly rest: () => void;

  constructor(
    private readonly telemetry: Telemetry,
    log: EventLog,
    pool: ReadPool,
  ) {
    this.rest = observeProcess(telemetry);
    observeAppends(telemetry, log);
    observePool(telemetry, pool);
  }

  onApplicationShutdown(): Promise<void> {
    this.rest();
    return this.telemetry.stop();
  }
}

/** What waits to be appended, and what goes together. */
function observeAppends(telemetry: Telemetry, log: EventLog): void {
  const { batchSize } = telemetry.instruments;
  log.onBatch((events) => batchSize.record(events));
  telemetry.observe(
    'dealtrail.append.queue.length',
    { description: 'Appends that wait for a commit to take them', unit: '{append}' },
    () => [{ value: log.status().queueLength }],
  );
}

/** Under the names of the semantic conventions for database clients. */
function observePool(telemetry: Telemetry, pool: ReadPool): void {
  const name = { 'db.client.connection.pool.name': 'read-store' };
  const state = (value: number, state: 'idle' | 'used') => ({
    value,
    attributes: { ...name, 'db.client.connection.state': state },
  });
  telemetry.observe(
    'db.client.connection.count',
    { description: 'Connections of the read store by state', unit: '{connection}' },
    () => [state(pool.idleCount, 'idle'), state(pool.totalCount - pool.idleCount, 'used')],
  );
  telemetry.observe(
    'db.client.connection.pending_requests',
    { description: 'Requests that wait for a connection of the read store', unit: '{request}' },
    () => [{ value: pool.waitingCount, attributes: name }],
  );
}

/** What tells of a process, for every process. */
export const telemetryProviders: readonly Provider[] = [
  {
    provide: Telemetry,
    inject: [Configuration],
    useFactory: ({ telemetry }: Configuration) => new Telemetry({ version, ...telemetry }),
  },
  {
    provide: TelemetryLifecycle,
    inject: [Telemetry, EventLog, ReadPool],
    useFactory: (telemetry: Telemetry, log: EventLog, pool: ReadPool) => new TelemetryLifecycle(telemetry, log, pool),
  },
];
