import type { Instant } from '@dealtrail/event-sourcing';

/** A command of a mapped row. Its id is mapping + row + step, so a second import of the row changes nothing. */
export interface RowStep {
  readonly row: string;
  readonly step: string;
  readonly command: { readonly type: string } & Readonly<Record<string, unknown>>;
  /** When it happened, as the source says; left out when the source does not say. */
  readonly occurredAt?: Instant;
}

/** Why a row cannot be told as commands. */
export interface RowProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Where a row stands in its file. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
  /** The source's own id of the row. */
  readonly row: string;
}

/** What became of one row of the source: its commands in order, or the reasons why there are none. */
export type MappedRow = RowPlace &
  ({ readonly steps: readonly RowStep[] } | { readonly problems: readonly RowProblem[] });

/** Rows that do not depend on each other; a stage begins when the one before is through. */
export interface Stage {
  readonly name: string;
  /** About as many rows as it has: what progress is measured by. */
  readonly lines: number;
  rows(): AsyncIterable<MappedRow>;
}

/** How the rows of a source become commands. */
export interface Mapping {
  readonly name: string;
  readonly description: string;
  /** Opens a file or folder; throws `Misuse` when it is not what this mapping reads. */
  open(path: string): Promise<readonly Stage[]>;
}
