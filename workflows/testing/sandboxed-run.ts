import { defaultPayloadConverter as payloads, TypedSearchAttributes } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time.js';
import { coresdk } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { Workflow, WorkflowCreateOptions } from '@temporalio/worker/lib/workflow/interface.js';
import { createUnsafeRandomSource } from '@temporalio/workflow/lib/random-helpers.js';
import type { Instant } from '@dealtrail/event-sourcing';
import { workflowSources } from '../bundle.js';
import type { Sent } from './time-skipping.js';

type Job = coresdk.workflow_activation.IWorkflowActivationJob;

/** What the world does with a command of the workflow: the signals that the workflow hears of it. */
export type World = (sent: Sent) => Promise<readonly object[]>;

interface RunOptions {
  readonly workflow: string;
  readonly workflowId: string;
  readonly input: object;
  /** When it begins: any date, past or future. */
  readonly at: Instant;
  readonly world: World;
  /** What an activity gives back; nothing where a workflow does not read it. */
  readonly result?: (sent: Sent) => object;
}

/** The workflows as a worker has them, in the SDK's own sandbox; one per spec file. */
export class Sandbox {
  private readonly runs: Workflow[] = [];

  private constructor(private readonly creator: ReusableVMWorkflowCreator) {}

  static async open(activities: readonly string[]): Promise<Sandbox> {
    const { code } = await bundleWorkflowCode({ workflowsPath: workflowSources, logger: new DefaultLogger('ERROR') });
    return new Sandbox(await ReusableVMWorkflowCreator.create(parseWorkflowCode(code), 5_000, new Set(activities)));
  }

  async create(options: WorkflowCreateOptions): Promise<Workflow> {
    const workflow = await this.creator.createWorkflow(options);
    this.runs.push(workflow);
    return workflow;
  }

  async close(): Promise<void> {
    for (const run of this.runs) await run.dispose();
    await this.creator.destroy();
  }
}

/** No workflow throws dice. */
const noChance = createUnsafeRandomSource(() => 0.5);

/**
 * One run without a server, at a date of its own: the time-skipping server begins today, and what a calendar says of a year
 * is to be tried in that year. Its clock stands still while it works and jumps from timer to timer.
 */
export class SandboxedRun {
  readonly sent: Sent[] = [];
  /** How the run ended; a run that goes on as a new one names the input. */
  ended: { readonly as: 'completed' } | { readonly as: 'continued'; readonly input: unknown } | undefined;
  private readonly timers = new Map<number, number>();
  private now: number;
  private isLong = false;

  private constructor(
    private readonly workflow: Workflow,
    private readonly options: RunOptions,
  ) {
    this.now = Date.parse(options.at);
  }

  static async start(sandbox: Sandbox, options: RunOptions): Promise<SandboxedRun> {
    const { workflow: workflowType, workflowId, input, at } = options;
    const startTime = new Date(at);
    const runId = `${workflowId} at ${at}`;
    const workflow = await sandbox.create({
      info: {
        workflowId,
        runId,
        workflowType,
        searchAttributes: {},
        typedSearchAttributes: new TypedSearchAttributes(),
        historyLength: 3,
        historySize: 300,
        continueAsNewSuggested: false,
        targetWorkerDeploymentVersionChanged: false,
        taskQueue: 'sandbox',
        namespace: 'default',
        firstExecutionRunId: runId,
        originalExecutionRunId: runId,
        attempt: 1,
        taskTimeoutMs: 1_000,
        startTime,
        runStartTime: startTime,
        unsafe: { isReplaying: false, isReplayingHistoryEvents: false, now: Date.now, random: noChance },
      },
      randomnessSeed: Array.from({ length: 16 }, (_, n) => n + 1),
      now: startTime.getTime(),
      showStackTraceSources: false,
    });
    const run = new SandboxedRun(workflow, options);
    const begun = { workflowId, workflowType, firstExecutionRunId: runId, attempt: 1, startTime: msToTs(run.now) };
    await run.activate({
      initializeWorkflow: { ...begun, arguments: [payloads.toPayload(input)], randomnessSeed: msToTs(7).seconds },
    });
    return run;
  }

  /** Lets time pass: every timer due by then fires at its instant. */
  async until(instant: Instant): Promise<void> {
    for (let next = this.nextTimer(instant); next; next = this.nextTimer(instant)) {
      const [seq, firesAt] = next;
      this.timers.delete(seq);
      this.now = Math.max(this.now, firesAt);
      await this.activate({ fireTimer: { seq } });
    }
    this.now = Math.max(this.now, Date.parse(instant));
  }

  async hears(signal: object): Promise<void> {
    const signalName = `${this.options.workflow}Event`;
    await this.activate({ signalWorkflow: { signalName, input: [payloads.toPayload(signal)] } });
  }

  /** From now on the server says that the history has become long. */
  growsLong(): void {
    this.isLong = true;
  }

  private nextTimer(until: Instant): readonly [seq: number, firesAt: number] | undefined {
    if (this.ended) return undefined;
    return [...this.timers].filter(([, at]) => at <= Date.parse(until)).sort(([, a], [, b]) => a - b)[0];
  }

  private async activate(job: Job): Promise<void> {
    const activation = { timestamp: msToTs(this.now), historyLength: 3, continueAsNewSuggested: this.isLong };
    const { successful, failed } = await this.workflow.activate(
      coresdk.workflow_activation.WorkflowActivation.fromObject({ runId: 'run', ...activation, jobs: [job] }),
    );
    if (failed) throw new Error(`the workflow's task failed: ${failed.failure?.message}`);
    for (const command of successful?.commands ?? []) await this.obey(command);
  }

  private async obey(command: coresdk.workflow_commands.IWorkflowCommand): Promise<void> {
    const { startTimer, cancelTimer, scheduleActivity, continueAsNewWorkflowExecution, failWorkflowExecution } =
      command;
    if (failWorkflowExecution) throw new Error(`the workflow failed: ${failWorkflowExecution.failure?.message}`);
    if (command.completeWorkflowExecution) this.ended = { as: 'completed' };
    if (continueAsNewWorkflowExecution) {
      const [input] = continueAsNewWorkflowExecution.arguments ?? [];
      this.ended = { as: 'continued', input: payloads.fromPayload(input ?? {}) };
    }
    if (startTimer) {
      const { seconds, nanos } = startTimer.startToFireTimeout ?? {};
      this.timers.set(startTimer.seq ?? 0, this.now + Number(seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6);
    }
    if (cancelTimer) this.timers.delete(cancelTimer.seq ?? 0);
    if (scheduleActivity) await this.perform(scheduleActivity);
  }

  private async perform({ seq, activityType, arguments: asked }: coresdk.workflow_commands.IScheduleActivity) {
    const [body] = asked ?? [];
    const at = new Date(this.now).toISOString();
    const sent = { type: activityType ?? '', body: payloads.fromPayload<object>(body ?? {}), at };
    this.sent.push(sent);
    const { world, result } = this.options;
    const heard = await world(sent);
    const given = payloads.toPayload(result?.(sent) ?? {});
    await this.activate({ resolveActivity: { seq, result: { completed: { result: given } } } });
    for (const signal of heard) await this.hears(signal);
  }
}
