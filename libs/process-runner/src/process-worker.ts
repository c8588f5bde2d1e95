import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection, Runtime, Worker, type Logger, type WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from './activities.js';
import { causeOf } from './outage.js';

export interface ProcessWorkerOptions {
  readonly address: string;
  readonly namespace?: string;
  readonly taskQueue: string;
  /** The bundle made by the build, or the sources to bundle at each start (tests). */
  readonly workflows: { readonly bundle: WorkflowBundleOption } | { readonly path: string };
  readonly activities: Activities;
  /** Workflows kept in memory, up to 1 MB each; one that is not is replayed when it is heard of. Default 1,000. */
  readonly maxCachedWorkflows?: number;
  readonly logger?: Logger;
  readonly onFailure?: (error: unknown) => void;
}

/** Where the worker stands, for operators. */
export interface ProcessWorkerStatus {
  state: 'connecting' | 'running' | 'stopped';
  /** The failure it is waiting out. */
  error?: string;
  failures: number;
}

/** Runs the workflows and their activities; waits out a Temporal server that is away, and never ends the process. */
export class ProcessWorker {
  readonly status: ProcessWorkerStatus = { state: 'connecting', failures: 0 };
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private worker: Worker | undefined;

  constructor(private readonly options: ProcessWorkerOptions) {
    installRuntime(options.logger);
  }

  /** Returns at once; `status` says when it runs. */
  start(): void {
    this.running = this.keepRunning();
  }

  /** Resolves when the activities under way are done (at most 10 s). */
  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    this.status.state = 'stopped';
  }

  private async keepRunning(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.runOnce();
      } catch (error) {
        this.status.state = 'connecting';
        this.status.error = causeOf(error);
        this.status.failures++;
        this.options.onFailure?.(error);
      }
      const wait = Math.min(500 * 2 ** Math.min(this.status.failures, 5), 10_000);
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  private async runOnce(): Promise<void> {
    const {
      address,
      namespace = 'default',
      taskQueue,
      workflows,
      activities,
      maxCachedWorkflows = 1_000,
    } = this.options;
    const connection = await NativeConnection.connect({ address });
    try {
      this.worker = await Worker.create({
        connection,
        namespace,
        taskQueue,
        ...('bundle' in workflows ? { workflowBundle: workflows.bundle } : { workflowsPath: workflows.path }),
        activities,
        maxCachedWorkflows,
        reuseV8Context: true,
        shutdownGraceTime: '5 seconds',
        shutdownForceTime: '10 seconds',
      });
      if (this.stopping.signal.aborted) return;
      const done = this.worker.run();
      this.status.state = 'running';
      this.status.failures = 0;
      delete this.status.error;
      await done;
    } finally {
      this.worker = undefined;
      await connection.close().catch(() => undefined);
    }
  }
}

let installed = false;

/** Once per process, before the first worker; our own shutdown decides when it ends, not the SDK's signal handlers. */
function installRuntime(logger?: Logger): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    shutdownSignals: [],
    ...(logger && { logger }),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
  });
}
