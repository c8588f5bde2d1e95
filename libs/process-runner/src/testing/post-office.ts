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
  readonly client = temporalClient({ address: temporalAddress() });
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
      address: temporalAddress(),
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
      known: () => ({ staff: { rolesOf: () => undefined, within: () => new Set<string>() } }),
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

/** Asks until the answer passes; says what the last one was when it never does. */
export async function eventually<T>(ask: () => Promise<T>, passes: (answer: T) => boolean, seconds = 15): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as T);
    if (!(answer instanceof Error) && passes(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`never came; the last answer was ${JSON.stringify(answer) ?? String(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function temporalAddress(): string {
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  if (!address)
    throw new Error('TEST_TEMPORAL_ADDRESS is not set: run the tests with `npm test`, which starts Temporal');
  return address;
}

export const newParcel = (): string => randomUUID();
