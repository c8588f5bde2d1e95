import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from '@temporalio/client';
import { EventStore } from '@dealtrail/event-sourcing';
import { Reconciler, RunningProcesses, temporalClient } from '@dealtrail/process-runner';
import { Telemetry } from '@dealtrail/telemetry';
import { processes, taskQueue } from '@dealtrail/workflows';
import { Configuration } from './configuration.js';

class TemporalConnection implements OnApplicationShutdown {
  constructor(private readonly client: Client) {}

  onApplicationShutdown(): Promise<void> {
    return this.client.connection.close();
  }
}

/** The processes in Temporal, for those that start them and those that reconcile them. */
@Global()
@Module({
  providers: [
    {
      provide: Client,
      inject: [Configuration],
      useFactory: ({ temporalAddress, temporalNamespace }: Configuration) =>
        temporalClient({ address: temporalAddress, namespace: temporalNamespace }),
    },
    {
      provide: TemporalConnection,
      inject: [Client],
      useFactory: (client: Client) => new TemporalConnection(client),
    },
    {
      provide: RunningProcesses,
      inject: [Client, EventStore, Telemetry],
      useFactory: (client: Client, store: EventStore, telemetry: Telemetry) =>
        new RunningProcesses({ client, taskQueue, store, telemetry }),
    },
    {
      provide: Reconciler,
      inject: [EventStore, RunningProcesses],
      useFactory: (store: EventStore, running: RunningProcesses) => new Reconciler({ store, processes, running }),
    },
  ],
  exports: [Client, RunningProcesses, Reconciler],
})
export class ProcessesModule {}
