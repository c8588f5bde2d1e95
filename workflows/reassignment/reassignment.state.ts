import type { Position, ProcessDescription } from '@dealtrail/event-sourcing';
import type { HandOverCause } from '@dealtrail/staff';

/** The hand-over of what a person holds: all of it after a departure (R252), open review steps during a leave (G-031). */
export interface Reassignment {
  readonly staffId: string;
  /** Counts the person's hand-overs. */
  readonly round: number;
  /** Missing in runs of earlier releases: a departure. */
  readonly cause?: HandOverCause;
  /** Of a departure: the superior as known when it was decided. */
  readonly to?: string;
  /** The person is back: what has gone stays where it is, the rest stays too. */
  readonly cancelled: boolean;
  readonly moved: number;
  /** Of the last event of the person this knows of. */
  readonly position: Position;
}

const title = ({ staffId, cause, to }: Reassignment): string =>
  cause === 'leave' ? `請假交接 hand-over during leave ${staffId}` : `離職交接 hand-over ${staffId} → ${to}`;

/** The line and the search attributes of a hand-over. */
export const describeReassignment = (handOver: Reassignment): ProcessDescription => ({
  summary: title(handOver),
  owner: handOver.staffId,
  overdue: false,
});

/** What a manager reads of a hand-over in Temporal's UI. */
export const detailsOfReassignment = (handOver: Reassignment): string =>
  [
    `### ${title(handOver)}`,
    `- 已移交 moved: ${handOver.moved}`,
    ...(handOver.cancelled ? ['- 已回崗,停止移交 back again, stopped'] : []),
  ].join('\n');
