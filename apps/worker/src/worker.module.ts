import { Logger, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Client } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import { CommandRegistry, EventStore, KnownKeeper } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import {
  activitiesFor,
  ActivityWatch,
  ProcessWorker,
  ReactionRunner,
  Reconciler,
  RunningProcesses,
  Schedules,
} from '@dealtrail/process-runner';
import { ReadPool } from '@dealtrail/read-store';
import { Configuration, Dispatcher, Health, ProcessesModule } from '@dealtrail/runtime';
import { Telemetry } from '@dealtrail/telemetry';
import { processQuestions, reactionTables, taskQueue, workflowBundle } from '@dealtrail/workflows';
import { HourlyReconcile } from './hourly-reconcile.js';
import { ScheduleKeeping } from './schedule-keeping.js';

/** Starts and stops what a worker does, in the order that loses nothing: reactions first, then what reconcile finds left open. */
class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly worker: ProcessWorker,
    private readonly reactions: ReactionRunner<Known>,
    private readonly reconcile: HourlyReconcile,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.worker.start();
    await this.reactions.start();
    this.reconcile.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.reconcile.stop(), this.reactions.stop(), this.worker.stop()]);
  }
}

/** Turns facts into what happens next, runs the processes, and keeps Temporal equal to the log. */
@Module({
  imports: [ProcessesModule],
  providers: [
    {
      provide: ProcessWorker,
      inject: [Configuration, CommandRegistry, Dispatcher, Health, Telemetry],
      useFactory: (
        { temporalAddress: address, temporalNamespace: namespace, clock }: Configuration,
        commands: CommandRegistry,
        { dispatch, ask }: Dispatcher,
        health: Health,
        telemetry: Telemetry,
      ) => {
        const log = new Logger('worker');
        const watch = new ActivityWatch(telemetry);
        const worker = new ProcessWorker({
          address,
          namespace,
          taskQueue,
          workflows: { bundle: workflowBundle },
          activities: activitiesFor({ commands, dispatch, questions: processQuestions, ask, clock, watch }),
          logger: new DefaultLogger('WARN', ({ level, message, meta }) => log.warn({ level, ...meta }, message)),
          onFailure: (error) => log.warn(`Temporal: ${String(error)}`),
        });
        health.add('worker', () => ({
          ready: worker.status.state === 'running',
          ...worker.status,
          retrying: watch.retrying(),
        }));
        return worker;
      },
    },
    {
      provide: ReactionRunner,
      inject: [
        ReadPool,
        Configuration,
        EventStore,
        KnownKeeper,
        CommandRegistry,
        Dispatcher,
        RunningProcesses,
        Health,
        Telemetry,
      ],
      useFactory: (
        pool: ReadPool,
        { databaseUrl, clock }: Configuration,
        store: EventStore,
        known: KnownKeeper<Known>,
        commands: CommandRegistry,
        { dispatch, ask }: Dispatcher,
        processes: RunningProcesses,
        health: Health,
        telemetry: Telemetry,
      ) => {
        const log = new Logger('reactions');
        const runner = new ReactionRunner<Known>({
          pool,
          database: databaseUrl,
          tables: reactionTables,
          store,
          known,
          commands,
          dispatch,
          ask,
          processes,
          clock,
          telemetry,
          onFailure: (error, what) => log.warn(`${what}: ${String(error)}`),
        });
        health.add('reactions', () => ({ ready: true, ...runner.status() }));
        return runner;
      },
    },
    {
      provide: HourlyReconcile,
      inject: [Reconciler, Client, KnownKeeper, EventStore, Configuration],
      useFactory: (
        reconciler: Reconciler,
        client: Client,
        known: KnownKeeper<Known>,
        store: EventStore,
        { clock }: Configuration,
      ) => {
        const schedules = new Schedules({ client, taskQueue });
        return new HourlyReconcile(reconciler, new ScheduleKeeping({ schedules, known, store, clock }));
      },
    },
    {
      provide: WorkerLifecycle,
      inject: [ProcessWorker, ReactionRunner, HourlyReconcile],
      useFactory: (worker: ProcessWorker, reactions: ReactionRunner<Known>, reconcile: HourlyReconcile) =>
        new WorkerLifecycle(worker, reactions, reconcile),
    },
  ],
})
export class WorkerModule {}
