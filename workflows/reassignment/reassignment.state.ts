import type { Position, ProcessDescription } from '@dealtrail/event-sourcing';

/** The hand-over of what a departed person holds (R252). */
export interface Reassignment {
  readonly staffId: string;
  /** Counts the person's departures. */
  readonly round: number;
  /** The superior as known when the departure was decided. */
  readonly to: string;
  /** The person is back: what has gone stays where it is, the rest stays too. */
  readonly cancelled: boolean;
  readonly moved: number;
  /** Of the last event of the person this knows of. */
  readonly position: Position;
}

/** The line and the search attributes of a hand-over. */
export const describeReassignment = ({ staffId, to }: Reassignment): ProcessDescription => ({
  summary: `離職交接 hand-over ${staffId} → ${to}`,
  owner: staffId,
  overdue: false,
});

/** What a manager reads of a hand-over in Temporal's UI. */
export const detailsOfReassignment = ({ staffId, to, moved, cancelled }: Reassignment): string =>
  [
    `### 離職交接 Hand-over ${staffId} → ${to}`,
    `- 已移交商機 deals moved: ${moved}`,
    ...(cancelled ? ['- 已復職,停止移交 back again, stopped'] : []),
  ].join('\n');
