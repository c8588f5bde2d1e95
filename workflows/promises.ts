import { condition } from '@temporalio/workflow';
import type { Instant } from '@dealtrail/event-sourcing';
import { deadline, type Attention, type Deadline } from './clock.js';

/** Promises that a process keeps side by side; each is known by a name of its own. */
export interface Promises<Name extends string> {
  /** Every one there is now, whether it is waited for or not. */
  readonly names: () => readonly Name[];
  /** When it is due; undefined while there is nothing to wait for: met, missed, or paused. */
  readonly plan: (name: Name) => Deadline | undefined;
  /** True once nothing is to be kept any more. */
  readonly until: () => boolean;
  readonly onWarn: (name: Name, at: Instant, dueAt: Instant) => Promise<unknown>;
  readonly onBreach: (name: Name, dueAt: Instant) => Promise<unknown>;
  readonly onAttention: (attention: Attention) => void;
}

/** Keeps every promise, those that turn up later too, until nothing is to be kept any more. */
export async function keepPromises<Name extends string>(promises: Promises<Name>): Promise<void> {
  const { names, plan, until, onWarn, onBreach, onAttention } = promises;
  const kept = new Set<Name>();
  const unkept = () => names().find((name) => !kept.has(name));

  async function keepAll(): Promise<void> {
    await condition(() => until() || unkept() !== undefined);
    const name = unkept();
    if (name === undefined || until()) return;
    kept.add(name);
    await Promise.all([keep(name), keepAll()]);
  }

  /** One of them, planned anew as often as that is told: after it was met, missed or paused as well. */
  async function keep(name: Name): Promise<void> {
    let last: Deadline = { dueAt: '', warnAt: [] };
    const planned = (): Deadline => (last = plan(name) ?? last);
    const settled = (): boolean => until() || plan(name) === undefined;
    while (!until()) {
      await condition(() => until() || plan(name) !== undefined);
      const missed = await deadline(planned, {
        until: settled,
        onWarn: (at, dueAt) => onWarn(name, at, dueAt),
        onBreach: (dueAt) => onBreach(name, dueAt),
        onAttention: (refused) => onAttention({ ...refused, step: `${name} ${refused.step}` }),
      });
      await condition(() => settled() || planned().dueAt !== missed); // planned anew in the very moment: it goes on
    }
  }

  await keepAll();
}
