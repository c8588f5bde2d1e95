import { keysOf, projectRow, type Event, type Projection, type Recorded, type Row } from '@dealtrail/event-sourcing';
import type { ContractEvent } from '../contract.events.js';

/** The rows of a projection as facts come in one by one, in memory. */
export interface FoldedRows<R extends Row> {
  readonly rows: ReadonlyMap<string, R>;
  readonly take: (fact: Recorded<ContractEvent>) => void;
}

export function foldedRows<R extends Row, E extends Event>(projection: Projection<R, E>): FoldedRows<R> {
  const rows = new Map<string, R>();
  const take = (fact: Recorded<ContractEvent>): void => {
    for (const key of keysOf(projection, fact)) {
      const row = projectRow(projection, rows.get(key), fact, key) as R | undefined;
      if (row) rows.set(key, row);
      else rows.delete(key);
    }
  };
  return { rows, take };
}
