import { setTimeout as delay } from 'node:timers/promises';
import {
  categoryOf,
  evolve,
  idOf,
  Unavailable,
  type AnyProcess,
  type EventStore,
  type OpenProcess,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { inParallel } from './in-parallel.js';
import { causeOf, isOutage } from './outage.js';
import type { Listed, RunningProcesses } from './running-processes.js';
import { openOf, readOpen, type Standings } from './state-reader.js';

/** What reconcile found and did for one kind of process; with `dryRun` what it would do. */
export interface Reconciled {
  readonly process: string;
  /** By the log. */
  readonly open: number;
  /** In Temporal, before anything was done. */
  readonly running: number;
  started: number;
  /** Running, but not open in the log. */
  ended: number;
  /** Running on an older state than the log's: told the state. */
  refreshed: number;
  failed: number;
  /** The first failure, as text. */
  error?: string;
}

export interface ReconcileOptions {
  readonly dryRun?: boolean;
  readonly onProgress?: (process: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface ReconcilerOptions {
  readonly store: EventStore;
  readonly processes: readonly AnyProcess[];
  readonly running: RunningProcesses;
  /** Starts under way at once; default 20. */
  readonly parallel?: number;
}

/** How often a step that meets an outage is tried in one run, and how long is waited before it is tried again, ms. */
const mostTurns = 5;
const betweenTurns = 1_000;

/**
 * Makes what runs in Temporal equal to what is open in the log: starts what is missing, ends what is stale, tells the state to
 * what missed it. Running it twice changes nothing. Start the reactions first: what happens meanwhile is theirs.
 */
export class Reconciler {
  private underWay: Promise<readonly Reconciled[]> | undefined;

  constructor(private readonly options: ReconcilerOptions) {}

  /** One run at a time; who asks while one is under way gets a run of their own after it. Errors: `Unavailable`. */
  async run(options: ReconcileOptions = {}): Promise<readonly Reconciled[]> {
    const before = this.underWay ?? Promise.resolve([]);
    const mine = before.catch(() => []).then(() => this.reconcile(options));
    this.underWay = mine;
    return mine;
  }

  private async reconcile(options: ReconcileOptions): Promise<readonly Reconciled[]> {
    const states = await this.foldAll(options.signal);
    const results: Reconciled[] = [];
    for (const process of this.options.processes)
      results.push(await this.one(process, states.get(process) ?? new Map(), options));
    return results;
  }

  /** Every aggregate that has a process, folded in one pass over the log. */
  private async foldAll(signal?: AbortSignal): Promise<Map<AnyProcess, Map<string, Standings<unknown>>>> {
    const { store, processes } = this.options;
    const all = new Map(processes.map((process) => [process, new Map<string, Standings<unknown>>()]));
    const categories = [...new Set(processes.map(({ of }) => of.events.category))];
    if (categories.length === 0) return all;
    for await (const { events, live } of store.subscribe(0, {
      categories,
      batchSize: 5_000,
      ...(signal && { signal }),
    })) {
      for (const event of events)
        for (const [process, states] of all)
          if (categoryOf(event.stream) === process.of.events.category) apply(process, states, event);
      if (live) break;
    }
    signal?.throwIfAborted();
    return all;
  }

  private async one(
    process: AnyProcess,
    states: ReadonlyMap<string, Standings<unknown>>,
    { dryRun = false, onProgress, signal }: ReconcileOptions,
  ): Promise<Reconciled> {
    const { running, parallel = 20 } = this.options;
    const open = new Map<string, OpenProcess>();
    for (const standings of states.values())
      for (const found of openOf(process, standings)) open.set(found.workflowId, found);
    const listed = new Map<string, Listed>();
    try {
      for await (const one of running.list(process)) listed.set(one.workflowId, one);
    } catch (error) {
      throw isOutage(error) ? new Unavailable('temporal-unavailable', causeOf(error), { cause: error }) : error;
    }
    const result: Reconciled = {
      process: process.name,
      open: open.size,
      running: listed.size,
      started: 0,
      ended: 0,
      refreshed: 0,
      failed: 0,
    };
    const missing = [...open.keys()].filter((workflowId) => !listed.has(workflowId));
    const stale = [...listed.values()].filter(({ workflowId }) => !open.has(workflowId));
    const behind = [...listed.values()].filter((one) => {
      const found = open.get(one.workflowId);
      return found && differs(one, process, found);
    });

    const total = missing.length + stale.length + behind.length;
    let done = 0;
    const each = async <T>(items: readonly T[], work: (item: T, isRepeat: boolean) => Promise<void>): Promise<void> => {
      const over = (error?: unknown): void => {
        if (error !== undefined) {
          result.failed++;
          result.error ??= causeOf(error);
        }
        onProgress?.(process.name, ++done, total);
      };
      for (let [left, turn] = [items, 1]; left.length > 0; turn++) {
        const met: { readonly item: T; readonly outage: unknown }[] = [];
        await inParallel(left, parallel, async (item) => {
          signal?.throwIfAborted();
          await work(item, turn > 1).then(
            () => over(),
            (error: unknown) => (isOutage(error) ? void met.push({ item, outage: error }) : over(error)),
          );
        });
        // A moment's outage of a few is no failure of theirs; where nobody gets on any more, the next run does it.
        const isLast = turn === mostTurns || met.length === left.length;
        if (isLast) for (const { outage } of met) over(outage);
        left = isLast ? [] : met.map(({ item }) => item);
        if (left.length > 0) await delay(betweenTurns);
      }
    };
    const openNow = async ({ id, workflowId }: Listed): Promise<OpenProcess | undefined> =>
      (await readOpen(this.options.store, process, id)).find((one) => one.workflowId === workflowId);
    await each(missing, async (workflowId, isRepeat) => {
      const id = workflowId.slice(process.name.length + 1);
      const start = async (): Promise<boolean> => {
        const found = await running.ensure(process, id);
        return found === 'started' || (isRepeat && found === 'running'); // by the try whose answer was lost
      };
      if (await (dryRun ? running.runs(workflowId).then((runs) => !runs) : start())) result.started++;
    });
    await each(stale, async (one) => {
      // The list and the fold are both a moment old: ask the log and the run again before ending anything.
      if ((await openNow(one)) || !(await running.runs(one.workflowId))) return;
      if (!dryRun) await running.end(one.workflowId);
      result.ended++;
    });
    await each(behind, async (one) => {
      const now = await openNow(one);
      if (!now || !(await running.isBehind(process, now))) return;
      if (!dryRun) await running.refresh(process, now);
      result.refreshed++;
    });
    return result;
  }
}

function apply(process: AnyProcess, states: Map<string, Standings<unknown>>, event: Recorded): void {
  const id = idOf(event.stream);
  const before = states.get(id);
  states.set(id, {
    state: evolve(process.of, before ? before.state : process.of.initialState, event),
    standing: { id, revision: event.revision, position: event.position },
  });
}

/** Whether what a run shows is not what the log's state would show. */
function differs({ shown }: Listed, process: AnyProcess, { input }: OpenProcess): boolean {
  const wanted = process.describe(input as never);
  return (
    shown.customer !== wanted.customer ||
    shown.owner !== wanted.owner ||
    shown.stage !== wanted.stage ||
    shown.nextDue !== wanted.nextDue ||
    shown.overdue !== wanted.overdue
  );
}
