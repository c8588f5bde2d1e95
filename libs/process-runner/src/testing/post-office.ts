import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { DefaultLogger } from '@temporalio/worker';
import {
  CommandRegistry,
  commandHandler,
  EventTypes,
  noStream,
  streamName,
  systemClock,
  type Command,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { eventually as untilTrue, testServer } from '@dealtrail/event-sourcing/testing';
import { PostgresEventStore } from '@dealtrail/event-store';
import { testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import { ProcessWorker } from '../process-worker.js';
import { ReactionRunner, type ReactionRunnerOptions } from '../reaction-runner.js';
import { RunningProcesses } from '../running-processes.js';
import { temporalClient } from '../temporal-client.js';
import { parcel, parcelEvents, parcelReactions, ThankForParcel, type ParcelEvent } from './parcel.js';

/** A log, a Temporal and everything between them, for the specs of the runners. */
export class PostOffice {
  readonly taskQueue = `parcels-${randomUUID()}`;
  readonly client = temporalClient({ address: testServer('TEST_TEMPORAL_ADDRESS') });
  readonly store: PostgresEventStore;
  readonly pool: Pool;
  readonly processes: RunningProcesses;
  readonly commands = new CommandRegistry([ThankForParcel]);
  readonly dispatched: Command[] = [];
  readonly failures: string[] = [];
  private readonly runners: ReactionRunner<object>[] = [];
  private readonly worker: ProcessWorker;

  private constructor(readonly database: TestDatabase) {
    const types = new EventTypes([parcelEvents]);
    this.store = new PostgresEventStore({
      pool: database.url,
      types,
      keys: testKeys,
      clock: systemClock,
      connectionWait: 5_000,
    });
    this.pool = new Pool({ connectionString: database.url });
    this.pool.on('error', () => undefined);
    this.processes = new RunningProcesses({ client: this.client, taskQueue: this.taskQueue, store: this.store });
    this.worker = new ProcessWorker({
      address: testServer('TEST_TEMPORAL_ADDRESS'),
      taskQueue: this.taskQueue,
      workflows: { path: require.resolve('./parcel.workflow') },
      activities: {},
      logger: new DefaultLogger('ERROR'),
    });
  }

  static async open(): Promise<PostOffice> {
    const office = new PostOffice(await testDatabase());
    await office.store.start();
    office.worker.start();
    return office;
  }

  /** A runner as an app has it; what is given replaces its parts. */
  runner(over: Partial<ReactionRunnerOptions<object>> = {}): ReactionRunner<object> {
    const handle = commandHandler({
      store: this.store,
      known: () => ({ staff: { rolesOf: () => undefined, within: () => new Set<string>(), apiKey: () => undefined } }),
      permissionOf: () => ({ roles: {}, kinds: ['process'] }),
      digestKey: testKeys.digestKey,
    });
    const runner = new ReactionRunner<object>({
      store: this.store,
      pool: this.pool,
      database: this.database.url,
      tables: [parcelReactions],
      known: { reached: () => Promise.resolve({}) },
      commands: this.commands,
      dispatch: (command) => {
        this.dispatched.push(command);
        return handle(parcel, command as ThankForParcel);
      },
      ask: () => Promise.reject(new Error('not asked')),
      processes: this.processes,
      clock: systemClock,
      onFailure: (error, what) => this.failures.push(`${what}: ${String(error)}`),
      ...over,
    });
    this.runners.push(runner);
    return runner;
  }

  /** Puts facts at the end of a parcel's stream. */
  async post(parcelId: string, events: readonly ParcelEvent[], history = false): Promise<readonly Recorded[]> {
    const stream = streamName('parcel', parcelId);
    const [before = []] = await this.store.read([stream]);
    const revision = before.at(-1)?.revision ?? noStream;
    const metadata = {
      commandId: randomUUID(),
      actor: { kind: 'staff', id: 'post.man' },
      correlationId: randomUUID(),
      occurredAt: systemClock.now(),
      digest: '',
      ...(history && { history }),
    } as const;
    const toAppend = events.map(({ type, data }) => ({ id: randomUUID(), type, data, metadata }));
    await this.store.append(stream, toAppend, revision);
    const [after = []] = await this.store.read([stream]);
    return after.slice(before.length);
  }

  watch(parcelId: string) {
    return this.client.workflow.getHandle(`parcelWatch/${parcelId}`);
  }

  /** Stops the runners and forgets what they did, so that the next test begins at the head of the log. */
  async clear(): Promise<void> {
    for (const runner of this.runners.splice(0)) await runner.stop();
    await this.pool.query('drop schema if exists reactions cascade');
    this.dispatched.length = 0;
    this.failures.length = 0;
  }

  async close(): Promise<void> {
    await this.clear();
    await this.worker.stop();
    await this.client.connection.close();
    await this.store.stop();
    await this.pool.end();
    await this.database.drop();
  }
}

/** As the kit's, but a failure to answer is asked again too: the server may be away on purpose. */
export const eventually = async <T>(ask: () => Promise<T>, passes: (answer: T) => boolean): Promise<T> => {
  const answer = await untilTrue(
    () => ask().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))),
    (one) => !(one instanceof Error) && passes(one),
    15,
  );
  if (answer instanceof Error) throw answer;
  return answer;
};

export const newParcel = (): string => randomUUID();
