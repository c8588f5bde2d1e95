import type { Instant, Position, ProcessDescription } from '@dealtrail/event-sourcing';
import { shownTime } from '../shown-time.js';

/** A leave that is not over, as the process waits for it. */
export interface WatchedLeave {
  readonly leaveId: string;
  readonly beginsAt: Instant;
  readonly endsAt: Instant;
  /** That it has begun is on record. */
  readonly begun: boolean;
}

/** The leaves of one person that are planned or have begun (G-031); none: there is nothing left to wait for. */
export interface LeaveWatch {
  readonly staffId: string;
  readonly leaves: readonly WatchedLeave[];
  /** Of the last event of the person this knows of. */
  readonly position: Position;
}

/** What is to be put on record at an instant. */
export interface LeaveStep {
  readonly leaveId: string;
  readonly does: 'begin' | 'end';
  readonly at: Instant;
}

/** What lies ahead, in order; where one leave ends as another begins, it ends first. */
export const stepsOf = ({ leaves }: LeaveWatch): readonly LeaveStep[] =>
  leaves
    .flatMap(({ leaveId, beginsAt, endsAt, begun }): LeaveStep[] => [
      ...(begun ? [] : [{ leaveId, does: 'begin' as const, at: beginsAt }]),
      { leaveId, does: 'end', at: endsAt },
    ])
    .sort((a, b) => order(a.at, b.at) || order(b.does, a.does));

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isAway = ({ leaves }: LeaveWatch): boolean => leaves.some(({ begun }) => begun);

/** The line and the search attributes of somebody's leaves. */
export function describeLeave(watch: LeaveWatch): ProcessDescription {
  const next = stepsOf(watch)[0];
  return {
    summary: `請假 leave ${watch.staffId}`,
    owner: watch.staffId,
    stage: isAway(watch) ? 'away' : 'planned',
    ...(next && { nextDue: next.at }),
    overdue: false,
  };
}

/** What a manager reads of somebody's leaves in Temporal's UI. */
export const detailsOfLeave = (watch: LeaveWatch): string =>
  [
    `### 請假 Leave ${watch.staffId}`,
    `- ${isAway(watch) ? '休假中 away' : '在崗 at work'}`,
    ...stepsOf(watch).map(({ does, at }) => `- ${does === 'begin' ? '開始 begins' : '結束 ends'} ${shownTime(at)}`),
  ].join('\n');
