import { Logger, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EventStore } from '@dealtrail/event-sourcing';
import { Projector, ReadPool, ReadStore } from '@dealtrail/read-store';
import { Health, OperatedLog, projections, Skips } from '@dealtrail/runtime';
import { Telemetry } from '@dealtrail/telemetry';

/** Starts and stops the projector with its process. */
class ProjectorLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly projector: Projector) {}

  onApplicationBootstrap(): Promise<void> {
    return this.projector.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.projector.stop();
  }
}

/** Feeds the read models from the log. */
@Module({
  providers: [
    {
      provide: Projector,
      inject: [ReadPool, ReadStore, EventStore, Health, Telemetry],
      useFactory: (pool: ReadPool, reads: ReadStore, store: EventStore, health: Health, telemetry: Telemetry) => {
        const log = new Logger('projector');
        const projector = new Projector({
          pool,
          store,
          projections,
          watch: reads.watch,
          telemetry,
          onFailure: (error, status) => log.warn(`${status?.name ?? 'projector'}: ${String(error)}`),
        });
        health.add('projector', () => ({ ready: projector.ready(), projections: projector.status() }));
        return projector;
      },
    },
    {
      provide: OperatedLog,
      inject: [Skips, ReadPool, EventStore],
      useFactory: (skips: Skips, pool: ReadPool, store: EventStore) => {
        const log = new Logger('operations');
        return new OperatedLog(skips, pool, store, (error) => log.warn(String(error)));
      },
    },
    {
      provide: ProjectorLifecycle,
      inject: [Projector],
      useFactory: (projector: Projector) => new ProjectorLifecycle(projector),
    },
  ],
})
export class ProjectorModule {}
