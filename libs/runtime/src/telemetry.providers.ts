import type { OnApplicationShutdown, Provider } from '@nestjs/common';
import { ReadPool } from '@dealtrail/read-store';
import { observeProcess, Telemetry } from '@dealtrail/telemetry';
import { Configuration } from './configuration.js';
import { version } from './version.js';

/** Begins what a process tells of itself, and sends the last of it when the process ends. */
class TelemetryLifecycle implements OnApplicationShutdown {
  private readonly rest: () => void;

  constructor(
    private readonly telemetry: Telemetry,
    pool: ReadPool,
  ) {
    this.rest = observeProcess(telemetry);
    observePool(telemetry, pool);
  }

  onApplicationShutdown(): Promise<void> {
    this.rest();
    return this.telemetry.stop();
  }
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
    inject: [Telemetry, ReadPool],
    useFactory: (telemetry: Telemetry, pool: ReadPool) => new TelemetryLifecycle(telemetry, pool),
  },
];
