import { keysOf, projectRow, type AnyProjection, type Projection, type Row } from '../projection.js';
import type { Event, Recorded } from '../message.js';

/** The rows a list of events leaves, by key: the very fold the runner does, in memory. */
export function projectAll(projection: AnyProjection, events: readonly Recorded[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const event of events) foldInto(rows, projection, event);
  return rows;
}

/** The rows of a projection as facts come in one by one, in memory. */
export interface FoldedRows<R extends Row> {
  readonly rows: ReadonlyMap<string, R>;
  readonly take: (fact: Recorded) => void;
}

export function foldedRows<R extends Row, E extends Event>(projection: Projection<R, E>): FoldedRows<R> {
  const rows = new Map<string, R>();
  return { rows, take: (fact) => foldInto(rows, projection, fact) };
}

function foldInto(rows: Map<string, Row>, projection: AnyProjection, event: Recorded): void {
  for (const key of keysOf(projection, event)) {
    const row = projectRow(projection, rows.get(key), event, key);
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
  }
}

/** `given(...events).then(row, …)`: the rows that are left, in order of their keys' first appearance. */
export const projectionSpecification =
  <R extends Row, E extends Event>(projection: Projection<R, E>) =>
  (...events: readonly Recorded<E>[]) => ({
    then: (...expected: readonly R[]): void => {
      expect([...projectAll(projection, events).values()]).toEqual(expected);
    },
  });
