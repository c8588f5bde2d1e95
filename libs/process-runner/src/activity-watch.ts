import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Cause } from '@dealtrail/event-sourcing';
import { toldSpanOf, type Telemetry } from '@dealtrail/telemetry';
import { causeOf } from './outage.js';

/** A step of a process that failed here and is tried again. */
export interface RetryingActivity {
  readonly workflowId: string;
  readonly activity: string;
  readonly attempt: number;
  readonly cause: string;
  /** ISO 8601, of the first failure this process saw. */
  readonly since: string;
  /** Of the last one. */
  readonly at: string;
}

/** Longer than the longest pause between two tries and a try: another worker must have taken it over since. */
const forgottenAfter = 180_000;
const mostKept = 1_000;

/** Sees every attempt of an activity in this process: counts retries, makes its span, and keeps what goes on failing. */
export class ActivityWatch {
  private readonly failing = new Map<string, RetryingActivity>();

  constructor(private readonly telemetry?: Telemetry) {}

  async during<T>(
    { type, correlationId, cause }: { type: string; correlationId: string; cause: Cause | undefined },
    work: () => Promise<T>,
  ): Promise<T> {
    const { attempt, activityId, workflowExecution } = Context.current().info;
    const workflowId = workflowExecution?.workflowId ?? '';
    const key = `${workflowId} ${activityId}`;
    if (attempt > 1) this.telemetry?.instruments.activityRetries.add(1, { 'dealtrail.activity': type });
    try {
      const stage = {
        name: `activity ${type}`,
        kind: 'CONSUMER',
        correlationId,
        parentId: cause && toldSpanOf(workflowId, cause.causationId),
        attributes: { 'dealtrail.attempt': attempt, 'dealtrail.process': workflowId.split('/')[0] ?? '' },
      } as const;
      const result = await (this.telemetry?.tracing?.during(stage, work) ?? work());
      this.failing.delete(key);
      return result;
    } catch (error) {
      if (error instanceof ApplicationFailure && error.nonRetryable) this.failing.delete(key);
      else this.keep(key, { workflowId, activity: type, attempt, cause: causeOf(error) });
      throw error;
    }
  }

  /** What failed when it was last tried here, longest first. */
  retrying(): readonly RetryingActivity[] {
    const since = new Date(Date.now() - forgottenAfter).toISOString();
    for (const [key, { at }] of this.failing) if (at < since) this.failing.delete(key);
    return [...this.failing.values()];
  }

  private keep(key: string, failure: Omit<RetryingActivity, 'since' | 'at'>): void {
    if (this.failing.size >= mostKept && !this.failing.has(key)) return;
    const at = new Date().toISOString();
    this.failing.set(key, { ...failure, since: this.failing.get(key)?.since ?? at, at });
  }
}
