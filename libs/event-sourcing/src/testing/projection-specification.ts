import { keysOf, projectRow, type AnyProjection, type Projection, type Row } from '../projection.js';
import type { Event, Recorded } from '../message.js';

/** The rows a list of events leaves, by key: the very fold the runner does, in memory. */
export function projectAll(projection: AnyProjection, events: readonly Recorded[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const event of events)
    for (const key of keysOf(projection, event)) {
      const row = projectRow(projection, rows.get(key), event, key);
      if (row === undefined) rows.delete(key);
      else rows.set(key, row);
    }
  return rows;
}

/** `given(...events).then(row, …)`: the rows that are left, in order of their keys' first appearance. */
export const projectionSpecification =
  <R extends Row, E extends Event>(projection: Projection<R, E>) =>
  (...events: readonly Recorded<E>[]) => ({
    then: (...expected: readonly R[]): void => {
      expect([...projectAll(projection, events).values()]).toEqual(expected);
    },
  });
