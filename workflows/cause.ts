import { workflowInfo } from '@temporalio/workflow';
import type { Cause } from '@dealtrail/event-sourcing';

/** Of this run alone: the sandbox loads every module anew for each run. */
let last: Cause | undefined;

/** Notes what the run was told last. */
export const hear = (cause: Cause | undefined): void => {
  last = cause ?? last;
};

/** What the run stands on: the fact it heard last, else the one it was started for; nothing when reconcile started it. */
export const causeNow = (): Cause | undefined => last ?? (workflowInfo().memo?.['cause'] as Cause | undefined);
