import { Global, Logger, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import {
  CommandRegistry,
  CommandRunner,
  EventStore,
  KnownKeeper,
  operationOf,
  type Command,
  type CommandClass,
} from '@dealtrail/event-sourcing';
import { EventLog, loadKeys, openEventStore, type StoreKeys } from '@dealtrail/event-store';
import { FilesModule, FileStore, FileStoreWatch, readFilesConfiguration } from '@dealtrail/files';
import { knownFolds, type Known } from '@dealtrail/known';
import { ReadPool, ReadStore } from '@dealtrail/read-store';
import { ObservedStore, observedCommands, Telemetry } from '@dealtrail/telemetry';
import { Configuration } from './configuration.js';
import { commands, contextModules, eventTypes } from './contexts.js';
import { Dispatcher } from './dispatcher.js';
import { Health } from './health.js';
import { OperatedModule } from './operations/operated.module.js';
import { telemetryProviders } from './telemetry.providers.js';

/** Closes what every part of a process shares; Nest calls it after the parts have stopped and the server is closed. */
class SharedConnections implements OnApplicationShutdown {
  constructor(
    private readonly known: KnownKeeper<Known>,
    private readonly pool: ReadPool,
    private readonly store: EventLog,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.known.stop();
    await this.pool.end();
    await this.store.stop();
  }
}

/** What every process needs, whichever parts it runs: the log, the read models, what is known, the runner of commands. */
@Global()
@Module({})
export class RuntimeModule {
  static async forRoot(configuration: Configuration): Promise<DynamicModule> {
    const providers = providersOf(configuration, await loadKeys(configuration.dataDir));
    const files = FilesModule.forRoot(readFilesConfiguration(process.env, configuration.dataDir), configuration.clock);
    return {
      module: RuntimeModule,
      imports: [CqrsModule.forRoot(), files, OperatedModule, ...contextModules],
      providers,
      exports: [
        Configuration,
        CommandRegistry,
        CommandRunner,
        CqrsModule,
        Dispatcher,
        EventStore,
        Health,
        KnownKeeper,
        ReadPool,
        ReadStore,
        Telemetry,
      ],
    };
  }
}

const providersOf = (configuration: Configuration, keys: StoreKeys): Provider[] => {
  const log = new Logger('runtime');
  return [
    { provide: Configuration, useValue: configuration },
    { provide: CommandRegistry, useValue: commands },
    { provide: Health, useFactory: () => new Health() },
    ...telemetryProviders,
    {
      provide: EventLog,
      inject: [Health],
      useFactory: async (health: Health) => {
        const { databaseUrl, eventstoreUrl, clock } = configuration;
        const store = await openEventStore({ databaseUrl, eventstoreUrl, types: eventTypes, keys, clock });
        health.add('eventStore', () => ({ ready: store.status().connected, ...store.status() }));
        return store;
      },
    },
    { provide: EventStore, useExisting: EventLog },
    {
      provide: KnownKeeper,
      inject: [EventStore, Health],
      useFactory: async (store: EventStore, health: Health) => {
        const keeper = new KnownKeeper<Known>(store, knownFolds);
        await keeper.start((error) => log.warn(`staff and policies cannot be read: ${String(error)}`));
        health.add('known', () => ({
          ready: keeper.isFresh(),
          position: String(keeper.position),
          error: keeper.status?.error,
        }));
        return keeper;
      },
    },
    {
      provide: FileStoreWatch,
      inject: [FileStore, Health],
      useFactory: (files: FileStore, health: Health) => {
        const watch = new FileStoreWatch(files, configuration.clock);
        health.add('files', () => ({ ...watch.state() }));
        return watch;
      },
    },
    {
      provide: ReadPool,
      useFactory: () => new ReadPool(configuration.databaseUrl, (error) => log.warn(`read store: ${String(error)}`)),
    },
    {
      provide: ReadStore,
      inject: [ReadPool, EventStore],
      useFactory: (pool: ReadPool, store: EventStore) => new ReadStore({ pool, store, clock: configuration.clock }),
    },
    {
      provide: CommandRunner,
      inject: [EventStore, KnownKeeper, Telemetry],
      useFactory: (store: EventStore, known: KnownKeeper<Known>, telemetry: Telemetry): CommandRunner<Known> => {
        const { handle } = new CommandRunner<Known>({
          store: new ObservedStore(store, telemetry),
          known: known.now,
          permissionOf: (command: Command) => operationOf(command.constructor as CommandClass)?.allow,
          digestKey: keys.digestKey,
        });
        return { handle: observedCommands(handle, telemetry) };
      },
    },
    {
      provide: Dispatcher,
      inject: [CommandBus, QueryBus],
      useFactory: (commandBus: CommandBus, queryBus: QueryBus) => new Dispatcher(commandBus, queryBus),
    },
    {
      provide: SharedConnections,
      inject: [KnownKeeper, ReadPool, EventLog],
      useFactory: (known: KnownKeeper<Known>, pool: ReadPool, store: EventLog) =>
        new SharedConnections(known, pool, store),
    },
  ];
};
