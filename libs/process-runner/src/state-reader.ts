import {
  fold,
  streamName,
  type Aggregate,
  type AnyProcess,
  type EventStore,
  type OpenProcess,
  type Standing,
} from '@dealtrail/event-sourcing';

/** The state of one aggregate and where its stream stands; an unknown stream has revision -1 and position 0. */
export interface Standings<S> {
  readonly state: S;
  readonly standing: Standing;
}

/** Reads an aggregate back from the log. Errors: `Unavailable`, `LogCorrupted`. */
export async function readState<S>(store: EventStore, aggregate: Aggregate<S>, id: string): Promise<Standings<S>> {
  const [events = []] = await store.read([streamName(aggregate.events.category, id)]);
  const last = events.at(-1);
  return {
    state: fold(aggregate, events),
    standing: { id, revision: last?.revision ?? -1, position: last?.position ?? 0 },
  };
}

/** What should run of this aggregate were it started now; nothing of a stream that is not there. */
export function openOf(process: AnyProcess, { state, standing }: Standings<unknown>): readonly OpenProcess[] {
  const open = standing.revision < 0 ? undefined : process.open(state as never, standing);
  return open === undefined ? [] : 'workflowId' in open ? [open] : open;
}

/** The same, read from the log. */
export const readOpen = async (store: EventStore, process: AnyProcess, id: string): Promise<readonly OpenProcess[]> =>
  openOf(process, await readState(store, process.of, id));
