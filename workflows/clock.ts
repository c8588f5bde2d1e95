import { ActivityFailure, ApplicationFailure, condition } from '@temporalio/workflow';
import type { Instant } from '@dealtrail/event-sourcing';

/** A promise as it was decided; every instant stands in an event, none is computed here. */
export interface Deadline {
  readonly dueAt: Instant;
  /** The warnings that are not on record yet. */
  readonly warnAt: readonly Instant[];
  /** How much later than its instant something is done, ms, so that not everything due at one instant is done at once. */
  readonly spreadMs?: number;
}

/** A refused step of a process: a bug or a changed rule, for an operator to look at. */
export interface Attention {
  /** What was to be done, e.g. `breach 2026-03-02T01:00:00.000Z`. */
  readonly step: string;
  /** The code of the refusal. */
  readonly code: string;
}

/** What a deadline does; its commands decide again whether the instant they name still holds. */
export interface Keeping {
  /** True once there is nothing left to keep: done, superseded, closed. */
  readonly until: () => boolean;
  readonly onWarn: (warnAt: Instant, dueAt: Instant) => Promise<unknown>;
  readonly onBreach: (dueAt: Instant) => Promise<unknown>;
  readonly onAttention: (attention: Attention) => void;
}

/** The longest single timer, ms (90 days): a later instant is reached in several, each checked against the clock again. */
const longestTimer = 90 * 24 * 3600 * 1000;

/**
 * Keeps one deadline: warns before it, records when it is missed, is planned anew whenever `plan` answers otherwise, and
 * gives the missed instant, or nothing when `until` came first. A warning that comes after the due instant is left out;
 * a refused command is marked and never ends the process, so that one deadline does not kill its siblings.
 */
export async function deadline(plan: () => Deadline, keeping: Keeping): Promise<Instant | undefined> {
  const warned = new Set<Instant>();
  while (!keeping.until()) {
    const { dueAt, warnAt, spreadMs = 0 } = plan();
    const warning = Date.now() < Date.parse(dueAt) ? earliest(warnAt.filter((at) => !warned.has(at))) : undefined;
    const holds = (): boolean => {
      const now = plan();
      return !keeping.until() && now.dueAt === dueAt && (!warning || now.warnAt.includes(warning));
    };
    // A warning that is put off comes before its due instant all the same.
    const late = warning ? Math.min(spreadMs, (Date.parse(dueAt) - Date.parse(warning)) / 2) : spreadMs;
    if (!(await reached(warning ?? dueAt, holds, late))) continue;
    if (!warning) {
      await attempt(`breach ${dueAt}`, () => keeping.onBreach(dueAt), keeping);
      return dueAt;
    }
    warned.add(warning);
    if (Date.now() < Date.parse(dueAt)) await attempt(`warn ${warning}`, () => keeping.onWarn(warning, dueAt), keeping);
  }
  return undefined;
}

/** True when the instant, or `late` ms after it, came while the plan held; false as soon as it does not. */
export async function reached(instant: Instant, holds: () => boolean, late = 0): Promise<boolean> {
  for (let left = remaining(instant) + late; left > 0; left = remaining(instant) + late)
    if (await condition(() => !holds(), Math.min(left, longestTimer))) return false;
  return holds();
}

const remaining = (instant: Instant): number => Date.parse(instant) - Date.now();

const earliest = (instants: readonly Instant[]): Instant | undefined => [...instants].sort()[0];

/** Runs a step of a process; a refusal is marked, anything else (cancellation, a bug) goes on up. */
export async function attempt(
  step: string,
  run: () => Promise<unknown>,
  { onAttention }: Pick<Keeping, 'onAttention'>,
): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (!(error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)) throw error;
    onAttention({ step, code: error.cause.type ?? error.cause.message });
    return false;
  }
}
