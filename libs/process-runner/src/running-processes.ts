import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  causeOfEvent,
  type AnyProcess,
  type Cause,
  type EventStore,
  type OpenProcess,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { toldSpanOf, type Telemetry } from '@dealtrail/telemetry';
import { attributesOf, shownOf, type Shown } from './search-attributes.js';
import { readOpen } from './state-reader.js';

/** What a process hears: a domain event's name and position, and what it changes for the process. */
export interface Signal {
  readonly type: string;
  readonly position: number;
  readonly data: object;
  readonly cause?: Cause;
}

/** A running process as Temporal lists it; what it shows lags a moment behind. */
export interface Listed {
  readonly workflowId: string;
  /** The aggregate's. */
  readonly id: string;
  readonly shown: Shown;
}

export interface RunningProcessesOptions {
  readonly client: Client;
  readonly taskQueue: string;
  readonly store: EventStore;
  readonly telemetry?: Telemetry;
}

/** A run that nothing ends is started anew by reconcile after this long. */
const runTimeout = '3650 days';

/** The processes in Temporal: started from the log's state, told its events, listed and ended. Errors are Temporal's. */
export class RunningProcesses {
  constructor(private readonly options: RunningProcessesOptions) {}

  /**
   * Starts what the log says is open of an aggregate and does not run, or the one part that stands behind a slash in `id`. The
   * state is read here, so that it is never older than the event that asks; a finished run of the same id does not stand in the way.
   */
  async ensure(process: AnyProcess, id: string, cause?: Cause): Promise<'started' | 'running' | 'closed'> {
    const open = await readOpen(this.options.store, process, aggregateOf(id));
    const wanted = isPart(id) ? open.filter(({ workflowId }) => workflowId === workflowIdOf(process, id)) : open;
    let result: 'started' | 'running' | 'closed' = 'closed';
    for (const one of wanted) {
      const outcome = await this.start(process, one, cause);
      if (result !== 'started') result = outcome;
    }
    return result;
  }

  private async start(
    process: AnyProcess,
    { workflowId, input }: OpenProcess,
    cause: Cause | undefined,
  ): Promise<'started' | 'running'> {
    const startedAt = Date.now();
    const description = process.describe(input as never);
    try {
      await this.options.client.workflow.start(process.name, {
        workflowId,
        taskQueue: this.options.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        workflowRunTimeout: runTimeout,
        staticSummary: description.summary,
        typedSearchAttributes: attributesOf(description),
        ...(cause && { memo: { cause } }),
      });
      this.note(`start ${process.name}`, workflowId, cause, startedAt);
      return 'started';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'running';
      throw error;
    }
  }

  /**
   * Tells a process an event; when none runs, one is started if the log says that it is open. The id is the aggregate's, with
   * the round or part behind a slash where the process has such.
   */
  async tell(process: AnyProcess, id: string, event: Signal | Recorded): Promise<void> {
    const { type, position, data } = event;
    const cause = 'metadata' in event ? causeOfEvent(event) : undefined;
    const signal: Signal = { type, position, data, ...(cause && { cause }) };
    const [workflowId, startedAt] = [workflowIdOf(process, id), Date.now()];
    try {
      await this.options.client.workflow.getHandle(workflowId).signal(process.signal, signal);
      this.note(`signal ${process.name}`, workflowId, cause, startedAt);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await this.ensure(process, id, cause);
    }
  }

  /** A stage that the run's commands can name as the one before them. */
  private note(name: string, workflowId: string, cause: Cause | undefined, startedAt: number): void {
    if (!cause) return;
    const { correlationId, causationId } = cause;
    const spanId = toldSpanOf(workflowId, causationId);
    this.options.telemetry?.tracing?.note({ name, kind: 'PRODUCER', correlationId, spanId }, startedAt);
  }

  /** All running processes of a kind; Temporal's list lags a moment, so what is acted upon is asked again. */
  async *list(process: AnyProcess): AsyncIterable<Listed> {
    const query = this.runningOf(process);
    for await (const { workflowId, typedSearchAttributes } of this.options.client.workflow.list({
      query,
      pageSize: 1000,
    }))
      yield {
        workflowId,
        id: aggregateOf(workflowId.slice(process.name.length + 1)),
        shown: shownOf(typedSearchAttributes),
      };
  }

  /** How many of a kind run, as Temporal's list has it. */
  async count(process: AnyProcess): Promise<number> {
    return (await this.options.client.workflow.count(this.runningOf(process))).count;
  }

  private runningOf({ name }: AnyProcess): string {
    return `WorkflowType = '${name}' AND TaskQueue = '${this.options.taskQueue}' AND ExecutionStatus = 'Running'`;
  }

  /** Whether it runs, asked of the run itself. */
  async runs(workflowId: string): Promise<boolean> {
    try {
      const { status } = await this.options.client.workflow.getHandle(workflowId).describe();
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Whether a run has not heard all that the log holds; asked of the run itself, by its query. */
  async isBehind({ name }: AnyProcess, { workflowId, input }: OpenProcess): Promise<boolean> {
    const { position } = await this.options.client.workflow
      .getHandle(workflowId)
      .query<{ readonly position: number }>(`${name}Status`);
    return position < input.position;
  }

  /** Tells a run the state as the log has it: for what came without news, as history does. */
  refresh(process: AnyProcess, { workflowId, input }: OpenProcess): Promise<void> {
    const id = workflowId.slice(process.name.length + 1);
    return this.tell(process, id, { type: 'Reconciled', position: input.position, data: input });
  }

  /** Ends a run that the log does not call for any more. */
  async end(workflowId: string): Promise<void> {
    try {
      await this.options.client.workflow.getHandle(workflowId).terminate('not open in the log (reconcile)');
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}

const aggregateOf = (id: string): string => id.split('/')[0] ?? '';
const isPart = (id: string): boolean => id.includes('/');

/** The id of the process of an aggregate, e.g. `dealFollowUp/7c9e…`. */
export const workflowIdOf = ({ name }: Pick<AnyProcess, 'name'>, id: string): string => `${name}/${id}`;
