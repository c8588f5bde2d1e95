import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { AnyProjection, EventStore, Instant, Position, Recorded } from '@dealtrail/event-sourcing';
import { applyEvents } from './apply-events.js';
import { inheritSkipped } from './rebuilds.js';
import { createTable, liveTarget, type Target } from './read-tables.js';

/** How far the clocks of two writers may differ, ms: an event recorded later than this after an instant ends the search. */
const clockTolerance = 60_000;
const batchSize = 5_000;

/**
 * Folds what was on record at an instant into temporary tables of the caller's transaction, which must be rolled back.
 * Live tables are not touched. Costs a whole fold of the log up to that instant.
 */
export async function foldAsOf(
  client: PoolClient,
  store: EventStore,
  projections: readonly AnyProjection[],
  instant: Instant,
): Promise<{ targets: readonly Target[]; position: Position }> {
  const name = `as_of_${randomBytes(6).toString('hex')}`;
  const targets = projections.map((projection, at): Target => ({
    projection,
    schema: 'pg_temp',
    table: `${name}_${at}`,
  }));
  for (const target of targets) {
    await createTable(client, target);
    await inheritSkipped(client, liveTarget(target.projection).table, target.table);
  }
  let position = 0;
  for await (const events of recordedBy(store, instant)) {
    for (const target of targets) await applyEvents(client, target, events);
    position = events.at(-1)?.position ?? position;
  }
  return { targets, position };
}

/**
 * The prefix of the log up to the last event recorded at or before an instant. Order is by position and clocks may differ,
 * so an event recorded a moment later still belongs when one recorded in time follows it.
 */
async function* recordedBy(store: EventStore, instant: Instant): AsyncGenerator<readonly Recorded[]> {
  const end = new Date(Date.parse(instant) + clockTolerance).toISOString();
  const stop = new AbortController();
  let doubtful: Recorded[] = [];
  try {
    for await (const { events, live } of store.subscribe(0, { batchSize, signal: stop.signal })) {
      const beyond = events.findIndex(({ recordedAt }) => recordedAt > end);
      const near = [...doubtful, ...(beyond < 0 ? events : events.slice(0, beyond))];
      const until = near.findLastIndex(({ recordedAt }) => recordedAt <= instant) + 1;
      if (until > 0) yield near.slice(0, until);
      doubtful = near.slice(until);
      if (live || beyond >= 0) return;
    }
  } finally {
    stop.abort();
  }
}
