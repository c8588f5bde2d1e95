import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type INestApplicationContext } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { WorkflowNotFoundError } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import {
  CommandRegistry,
  CommandRunner,
  derivedId,
  EventStore,
  EventTypes,
  KnownKeeper,
  permissionOf,
  systemClock,
  type Actor,
  type Command,
  type CommandMetadata,
  type CommandResult,
  type Intention,
} from '@dealtrail/event-sourcing';
import { eventually, testServer } from '@dealtrail/event-sourcing/testing';
import {
  caseCommands,
  caseEvents,
  caseProjections,
  caseRecurrenceCommands,
  caseRecurrenceEvents,
  CasesModule,
  servicePromiseCommands,
  servicePromiseEvents,
} from '@dealtrail/cases';
import { contractCommands, contractEvents, contractProjections, ContractsModule } from '@dealtrail/contracts';
import { customerCommands, customerEvents, customerProjections, CustomersModule } from '@dealtrail/customers';
import { dealCommands, dealEvents, dealProjections, DealsModule } from '@dealtrail/deals';
import type { PostgresEventStore } from '@dealtrail/event-store';
import { openStore, testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import { FileStore, FolderFileStore, noteBrought } from '@dealtrail/files';
import { knownFolds, type Known } from '@dealtrail/known';
import {
  dailyCheckCommands,
  dailyCheckEvents,
  orderCommands,
  orderEvents,
  orderProjections,
  OrdersModule,
} from '@dealtrail/orders';
import {
  always,
  policyCommands,
  policyEvents,
  policyKind,
  policyKindIds,
  PoliciesModule,
  type PolicyKindId,
} from '@dealtrail/policies';
import {
  activitiesFor,
  ProcessWorker,
  ReactionRunner,
  Reconciler,
  RunningProcesses,
  Schedules,
  temporalClient,
} from '@dealtrail/process-runner';
import { Projector, ReadPool, ReadStore } from '@dealtrail/read-store';
import { paymentProjections, PaymentsModule, receivableCommands, receivableEvents } from '@dealtrail/payments';
import {
  productFeedbackCommands,
  productFeedbackEvents,
  ProductFeedbackModule,
  productFeedbackProjections,
} from '@dealtrail/product-feedback';
import { reminderCommands, reminderEvents, reminderProjections, RemindersModule } from '@dealtrail/reminders';
import { staffCommands, staffEvents, StaffModule, staffProjections, unitEvents } from '@dealtrail/staff';
import { CaseSubjectsModule, viewProjections, ViewsModule } from '@dealtrail/views';
import { workflowSources } from '../bundle.js';
import { processes, processQuestions } from '../processes.js';
import { reactionTables } from '../reactions.js';

const types = new EventTypes([
  staffEvents,
  unitEvents,
  policyEvents,
  customerEvents,
  dealEvents,
  contractEvents,
  orderEvents,
  receivableEvents,
  productFeedbackEvents,
  dailyCheckEvents,
  caseEvents,
  servicePromiseEvents,
  caseRecurrenceEvents,
  reminderEvents,
]);
const projections = [
  ...staffProjections,
  ...customerProjections,
  ...dealProjections,
  ...contractProjections,
  ...orderProjections,
  ...paymentProjections,
  ...productFeedbackProjections,
  ...caseProjections,
  ...reminderProjections,
  ...viewProjections,
];
const commands = new CommandRegistry([
  ...staffCommands,
  ...policyCommands,
  ...customerCommands,
  ...dealCommands,
  ...contractCommands,
  ...orderCommands,
  ...receivableCommands,
  ...productFeedbackCommands,
  ...dailyCheckCommands,
  ...caseCommands,
  ...servicePromiseCommands,
  ...caseRecurrenceCommands,
  ...reminderCommands,
]);
const system: Actor = { kind: 'system', id: 'first-start' };

/** Everything a worker has, on a database and a task queue of its own and the Temporal of the test run. */
export class SalesFloor {
  readonly taskQueue = `sales-${randomUUID()}`;
  readonly client = temporalClient({ address: testServer('TEST_TEMPORAL_ADDRESS') });
  private worker: ProcessWorker | undefined;
  private reactions: ReactionRunner<Known> | undefined;

  private constructor(
    private readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    private readonly known: KnownKeeper<Known>,
    private readonly pool: ReadPool,
    private readonly projector: Projector,
    private readonly app: INestApplicationContext,
    private readonly folder: string,
  ) {}

  static async open(): Promise<SalesFloor> {
    const database = await testDatabase();
    const store = await openStore(database.url, types, { connectionWait: 5_000 });
    const known = new KnownKeeper<Known>(store, knownFolds);
    await known.start();
    const pool = new ReadPool(database.url);
    const reader = new ReadStore({ pool, store, waitMs: 20_000 });
    const projector = new Projector({ pool, store, projections, watch: reader.watch });
    await projector.start();
    const runner = new CommandRunner<Known>({ store, known: known.now, permissionOf, digestKey: testKeys.digestKey });
    const folder = await mkdtemp(join(tmpdir(), 'dealtrail-floor-'));
    const shared = [
      { provide: EventStore, useValue: store },
      { provide: KnownKeeper, useValue: known },
      { provide: ReadStore, useValue: reader },
      { provide: CommandRunner, useValue: runner },
      { provide: FileStore, useValue: new FolderFileStore(folder) },
    ];
    @Global()
    @Module({ providers: shared, exports: shared })
    class Shared {}
    @Module({
      imports: [
        CqrsModule.forRoot(),
        Shared,
        StaffModule,
        PoliciesModule,
        CustomersModule,
        DealsModule,
        ContractsModule,
        OrdersModule,
        PaymentsModule,
        ProductFeedbackModule,
        CasesModule,
        CaseSubjectsModule,
        RemindersModule,
        ViewsModule,
      ],
    })
    class Floor {}
    const app = await NestFactory.createApplicationContext(Floor, { logger: false });
    await app.init();
    const floor = new SalesFloor(database, store, known, pool, projector, app, folder);
    await floor.publishPolicies();
    await floor.hire('admin', ['admin']);
    return floor;
  }

  /** Sends a command through the bus, as whom and when is told. */
  async send(intention: Intention, metadata: Partial<CommandMetadata> = {}): Promise<CommandResult> {
    await this.known.reached(await this.store.head());
    const commandId = randomUUID();
    const defaults = { commandId, correlationId: commandId, actor: system, occurredAt: systemClock.now() };
    return this.dispatch(commands.create(intention, { ...defaults, ...metadata }));
  }

  async hire(staffId: string, roles: readonly string[], unitId?: string): Promise<void> {
    await this.send({ type: 'RegisterPerson', staffId, name: staffId, roles, unitId } as Intention);
  }

  /** Stores a text as an upload does; gives what a contract says of it. */
  async upload(by: string, content: string): Promise<{ sha256: string; name: string; type: string; size: number }> {
    const type = 'application/pdf';
    const files = this.app.get(FileStore);
    const { sha256, size } = await files.put({ type }, async function* () {
      yield Buffer.from(content);
    });
    await noteBrought(files, sha256, { kind: 'staff', id: by });
    return { sha256, size, type, name: '銷售合同.pdf' };
  }

  /** The worker that runs the processes, a new one after a `stop`. */
  work(): ProcessWorker {
    if (this.worker && this.worker.status.state !== 'stopped') return this.worker;
    this.worker = new ProcessWorker({
      address: testServer('TEST_TEMPORAL_ADDRESS'),
      taskQueue: this.taskQueue,
      workflows: { path: workflowSources },
      activities: activitiesFor({
        commands,
        dispatch: this.dispatch,
        questions: processQuestions,
        ask: this.ask,
        clock: systemClock,
      }),
      logger: new DefaultLogger('ERROR'),
    });
    this.worker.start();
    return this.worker;
  }

  /** Reacts to everything from now on. */
  async react(): Promise<ReactionRunner<Known>> {
    const { store, pool, known, dispatch } = this;
    this.reactions = new ReactionRunner<Known>({
      store,
      pool,
      database: this.database.url,
      tables: reactionTables,
      known,
      commands,
      dispatch,
      ask: this.ask,
      processes: this.running(),
      clock: systemClock,
    });
    await this.reactions.start();
    return this.reactions;
  }

  reconciler(): Reconciler {
    return new Reconciler({ store: this.store, processes, running: this.running() });
  }

  schedules(): Schedules {
    return new Schedules({ client: this.client, taskQueue: this.taskQueue });
  }

  /** How many runs Temporal lists. */
  async listed(): Promise<number> {
    const query = `TaskQueue = '${this.taskQueue}' AND ExecutionStatus = 'Running'`;
    return (await this.client.workflow.count(query)).count;
  }

  /** Removes everything Temporal has of these, runs and history: nothing says any more that they ever were. */
  async forget(workflowIds: readonly string[]): Promise<void> {
    const { workflowService, options } = this.client;
    for (const workflowId of workflowIds)
      await workflowService.deleteWorkflowExecution({
        namespace: options.namespace,
        workflowExecution: { workflowId },
      });
    const gone = (workflowId: string) =>
      this.client.workflow
        .getHandle(workflowId)
        .describe()
        .then(
          () => false,
          (error: unknown) => error instanceof WorkflowNotFoundError,
        );
    for (const workflowId of workflowIds) await eventually(() => gone(workflowId), Boolean, 60);
    await eventually(
      () => this.listed(),
      (count) => count === 0,
    );
  }

  /** The types of a stream's events with when they occurred. */
  async story(stream: string): Promise<readonly (readonly [type: string, occurredAt: string])[]> {
    const [events = []] = await this.store.read([stream]);
    return events.map(({ type, metadata }) => [type, metadata.occurredAt]);
  }

  async close(): Promise<void> {
    await this.reactions?.stop();
    await this.worker?.stop();
    await this.app.close();
    await this.projector.stop();
    await this.known.stop();
    await this.pool.end();
    await this.client.connection.close();
    await this.store.stop();
    await this.database.drop();
    await rm(this.folder, { recursive: true });
  }

  /** Publishes a version without the minute's notice that the rules ask for. */
  async publish(kind: PolicyKindId, content: object, effectiveFrom: string): Promise<void> {
    const stream = `policy-${kind}`;
    const [before = []] = await this.store.read([stream]);
    const version = before.length + 1;
    const id = derivedId('policy', kind, version);
    const metadata = { commandId: id, actor: system, correlationId: id, occurredAt: systemClock.now(), digest: '' };
    const by = { draftedBy: 'system', publishedBy: 'system' };
    const data = { kind, version, draft: version, content, effectiveFrom, ...by };
    await this.store.append(stream, [{ id, type: 'PolicyPublished', data, metadata }], before.length - 1);
  }

  private readonly dispatch = (command: Command): Promise<CommandResult> => this.app.get(CommandBus).execute(command);

  readonly ask = (question: object): Promise<unknown> => this.app.get(QueryBus).execute(question);

  private running(): RunningProcesses {
    return new RunningProcesses({ client: this.client, taskQueue: this.taskQueue, store: this.store });
  }

  private async publishPolicies(): Promise<void> {
    for (const kind of policyKindIds) await this.publish(kind, policyKind(kind).first, always);
  }
}
