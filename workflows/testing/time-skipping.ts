import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  DefaultLogger,
  Runtime,
  Worker,
  bundleWorkflowCode,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { attributesOf, searchAttributeTypes } from '@dealtrail/process-runner';
import type { Instant, ProcessDescription } from '@dealtrail/event-sourcing';
import { workflowSources } from '../bundle.js';
import { taskQueue } from '../task-queue.js';

/** A command as a process sent it, and when by the server's skipped clock. */
export interface Sent {
  readonly type: string;
  readonly body: object;
  readonly at: Instant;
}

/** What a command's activity does in a test; it may throw a refusal. */
export type Answer = (body: object, at: Instant) => Promise<unknown> | unknown;

/**
 * Temporal with a clock that skips what nobody waits for; one per spec file. Never tell a process anything in the moment
 * one of its timers fires: this server then refuses the end of a step that cancels the timer (`invalid history builder
 * state`), the step is repeated after its timeout, and the spec hangs. A real server takes it.
 */
export class SkippedTime {
  readonly sent: Sent[] = [];
  private worker: Promise<void> = Promise.resolve();
  private running: Worker | undefined;

  private constructor(
    readonly env: TestWorkflowEnvironment,
    private readonly bundle: WorkflowBundleWithSourceMap,
  ) {}

  /** The server is that of `TEST_TIME_SKIPPING_SERVER`, or what the SDK downloads. */
  static async open(): Promise<SkippedTime> {
    quiet();
    const path = process.env['TEST_TIME_SKIPPING_SERVER'];
    const [env, bundle] = await Promise.all([
      TestWorkflowEnvironment.createTimeSkipping(
        path ? { server: { executable: { type: 'existing-path', path } } } : {},
      ),
      bundleWorkflowCode({ workflowsPath: workflowSources, logger: new DefaultLogger('ERROR') }),
    ]);
    await env.connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes: searchAttributeTypes,
    });
    return new SkippedTime(env, bundle);
  }

  /** Serves these commands; an activity sees the machine's clock, so the time given is the server's. */
  async serve(answers: Readonly<Record<string, Answer>>): Promise<void> {
    await this.rest();
    this.sent.length = 0;
    const activities = Object.fromEntries(
      Object.entries(answers).map(([type, answer]) => [
        type,
        async (body: object) => {
          const at = await this.now();
          this.sent.push({ type, body, at });
          return answer(body, at);
        },
      ]),
    );
    this.running = await Worker.create({
      connection: this.env.nativeConnection,
      taskQueue,
      workflowBundle: this.bundle,
      activities,
    });
    this.worker = this.running.run();
  }

  async now(): Promise<Instant> {
    return new Date(await this.env.currentTimeMs()).toISOString();
  }

  /** The instant so many days after now. */
  async inDays(days: number): Promise<Instant> {
    return new Date((await this.env.currentTimeMs()) + days * 24 * 3600 * 1000).toISOString();
  }

  start(name: string, workflowId: string, input: object, description: ProcessDescription) {
    return this.env.client.workflow.start(name, {
      workflowId,
      taskQueue,
      args: [input],
      workflowRunTimeout: '3650 days',
      staticSummary: description.summary,
      typedSearchAttributes: attributesOf(description),
    });
  }

  private async rest(): Promise<void> {
    this.running?.shutdown();
    this.running = undefined;
    await this.worker;
  }

  async close(): Promise<void> {
    await this.rest();
    await this.env.teardown();
  }
}

let installed = false;

/** Says only what is an error: a spec of refusals would fill the screen with warnings. */
function quiet(): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
}

/** Keys to read the five search attributes back with. */
export const shownKeys = {
  owner: defineSearchAttributeKey('Owner', SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD),
  nextDue: defineSearchAttributeKey('NextDue', SearchAttributeType.DATETIME),
  overdue: defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL),
};
